// How bytes become a document, compiled.
#ifndef INTERLINE_ADAPTERS_ENGINE_WIRE_PLAN_H_
#define INTERLINE_ADAPTERS_ENGINE_WIRE_PLAN_H_

#include <string>
#include <vector>

#include "adapters/engine/text_pattern.h"
#include "core/wire/charset.h"
#include "core/wire/xml_reader.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// A step down a document on the way to texts that are documents of their own.
struct NestedNode {
  std::string name;
  // ENCODING_UNSPECIFIED where nothing is nested, on the way only.
  adapter::v1::Nested::Encoding encoding = adapter::v1::Nested::ENCODING_UNSPECIFIED;
  std::vector<TextPattern> patterns;
  std::vector<NestedNode> children;
};

// Immutable once made; thread-safe.
struct WirePlan {
  adapter::v1::WireFormat format = adapter::v1::WIRE_FORMAT_UNSPECIFIED;
  wire::Charset charset = wire::Charset::kUtf8;
  wire::Soap soap = wire::Soap::kNone;
  std::string name_space;
  bool is_qualified = false;
  // Whether names nobody asked for are looked at when the document is read by rows, so that one that stands twice is
  // found then.
  bool rows_see_all_names = true;
  // Whether what is of a namespace that was not agreed is passed over.
  bool skips_foreign = false;
  // [0] is the document; without children when nothing is nested.
  NestedNode nested;
  // Of the header content-type; empty = none is written.
  std::string content_type;

  // UTF-8 JSON without anything nested is read as it stands.
  bool is_plain_json() const {
    return format == adapter::v1::WIRE_FORMAT_JSON && charset == wire::Charset::kUtf8 && nested.children.empty();
  }
  // Whether the document has one root that is named.
  bool has_root() const { return format == adapter::v1::WIRE_FORMAT_XML || soap != wire::Soap::kNone; }
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_WIRE_PLAN_H_
