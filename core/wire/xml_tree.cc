#include "core/wire/xml_tree.h"

#include <expat.h>
#include <simdjson.h>

#include <algorithm>
#include <memory>
#include <type_traits>

#include "absl/strings/match.h"
#include "core/base/refusal.h"
#include "core/wire/wire_path.h"

namespace interline::wire {
namespace {

// Between namespace and name; expat refuses a namespace that holds it.
constexpr char kSeparator = '\n';
constexpr absl::string_view kXsi = "http://www.w3.org/2001/XMLSchema-instance";
constexpr absl::string_view kXml = "http://www.w3.org/XML/1998/namespace";
constexpr absl::string_view kBlanks = " \t\r\n";

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser>;

struct QName {
  absl::string_view name_space;
  absl::string_view local;
};

QName Split(const char* name) {
  const absl::string_view whole(name);
  const size_t at = whole.rfind(kSeparator);
  if (at == absl::string_view::npos) return {"", whole};
  return {whole.substr(0, at), whole.substr(at + 1)};
}

bool IsSoap(absl::string_view name_space) {
  return name_space == SoapNamespace(Soap::k11) || name_space == SoapNamespace(Soap::k12);
}

bool IsBody(const XmlElement& element) { return element.is_soap && element.name == "Body" && element.above == 0; }

bool IsTrue(absl::string_view text) { return text == "true" || text == "1"; }

// Gathers what the parser tells. Stops it at the first thing that is not taken.
class Builder {
 public:
  Builder(const XmlReadOptions& options, XmlTree& tree)
      : options_(options), tree_(tree), parser_(XML_ParserCreateNS("UTF-8", kSeparator)) {}

  absl::Status Parse(absl::string_view utf8) {
    if (parser_ == nullptr) return absl::ResourceExhaustedError("no memory for an XML document");
    XML_SetUserData(parser_.get(), this);
    XML_SetXmlDeclHandler(parser_.get(), OnDeclaration);
    XML_SetStartDoctypeDeclHandler(parser_.get(), OnDoctype);
    XML_SetProcessingInstructionHandler(parser_.get(), OnInstruction);
    XML_SetElementHandler(parser_.get(), OnStart, OnEnd);
    XML_SetCharacterDataHandler(parser_.get(), OnText);
    const XML_Status status = XML_Parse(parser_.get(), utf8.data(), static_cast<int>(utf8.size()), XML_TRUE);
    if (!refusal_.ok()) return refusal_;
    if (status == XML_STATUS_OK) return absl::OkStatus();
    return RefusalError(v1::REFUSAL_REASON_MALFORMED, XmlPath(tree_, at_), "The bytes are not well-formed XML.");
  }

 private:
  static Builder& Of(void* data) { return *static_cast<Builder*>(data); }

  static void XMLCALL OnDeclaration(void* data, const char*, const char* encoding, int) {
    if (encoding == nullptr || AgreesWith(encoding, Of(data).options_.charset)) return;
    Of(data).Stop(v1::REFUSAL_REASON_WRONG_CHARSET, "The document declares another character set.");
  }
  static void XMLCALL OnDoctype(void* data, const char*, const char*, const char*, int) {
    Of(data).Stop(v1::REFUSAL_REASON_MALFORMED, "A DOCTYPE is not taken.");
  }
  static void XMLCALL OnInstruction(void* data, const char*, const char*) {
    Of(data).Stop(v1::REFUSAL_REASON_MALFORMED, "A processing instruction is not taken.");
  }
  static void XMLCALL OnStart(void* data, const char* name, const char** attributes) {
    Of(data).Start(Split(name), attributes);
  }
  static void XMLCALL OnEnd(void* data, const char*) { Of(data).End(); }
  static void XMLCALL OnText(void* data, const char* text, int size) {
    Of(data).Text({text, static_cast<size_t>(size)});
  }

