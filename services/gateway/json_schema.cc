#include "services/gateway/json_schema.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace interline::gateway {
namespace {

using adapter::v1::CodeTable;
using adapter::v1::Dialect;
using adapter::v1::Lexical;
using adapter::v1::Platform;
using adapter::v1::Row;

constexpr uint32_t kUsualListItems = 100;
constexpr int64_t kTextDigits = 12;

// One document in the making.
class SchemaWriter {
 public:
  SchemaWriter(const Dialect& dialect, const Platform& platform, wire::JsonWriter& json)
      : dialect_(dialect), platform_(platform), json_(json) {}

  void Object(const FieldNode& node, bool may_be_null) {
    json_.BeginObject();
    Type("object", may_be_null);
    json_.Name("properties");
    json_.BeginObject();
    for (const FieldNode& child : node.children) {
      json_.Name(child.name);
      Node(child);
    }
    json_.EndObject();
    Required(node);
    if (dialect_.unknown_fields() == adapter::v1::UNKNOWN_FIELDS_REFUSE) {
      json_.Name("additionalProperties");
      json_.Bool(false);
    }
    json_.EndObject();
  }

 private:
  void Type(const char* type, bool may_be_null) {
    json_.Name("type");
    if (!may_be_null) return json_.Text(type);
    json_.BeginList();
    json_.Text(type);
    json_.Text("null");
    json_.EndList();
  }

  void Required(const FieldNode& node) {
    const auto is_required = [](const FieldNode& child) { return child.required; };
    if (std::none_of(node.children.begin(), node.children.end(), is_required)) return;
    json_.Name("required");
    json_.BeginList();
    for (const FieldNode& child : node.children) {
      if (child.required) json_.Text(child.name);
    }
    json_.EndList();
  }

  void Node(const FieldNode& node) {
    if (node.is_list) return List(node);
    if (!node.children.empty()) return Object(node, !node.required);
    json_.BeginObject();
    if (!node.fixed.empty()) {
      json_.Name("enum");
      json_.BeginList();
      Word(node.fixed, node.fixed_lexical);
      json_.EndList();
    } else if (node.is_proof) {
      Text(0, !node.required);
    } else if (node.row != nullptr) {
      Value(*node.row, !node.required);
    }
    json_.EndObject();
  }

  void List(const FieldNode& node) {
    const uint32_t most = node.row == nullptr ? 0 : node.row->group().max_items();
    json_.BeginObject();
    Type("array", !node.required);
    json_.Name("maxItems");
    json_.Uint(most == 0 ? kUsualListItems : most);
    json_.Name("items");
    Object(node, false);
    json_.EndObject();
  }

  void Word(const std::string& word, Lexical lexical) {
    int64_t number = 0;
    if (lexical == adapter::v1::LEXICAL_NUMBER && absl::SimpleAtoi(word, &number)) return json_.Int(number);
    if (lexical == adapter::v1::LEXICAL_BOOLEAN) return json_.Bool(word == "true");
    json_.Text(word);
  }

  void Words(const std::vector<std::string>& words, Lexical lexical, bool may_be_null) {
    json_.Name("enum");
    json_.BeginList();
    for (const std::string& word : words) Word(word, lexical);
    if (may_be_null) {
      json_.Null();
      if (lexical == adapter::v1::LEXICAL_UNSPECIFIED) json_.Text("");
    }
    json_.EndList();
  }

  void Text(uint32_t max_chars, bool may_be_null) {
    Type("string", may_be_null);
    if (!may_be_null) {
      json_.Name("minLength");
      json_.Uint(1);
    }
    if (max_chars != 0) {
      json_.Name("maxLength");
      json_.Uint(max_chars);
    }
  }

  // A text by a pattern, or an empty one where it need not be stated.
  void Pattern(absl::string_view pattern, bool may_be_null) {
    Type("string", may_be_null);
    json_.Name("pattern");
    json_.Text(may_be_null ? absl::StrCat("^(", pattern, ")?$") : absl::StrCat("^(", pattern, ")$"));
  }

