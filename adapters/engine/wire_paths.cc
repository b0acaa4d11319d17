#include "adapters/engine/wire_paths.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/wire/xml_writer.h"

namespace interline::adapters {
namespace {

using adapter::v1::Nested;

absl::Status Wrong(absl::string_view path, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("'", path, "': ", what));
}

bool IsXmlStep(const std::string& step, bool may_be_attribute) {
  if (wire::IsXmlName(step)) return true;
  if (!may_be_attribute) return false;
  return step == "#text" || (absl::StartsWith(step, "@") && wire::IsXmlName(step.substr(1)));
}

// What stands in an XML document or an entry of a list in it.
bool IsXmlPath(const std::vector<std::string>& steps, bool is_entry) {
  for (size_t i = 0; i < steps.size(); ++i) {
    const bool is_last = i + 1 == steps.size();
    if (!IsXmlStep(steps[i], is_last && (i > 0 || is_entry))) return false;
  }
  return true;
}

}  // namespace

WirePaths::WirePaths(const WirePlan& plan) : WirePaths(Kind::kForm, /*is_entry=*/false, &plan.nested) {
  if (plan.format == adapter::v1::WIRE_FORMAT_JSON) kind_ = Kind::kJson;
  if (plan.has_root()) kind_ = Kind::kXml;
}

WirePaths WirePaths::InEntry(absl::string_view path) const {
  return {Locate(path).kind, /*is_entry=*/true, /*nested=*/nullptr};
}

WirePaths::Located WirePaths::Locate(absl::string_view path) const {
  Located located{kind_, is_entry_, {}, nullptr, false};
  const NestedNode* node = nested_;
  for (const absl::string_view step : absl::StrSplit(path, '.')) {
    if (located.is_nested_itself) {
      const Nested::Encoding encoding = located.nested->encoding;
      located.kind = encoding == Nested::ENCODING_XML       ? Kind::kXml
                     : encoding == Nested::ENCODING_PATTERN ? Kind::kPattern
                                                            : Kind::kJson;
      located.is_entry = false;
      located.is_nested_itself = false;
      located.steps.clear();
    }
    located.steps.emplace_back(step);
    const NestedNode* child = nullptr;
    for (size_t i = 0; node != nullptr && i < node->children.size(); ++i) {
      if (node->children[i].name == step) child = &node->children[i];
    }
    node = child;
    if (node == nullptr || node->encoding == Nested::ENCODING_UNSPECIFIED) continue;
    located.nested = node;
    located.is_nested_itself = true;
  }
  return located;
}

absl::Status WirePaths::Check(absl::string_view path, Use use) const {
  const Located at = Locate(path);
  const bool is_below = at.nested != nullptr && !at.is_nested_itself;
  if (at.is_nested_itself && at.nested->encoding != Nested::ENCODING_URL_TEXT) {
    return Wrong(path, "It holds a document; only fields of that are read or written.");
  }
  if (is_below && at.nested->encoding == Nested::ENCODING_URL_TEXT) {
    return Wrong(path, "It would stand below a field that holds one text.");
  }
  switch (at.kind) {
    case Kind::kForm:
      if (at.steps.size() > 1) return Wrong(path, "A form has no fields inside fields.");
      if (use == Use::kObjects) return Wrong(path, "A form has no lists of objects.");
      break;
    case Kind::kXml:
      if (!IsXmlPath(at.steps, at.is_entry)) return Wrong(path, "XML has no such names.");
      if (use != Use::kValue && !wire::IsXmlName(at.steps.back())) return Wrong(path, "Only elements can be a list.");
      break;
    case Kind::kPattern:
      if (use != Use::kValue) return Wrong(path, "A part of a text is no list.");
      if (at.steps.size() > 1 || absl::c_none_of(at.nested->patterns, [&](const TextPattern& pattern) {
            return absl::c_linear_search(pattern.names(), at.steps.back());
          })) {
        return Wrong(path, "No pattern has this name.");
      }
      break;
    case Kind::kJson:
      break;
  }
  return absl::OkStatus();
}

bool WirePaths::AreTexts(absl::string_view path) const { return Locate(path).kind != Kind::kJson; }

}  // namespace interline::adapters
