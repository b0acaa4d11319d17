#include "core/wire/xml_reader.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/wire/xml_tree.h"

namespace interline::wire {
namespace {

absl::Status Refuse(v1::RefusalReason reason, absl::string_view path, absl::string_view explanation) {
  return RefusalError(reason, path, explanation);
}

// Writes a tree as JSON.
class Emitter {
 public:
  Emitter(const XmlTree& tree, const XmlReadOptions& options, JsonWriter& json)
      : tree_(tree), options_(options), json_(json) {}

  // An object whose members are these elements.
  absl::Status Members(const std::vector<int>& elements) const {
    json_.BeginObject();
    RETURN_IF_ERROR(AppendMembers(elements));
    json_.EndObject();
    return absl::OkStatus();
  }

 private:
  const XmlElement& At(int index) const { return tree_[static_cast<size_t>(index)]; }

  absl::Status AppendMembers(const std::vector<int>& elements) const {
    // By name, so that finding those of one name costs little however many there are.
    std::vector<int> sorted = elements;
    std::stable_sort(sorted.begin(), sorted.end(), [&](int a, int b) { return At(a).name < At(b).name; });
    for (auto first = sorted.begin(); first != sorted.end();) {
      const auto end = std::find_if(first, sorted.end(), [&](int next) { return At(next).name != At(*first).name; });
      RETURN_IF_ERROR(Named(first, end));
      first = end;
    }
    return absl::OkStatus();
  }

  absl::Status Named(std::vector<int>::const_iterator first, std::vector<int>::const_iterator end) const {
    std::vector<int> kept;
    for (; first != end; ++first) {
      const XmlElement& element = At(*first);
      if (!element.is_foreign && (!element.is_soap || IsFault(element))) {
        kept.push_back(*first);
      } else if (!options_.skip_foreign) {
        return Refuse(v1::REFUSAL_REASON_UNKNOWN_FIELD, XmlPath(tree_, *first), "It is of a foreign namespace.");
      }
    }
    if (kept.empty()) return absl::OkStatus();
    json_.Name(At(kept.front()).name);
    if (kept.size() > 1) json_.BeginList();
    for (const int index : kept) RETURN_IF_ERROR(Element(At(index)));
    if (kept.size() > 1) json_.EndList();
    return absl::OkStatus();
  }

  // What SOAP itself has below the Body.
  bool IsFault(const XmlElement& element) const {
    for (int at = static_cast<int>(&element - tree_.data()); at != XmlElement::kNone; at = At(at).above) {
      if (At(at).is_soap && At(at).name == "Fault") return true;
    }
    return false;
  }

  // Whether the text is a qualified name, whose prefix each sender chooses for itself.
  bool IsCode(const XmlElement& element) const {
    return (element.name == "faultcode" || (element.name == "Value" && element.is_soap)) && IsFault(element);
  }

  static absl::string_view WithoutPrefix(absl::string_view name) {
    const size_t colon = name.find(':');
    return colon == absl::string_view::npos ? name : name.substr(colon + 1);
  }

  absl::Status Element(const XmlElement& element) const {
    if (element.is_nil) {
      json_.Null();
      return absl::OkStatus();
    }
    if (element.attributes.empty() && element.children.empty()) {
      json_.Text(IsCode(element) ? WithoutPrefix(element.text) : absl::string_view(element.text));
      return absl::OkStatus();
    }
    json_.BeginObject();
    for (const auto& [name, value] : element.attributes) {
      json_.Name(absl::StrCat("@", name));
      json_.Text(value);
    }
    RETURN_IF_ERROR(AppendMembers(element.children));
    if (!element.text.empty()) {
      json_.Name("#text");
      json_.Text(element.text);
    }
    json_.EndObject();
    return absl::OkStatus();
  }

  const XmlTree& tree_;
  const XmlReadOptions& options_;
  JsonWriter& json_;
};

// The children of the Body.
absl::StatusOr<std::vector<int>> OpenEnvelope(const XmlTree& tree) {
  const XmlElement& envelope = tree.front();
  if (envelope.name != "Envelope") {
    return Refuse(v1::REFUSAL_REASON_MALFORMED, XmlPath(tree, 0), "An Envelope of SOAP is due.");
  }
  if (!envelope.is_soap) {
    return Refuse(v1::REFUSAL_REASON_UNKNOWN_MESSAGE, "Envelope", "It is of another version of SOAP than agreed.");
  }
  int body = XmlElement::kNone;
  for (const int index : envelope.children) {
    const XmlElement& part = tree[static_cast<size_t>(index)];
    const bool is_header = part.is_soap && part.name == "Header" && index == envelope.children.front();
    const bool is_body = part.is_soap && part.name == "Body" && index == envelope.children.back();
    if (!is_header && !is_body) {
      return Refuse(v1::REFUSAL_REASON_MALFORMED, XmlPath(tree, index), "An Envelope holds a Header and one Body.");
    }
    if (is_body) body = index;
    for (const int header : is_header ? part.children : std::vector<int>()) {
      if (!tree[static_cast<size_t>(header)].must_be_understood) continue;
      return Refuse(v1::REFUSAL_REASON_UNKNOWN_FIELD, XmlPath(tree, header), "The header must be understood.");
    }
  }
  if (body == XmlElement::kNone) return Refuse(v1::REFUSAL_REASON_MALFORMED, "Envelope", "The Body is missing.");
  return tree[static_cast<size_t>(body)].children;
}

}  // namespace

absl::Status XmlToJson(absl::string_view utf8, const XmlReadOptions& options, JsonWriter& json) {
  XmlTree tree;
  RETURN_IF_ERROR(ParseXml(utf8, options, tree));
  std::vector<int> top{0};
  if (options.soap != Soap::kNone) {
    ASSIGN_OR_RETURN(top, OpenEnvelope(tree));
  }
  return Emitter(tree, options, json).Members(top);
}

}  // namespace interline::wire