  void Code(const std::string& name, Lexical lexical, bool may_be_null) {
    std::vector<std::string> words;
    const CodeTable* table = Table(name);
    if (table == nullptr) return Type("string", may_be_null);
    for (const adapter::v1::CodeRow& row : table->rows()) {
      if (row.way() != adapter::v1::WAY_WRITE_ONLY) words.push_back(row.theirs());
    }
    Words(words, lexical, may_be_null);
  }

  const CodeTable* Table(const std::string& name) const {
    for (const auto* tables : {&platform_.tables(), &dialect_.tables()}) {
      for (const CodeTable& table : *tables) {
        if (table.name() == name) return &table;
      }
    }
    return nullptr;
  }

  void Number(const adapter::v1::Number& number, bool may_be_null) {
    if (number.quoted()) return Pattern("-?[0-9]+", may_be_null);
    Type("integer", may_be_null);
    if (number.min() == 0 && number.max() == 0) return;
    json_.Name("minimum");
    json_.Int(number.min());
    json_.Name("maximum");
    json_.Int(number.max());
  }

  void Time(const adapter::v1::Time& time, bool may_be_null) {
    if (time.has_epoch() && !time.quoted()) return Type("integer", may_be_null);
    Type("string", may_be_null);
    if (time.rfc3339()) {
      json_.Name("pattern");
      const char* pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})";
      json_.Text(may_be_null ? absl::StrCat("^(", pattern, ")?$") : absl::StrCat("^", pattern, "$"));
    } else if (time.has_local()) {
      json_.Name("description");
      json_.Text(absl::StrCat("In ", dialect_.time_zone(), ", as ", time.local()));
    }
  }

  void Region(const adapter::v1::RegionCode& region, bool may_be_null) {
    if (region.digits() == 0) return Type("string", may_be_null);
    Pattern(absl::StrCat("[0-9]{", std::min<int64_t>(region.digits(), kTextDigits), "}"), may_be_null);
  }

  void Value(const Row& row, bool may_be_null) {
    switch (row.as_case()) {
      case Row::kText:
        return Text(row.text().max_chars(), may_be_null);
      case Row::kNumber:
        return Number(row.number(), may_be_null);
      case Row::kBoolWords: {
        std::vector<std::string> words(row.bool_words().true_words().begin(), row.bool_words().true_words().end());
        words.insert(words.end(), row.bool_words().false_words().begin(), row.bool_words().false_words().end());
        return Words(words, row.bool_words().lexical(), may_be_null);
      }
      case Row::kTime:
        return Time(row.time(), may_be_null);
      case Row::kCode:
        return Code(row.code().table(), row.code().lexical(), may_be_null);
      case Row::kRegion:
        return Region(row.region(), may_be_null);
      case Row::kConstant:
        return Words({row.constant().value()}, row.constant().lexical(), false);
      case Row::kBytes:
        return row.bytes().encoding() == adapter::v1::Bytes::ENCODING_HEX_LOWER
                   ? Pattern("([0-9a-f]{2})+", may_be_null)
                   : Pattern("[A-Za-z0-9+/]+=*", may_be_null);
      case Row::kJoined:
        return Text(row.joined().max_chars(), may_be_null);
      case Row::kPhone:
        return Text(row.phone().max_chars(), may_be_null);
      case Row::kGroup:
      case Row::AS_NOT_SET:
        return;
    }
  }

  const Dialect& dialect_;
  const Platform& platform_;
  wire::JsonWriter& json_;
};

}  // namespace

void WriteSchema(const Dialect& dialect, const Platform& platform, const FieldNode& root, wire::JsonWriter& json) {
  SchemaWriter(dialect, platform, json).Object(root, false);
}

}  // namespace interline::gateway
