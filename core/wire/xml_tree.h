// An XML document in memory: what XmlToJson works on.
#ifndef INTERLINE_CORE_WIRE_XML_TREE_H_
#define INTERLINE_CORE_WIRE_XML_TREE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/wire/xml_reader.h"

namespace interline::wire {

struct XmlElement {
  static constexpr int kNone = -1;

  int above = kNone;
  // Without prefix.
  std::string name;
  // Its namespace is neither the agreed one, none, nor, where they stand, that of SOAP.
  bool is_foreign = false;
  // Its namespace is that of the agreed version of SOAP.
  bool is_soap = false;
  // xsi:nil.
  bool is_nil = false;
  // soap:mustUnderstand.
  bool must_be_understood = false;
  // Without those of the namespaces xsi, xml and SOAP.
  std::vector<std::pair<std::string, std::string>> attributes;
  // In the order of the document.
  std::vector<int> children;
  // Empty when there are children.
  std::string text;
};

// [0] is the root; an element stands after the one above it.
using XmlTree = std::vector<XmlElement>;

// Path of an element in refusals; what is in the Body of SOAP is named from there on.
std::string XmlPath(const XmlTree& tree, int element);

// Fills `tree`. Errors: see XmlToJson; namespaces of elements are only noted.
absl::Status ParseXml(absl::string_view utf8, const XmlReadOptions& options, XmlTree& tree);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_XML_TREE_H_