  // The parser may still call a handler or two.
  void Stop(v1::RefusalReason reason, absl::string_view explanation) {
    if (!refusal_.ok()) return;
    refusal_ = RefusalError(reason, XmlPath(tree_, at_), explanation);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void Start(const QName& name, const char** attributes) {
    if (!refusal_.ok()) return;
    if (++depth_ > kMaxXmlDepth) return Stop(v1::REFUSAL_REASON_TOO_LARGE, "The document is nested too deeply.");
    if (tree_.size() == kMaxXmlElements) return Stop(v1::REFUSAL_REASON_TOO_LARGE, "There are too many elements.");
    if (name.local.size() > kMaxXmlName) return Stop(v1::REFUSAL_REASON_TOO_LARGE, "A name is too long.");
    XmlElement element;
    element.above = at_;
    element.name = std::string(name.local);
    element.is_soap = options_.soap != Soap::kNone && name.name_space == SoapNamespace(options_.soap);
    element.is_foreign = !name.name_space.empty() && name.name_space != options_.name_space && !element.is_soap;
    const int index = static_cast<int>(tree_.size());
    if (at_ != XmlElement::kNone) tree_[static_cast<size_t>(at_)].children.push_back(index);
    tree_.push_back(std::move(element));
    at_ = index;
    size_t count = 0;
    for (; *attributes != nullptr; attributes += 2) {
      if (++count > kMaxXmlAttributes) return Stop(v1::REFUSAL_REASON_TOO_LARGE, "There are too many attributes.");
      Attribute(Split(attributes[0]), attributes[1], tree_.back());
    }
  }

  void Attribute(const QName& name, absl::string_view value, XmlElement& element) {
    if (name.local.size() > kMaxXmlName) return Stop(v1::REFUSAL_REASON_TOO_LARGE, "A name is too long.");
    if (name.name_space == kXsi) {
      if (name.local == "nil") element.is_nil = IsTrue(value);
    } else if (IsSoap(name.name_space)) {
      if (name.local == "mustUnderstand") element.must_be_understood = IsTrue(value);
    } else if (name.name_space.empty() || name.name_space == options_.name_space) {
      element.attributes.emplace_back(std::string(name.local), std::string(value));
    } else if (name.name_space != kXml && !options_.skip_foreign) {
      Stop(v1::REFUSAL_REASON_UNKNOWN_FIELD, "An attribute is of a foreign namespace.");
    }
  }

  void Text(absl::string_view text) {
    if (refusal_.ok() && at_ != XmlElement::kNone)
      tree_[static_cast<size_t>(at_)].text.append(text.data(), text.size());
  }

  void End() {
    if (!refusal_.ok()) return;
    XmlElement& element = tree_[static_cast<size_t>(at_)];
    if (!element.children.empty()) {
      if (element.text.find_first_not_of(kBlanks.data(), 0, kBlanks.size()) != std::string::npos) {
        return Stop(v1::REFUSAL_REASON_MALFORMED, "Text stands between elements.");
      }
      element.text.clear();
    }
    at_ = element.above;
    --depth_;
  }

  const XmlReadOptions& options_;
  XmlTree& tree_;
  const Parser parser_;
  // The element that is open, or kNone.
  int at_ = XmlElement::kNone;
  size_t depth_ = 0;
  absl::Status refusal_;
};

}  // namespace

const char* SoapNamespace(Soap soap) {
  switch (soap) {
    case Soap::k11:
      return "http://schemas.xmlsoap.org/soap/envelope/";
    case Soap::k12:
      return "http://www.w3.org/2003/05/soap-envelope";
    case Soap::kNone:
      break;
  }
  return "";
}

std::string XmlPath(const XmlTree& tree, int element) {
  if (element == XmlElement::kNone) return "";
  const XmlElement& last = tree[static_cast<size_t>(element)];
  const bool is_in_body = last.above != XmlElement::kNone && IsBody(tree[static_cast<size_t>(last.above)]);
  const std::string above = is_in_body ? "" : XmlPath(tree, last.above);
  const PathStep step{nullptr, last.name};
  return above.empty() ? RenderPath(&step) : above + "." + RenderPath(&step);
}

absl::Status ParseXml(absl::string_view utf8, const XmlReadOptions& options, XmlTree& tree) {
  if (utf8.size() > kMaxXmlBytes) {
    return RefusalError(v1::REFUSAL_REASON_TOO_LARGE, "", "The document is too large.");
  }
  if (absl::StartsWith(utf8, "\xEF\xBB\xBF")) {
    return RefusalError(v1::REFUSAL_REASON_MALFORMED, "", "The document starts with a byte order mark.");
  }
  if (!simdjson::validate_utf8(utf8.data(), utf8.size())) {
    return RefusalError(v1::REFUSAL_REASON_WRONG_CHARSET, "", "The bytes are not UTF-8.");
  }
  return Builder(options, tree).Parse(utf8);
}

}  // namespace interline::wire
