#include "adapters/engine/nested.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/wire/charset.h"
#include "core/wire/controls.h"
#include "core/wire/json_reader.h"
#include "core/wire/percent.h"
#include "core/wire/wire_path.h"
#include "core/wire/xml_reader.h"
#include "core/wire/xml_writer.h"

namespace interline::adapters {
namespace {

namespace dom = simdjson::dom;
using adapter::v1::Nested;
using wire::JsonWriter;
using wire::PathStep;

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

absl::Status RefuseAt(v1::RefusalReason reason, const PathStep& at, absl::string_view explanation) {
  return RefusalError(reason, RenderPath(&at), explanation);
}

// A refusal from inside the text at `at`, seen from outside.
absl::Status Below(const absl::Status& status, const PathStep& at) {
  auto refusal = GetRefusal(status);
  if (!refusal) return status;
  refusal->set_path(absl::StrCat(RenderPath(&at), refusal->path().empty() ? "" : ".", refusal->path()));
  return RefusalError(*refusal);
}

const NestedNode* Find(const NestedNode& node, std::string_view name) {
  for (const NestedNode& child : node.children) {
    if (child.name == name) return &child;
  }
  return nullptr;
}

bool IsUrl(Nested::Encoding encoding) {
  return encoding == Nested::ENCODING_URL_JSON || encoding == Nested::ENCODING_URL_TEXT;
}

// Walks a document along the nested places; what is done there is the heir's.
class Copier {
 public:
  Copier(const WirePlan& plan, JsonWriter& json) : plan_(plan), json_(json) {}
  virtual ~Copier() = default;

  absl::Status Object(const dom::object& object, const NestedNode& node, const PathStep* up) const {
    json_.BeginObject();
    for (const dom::key_value_pair member : object) {
      const PathStep at{up, View(member.key)};
      const NestedNode* child = Find(node, member.key);
      json_.Name(at.name);
      if (child == nullptr) {
        json_.Raw(View(simdjson::minify(member.value)));
      } else {
        RETURN_IF_ERROR(Value(member.value, *child, at));
      }
    }
    json_.EndObject();
    return absl::OkStatus();
  }

 protected:
  virtual absl::Status Here(const dom::element& value, const NestedNode& node, const PathStep& at) const = 0;

  const WirePlan& plan_;
  JsonWriter& json_;

 private:
  absl::Status Value(const dom::element& value, const NestedNode& node, const PathStep& at) const {
    if (node.encoding != Nested::ENCODING_UNSPECIFIED) return Here(value, node, at);
    dom::object object;
    if (value.get(object) == simdjson::SUCCESS) return Object(object, node, &at);
    json_.Raw(View(simdjson::minify(value)));
    return absl::OkStatus();
  }
};

class Expander final : public Copier {
 public:
  using Copier::Copier;

 private:
  absl::Status Here(const dom::element& value, const NestedNode& node, const PathStep& at) const override {
    std::string_view found;
    if (!value.is_null() && value.get(found) != simdjson::SUCCESS) {
      return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, at, "A text is due.");
    }
    if (found.empty()) {
      json_.Null();
      return absl::OkStatus();
    }
    if (node.encoding == Nested::ENCODING_PATTERN) return Pattern(View(found), node, at);
    ASSIGN_OR_RETURN(const std::string text, Decode(View(found), node.encoding, at));
    if (node.encoding != Nested::ENCODING_URL_TEXT) return Document(text, node, at);
    if (wire::HasControls(text)) {
      return RefuseAt(v1::REFUSAL_REASON_MALFORMED, at, "The text holds a control character.");
    }
    json_.Text(text);
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Decode(absl::string_view text, Nested::Encoding encoding, const PathStep& at) const {
    std::string bytes;
    if (IsUrl(encoding)) {
      absl::optional<std::string> decoded = wire::PercentDecode(text);
      if (!decoded) return RefuseAt(v1::REFUSAL_REASON_MALFORMED, at, "The percent-encoding is broken.");
      bytes = *std::move(decoded);
    } else if (encoding == Nested::ENCODING_BASE64_JSON) {
      // The decoder takes other forms too; only the one that writing gives is agreed.
      if (!absl::Base64Unescape(text, &bytes) || absl::Base64Escape(bytes) != text) {
        return RefuseAt(v1::REFUSAL_REASON_MALFORMED, at, "The text is not base64.");
      }
    } else {
      return std::string(text);
    }
    absl::StatusOr<std::string> utf8 = wire::ToUtf8(bytes, plan_.charset);
    return utf8.ok() ? utf8 : Below(utf8.status(), at);
  }

  absl::Status Document(absl::string_view text, const NestedNode& node, const PathStep& at) const {
    JsonWriter read;
    if (node.encoding == Nested::ENCODING_XML) {
      wire::XmlReadOptions options;
      options.charset = plan_.charset;
      options.skip_foreign = plan_.skips_foreign;
      const absl::Status status = wire::XmlToJson(text, options, read);
      if (!status.ok()) return Below(status, at);
      text = read.json();
    }
    wire::JsonReader reader;
    const auto object = reader.Parse(text, wire::RepeatedNames::kRefuse, /*most_bytes=*/size_t{4} << 20);
    if (!object.ok()) return Below(object.status(), at);
    return Object(*object, node, &at);
  }

  absl::Status Pattern(absl::string_view text, const NestedNode& node, const PathStep& at) const {
    for (const TextPattern& pattern : node.patterns) {
      const auto values = pattern.Match(text);
      if (!values) continue;
      json_.BeginObject();
      for (size_t i = 0; i < values->size(); ++i) {
        json_.Name(pattern.names()[i]);
        json_.Text((*values)[i]);
      }
      json_.EndObject();
      return absl::OkStatus();
    }
    return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, at, "The text follows no agreed pattern.");
  }
};

class Collapser final : public Copier {
 public:
  using Copier::Copier;

 private:
  absl::Status Here(const dom::element& value, const NestedNode& node, const PathStep& at) const override {
    if (node.encoding == Nested::ENCODING_URL_TEXT) {
      ASSIGN_OR_RETURN(const std::string encoded, Encode(View(value.get_string().value_unsafe()), node.encoding, at));
      json_.Text(encoded);
      return absl::OkStatus();
    }
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS) return absl::InternalError("a nested document is no object");
    if (node.encoding == Nested::ENCODING_PATTERN) return Pattern(object, node, at);
    JsonWriter inner;
    RETURN_IF_ERROR(Collapser(plan_, inner).Object(object, node, &at));
    if (node.encoding == Nested::ENCODING_XML) return Xml(inner.json(), at);
    ASSIGN_OR_RETURN(const std::string encoded, Encode(inner.json(), node.encoding, at));
    json_.Text(encoded);
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Encode(absl::string_view text, Nested::Encoding encoding, const PathStep& at) const {
    if (encoding == Nested::ENCODING_JSON) return std::string(text);
    const absl::StatusOr<std::string> bytes = wire::FromUtf8(text, plan_.charset);
    if (!bytes.ok()) return Below(bytes.status(), at);
    if (encoding == Nested::ENCODING_BASE64_JSON) return absl::Base64Escape(*bytes);
    std::string encoded;
    wire::AppendPercentEncoded(*bytes, "%20", encoded);
    return encoded;
  }

  absl::Status Xml(absl::string_view document, const PathStep& at) const {
    wire::JsonReader reader;
    ASSIGN_OR_RETURN(const dom::object object,
                     reader.Parse(document, wire::RepeatedNames::kLeaveToCaller, size_t{4} << 20));
    wire::XmlWriteOptions options;
    options.declare = false;
    const absl::StatusOr<std::string> xml = wire::JsonToXml(object, options);
    if (!xml.ok()) return Below(xml.status(), at);
    json_.Text(*xml);
    return absl::OkStatus();
  }

  absl::Status Pattern(const dom::object& object, const NestedNode& node, const PathStep& at) const {
    for (const TextPattern& pattern : node.patterns) {
      const auto values = ValuesOf(object, pattern);
      if (!values) continue;
      std::string text = pattern.Fill(*values);
      if (!ReadsBack(text, node, pattern, *values)) break;
      json_.Text(text);
      return absl::OkStatus();
    }
    return RefuseAt(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, at, "The values do not fit into the agreed patterns.");
  }

  // None when the pattern's names are not just those of the object.
  static absl::optional<std::vector<absl::string_view>> ValuesOf(const dom::object& object,
                                                                 const TextPattern& pattern) {
    if (object.size() != pattern.names().size()) return absl::nullopt;
    std::vector<absl::string_view> values;
    for (const std::string& name : pattern.names()) {
      std::string_view value;
      if (object.at_key(name).get(value) != simdjson::SUCCESS) return absl::nullopt;
      values.push_back(View(value));
    }
    return values;
  }

  static bool ReadsBack(absl::string_view text, const NestedNode& node, const TextPattern& pattern,
                        const std::vector<absl::string_view>& values) {
    for (const TextPattern& candidate : node.patterns) {
      const auto read = candidate.Match(text);
      if (read) return candidate.names() == pattern.names() && *read == values;
    }
    return false;
  }
};

}  // namespace

absl::Status ExpandNested(const WirePlan& plan, const dom::object& document, JsonWriter& json) {
  return Expander(plan, json).Object(document, plan.nested, nullptr);
}

absl::Status CollapseNested(const WirePlan& plan, const dom::object& document, JsonWriter& json) {
  return Collapser(plan, json).Object(document, plan.nested, nullptr);
}

}  // namespace interline::adapters
