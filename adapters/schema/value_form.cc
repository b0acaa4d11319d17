#include "adapters/schema/value_form.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/engine/contract.h"
#include "adapters/schema/layout_pattern.h"

namespace interline::schema {
namespace {

using adapter::v1::Lexical;
using adapter::v1::Row;
using adapters::Direction;
using google::protobuf::FieldDescriptor;

constexpr char kDigits[] = "-?[0-9]+";
constexpr char kRfc3339[] =
    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+\\-][0-9]{2}:[0-9]{2})";

template <typename Tables>
auto FindTable(const Tables& own, const Tables& shared, const std::string& name) -> decltype(&own.Get(0)) {
  for (const auto* tables : {&own, &shared}) {
    for (const auto& table : *tables) {
      if (table.name() == name) return &table;
    }
  }
  return nullptr;
}

ValueForm::Type TypeOf(Lexical lexical) {
  if (lexical == adapter::v1::LEXICAL_NUMBER) return ValueForm::Type::kInteger;
  if (lexical == adapter::v1::LEXICAL_BOOLEAN) return ValueForm::Type::kBoolean;
  return ValueForm::Type::kText;
}

ValueForm TextForm(uint64_t max_chars, const FieldDescriptor* ours) {
  ValueForm form;
  form.max_chars = max_chars;
  if (form.max_chars == 0 && ours != nullptr && ours->type() == FieldDescriptor::TYPE_STRING) {
    form.max_chars = adapters::MostCharacters(*ours);
  }
  form.words = {absl::StrCat("文本，至多 ", form.max_chars, " 字"),
                absl::StrCat("text, at most ", form.max_chars, " characters")};
  return form;
}

// Ids and codes whose form the contract states.
void NarrowToForm(adapters::Form contract, ValueForm& form) {
  const auto set = [&](const char* pattern, const char* zh, const char* en) {
    form.pattern = pattern;
    form.max_chars = 0;
    form.words = {zh, en};
  };
  switch (contract) {
    case adapters::Form::kEventId:
      return set("[A-Za-z0-9._:\\-]{1,64}", "标识，1 至 64 个字母、数字或 . _ : -",
                 "id, 1 to 64 of A-Z a-z 0-9 . _ : -");
    case adapters::Form::kTicketId:
      return set("([0-9]{6}|12367):[!-~]{1,64}", "工单标识，如 440000:DH2611240012",
                 "ticket id, as 440000:DH2611240012");
    case adapters::Form::kTicketNumber:
      return set("[!-~]{1,64}", "编号，1 至 64 个可见 ASCII 字符", "number, 1 to 64 visible ASCII characters");
    case adapters::Form::kPlatformId:
      return set("([0-9]{6}|12367)", "平台代码，六位数字或 12367", "platform, six digits or 12367");
    case adapters::Form::kSource:
      return set("([0-9]{6}|12367|interline)", "平台代码或 interline", "platform, or interline");
    case adapters::Form::kAttachmentId:
      return set("[A-Za-z0-9_\\-]{1,64}", "标识，1 至 64 个字母、数字或 _ -", "id, 1 to 64 of A-Z a-z 0-9 _ -");
    case adapters::Form::kCountry:
      return set("[A-Z]{3}", "ISO 3166-1 三字母代码", "ISO 3166-1 alpha-3 code");
    case adapters::Form::kFree:
      return;
  }
}

ValueForm NumberForm(const adapter::v1::Number& number) {
  ValueForm form;
  if (number.min() != 0 || number.max() != 0) {
    form.min = number.min();
    form.max = number.max();
    form.words = {absl::StrCat("整数，", number.min(), " 至 ", number.max()),
                  absl::StrCat("whole number, ", number.min(), " to ", number.max())};
  } else {
    form.words = {"整数", "whole number"};
  }
  if (number.quoted()) {
    form.pattern = kDigits;
    form.words.zh += "，以数字文本书写";
    form.words.en += ", written as digits in a text";
  } else {
    form.type = ValueForm::Type::kInteger;
  }
  return form;
}

ValueForm BoolForm(const adapter::v1::BoolWords& words, Direction direction) {
  ValueForm form;
  form.type = TypeOf(words.lexical());
  for (const auto* list : {&words.true_words(), &words.false_words()}) {
    for (const std::string& word : *list) {
      form.allowed.push_back(word);
      if (direction == Direction::kToPlatform) break;
    }
  }
  const auto join = [](const auto& list) { return absl::StrJoin(list, "、"); };
  form.words = {absl::StrCat(join(words.true_words()), " = 是；", join(words.false_words()), " = 否"),
                absl::StrCat(absl::StrJoin(words.true_words(), ", "), " = yes; ",
                             absl::StrJoin(words.false_words(), ", "), " = no")};
  return form;
}

ValueForm TimeForm(const adapter::v1::Time& time, const std::string& zone) {
  ValueForm form;
  if (time.rfc3339()) {
    form.pattern = kRfc3339;
    form.json_format = "date-time";
    form.words = {"时间，RFC 3339，带时区", "time, RFC 3339 with offset"};
  } else if (time.epoch() != adapter::v1::Time::EPOCH_UNSPECIFIED) {
    const bool seconds = time.epoch() == adapter::v1::Time::EPOCH_SECONDS;
    form.words = {
        seconds ? "时间，自 1970-01-01T00:00:00Z 起的秒数" : "时间，自 1970-01-01T00:00:00Z 起的毫秒数",
        seconds ? "time, seconds since 1970-01-01T00:00:00Z" : "time, milliseconds since 1970-01-01T00:00:00Z"};
    if (time.quoted()) {
      form.pattern = kDigits;
    } else {
      form.type = ValueForm::Type::kInteger;
    }
  } else {
    form.pattern = PatternOfLayout(time.local());
    const std::string shown = ExampleOfLayout(time.local());
    form.words = {absl::StrCat("时间，如 ", shown, "（", zone, "）"),
                  absl::StrCat("time, as ", shown, " (", zone, ")")};
  }
  return form;
}

ValueForm CodeForm(const Specification& specification, const adapter::v1::Code& code, Direction direction) {
  ValueForm form;
  form.type = TypeOf(code.lexical());
  if (const auto* table = FindCodeTable(specification, code.table())) {
    for (const auto& row : table->rows()) {
      if (Goes(row.way(), direction)) form.allowed.push_back(row.theirs());
    }
  }
  form.words = {absl::StrCat("代码，见代码表 ", code.table()), absl::StrCat("code of table ", code.table())};
  return form;
}

ValueForm RegionForm(const Specification& specification, const adapter::v1::RegionCode& region, Direction direction) {
  ValueForm form;
  if (region.table().empty()) {
    form.pattern = absl::StrCat("[0-9]{", region.digits(), "}");
    form.words = {absl::StrCat("行政区划代码，", region.digits(), " 位数字"),
                  absl::StrCat("code of a region, ", region.digits(), " digits")};
    return form;
  }
  if (const auto* table = FindZoneTable(specification, region.table())) {
    for (const auto& row : table->rows()) {
      if (Goes(row.way(), direction)) form.allowed.push_back(row.theirs());
    }
  }
  form.words = {absl::StrCat("区域代码，见代码表 ", region.table()), absl::StrCat("zone of table ", region.table())};
  return form;
}

ValueForm BytesForm(const adapter::v1::Bytes& bytes, const FieldDescriptor& ours) {
  ValueForm form;
  const size_t exact = adapters::ExactBytes(ours);
  if (bytes.encoding() == adapter::v1::Bytes::ENCODING_BASE64) {
    form.pattern = "[A-Za-z0-9+/]+=*";
    form.words = {"Base64", "base64"};
    return form;
  }
  form.pattern = exact == 0 ? "[0-9a-f]+" : absl::StrCat("[0-9a-f]{", 2 * exact, "}");
  form.words = {"小写十六进制", "hexadecimal, lower case"};
  return form;
}

}  // namespace

const adapter::v1::CodeTable* FindCodeTable(const Specification& specification, const std::string& name) {
  return FindTable(specification.platform.tables(), specification.dialect.tables(), name);
}

const adapter::v1::ZoneTable* FindZoneTable(const Specification& specification, const std::string& name) {
  return FindTable(specification.platform.zone_tables(), specification.dialect.zone_tables(), name);
}

bool Goes(adapter::v1::Way way, Direction direction) {
  return way != (direction == Direction::kFromPlatform ? adapter::v1::WAY_WRITE_ONLY : adapter::v1::WAY_READ_ONLY);
}

ValueForm FixedForm(const std::string& value, Lexical lexical) {
  ValueForm form;
  form.type = TypeOf(lexical);
  form.allowed = {value};
  form.words = {absl::StrCat("固定值 ", value), absl::StrCat("always ", value)};
  return form;
}

ValueForm ValueFormOf(const Specification& specification, const Row& row, const FieldDescriptor* ours,
                      Direction direction) {
  switch (row.as_case()) {
    case Row::kNumber:
      return NumberForm(row.number());
    case Row::kBoolWords:
      return BoolForm(row.bool_words(), direction);
    case Row::kTime:
      return TimeForm(row.time(), specification.dialect.time_zone());
    case Row::kCode:
      return CodeForm(specification, row.code(), direction);
    case Row::kRegion:
      return RegionForm(specification, row.region(), direction);
    case Row::kConstant:
      return FixedForm(row.constant().value(), row.constant().lexical());
    case Row::kBytes:
      return BytesForm(row.bytes(), *ours);
    case Row::kPhone: {
      ValueForm form = TextForm(row.phone().max_chars(), ours);
      form.words = {row.phone().e164() ? "电话号码，E.164" : "电话号码",
                    row.phone().e164() ? "telephone number, E.164" : "telephone number"};
      return form;
    }
    case Row::kJoined: {
      ValueForm form;
      form.max_chars = row.joined().max_chars();
      form.words = {absl::StrCat("多个文本，以“", row.joined().separator(), "”分隔"),
                    absl::StrCat("several texts with \"", row.joined().separator(), "\" between them")};
      return form;
    }
    default: {
      ValueForm form = TextForm(row.text().max_chars(), ours);
      const bool is_text = ours != nullptr && ours->type() == FieldDescriptor::TYPE_STRING;
      // What is written in parts or without its front has another form.
      if (is_text && row.text().prefix().empty() && row.text().more().empty()) {
        NarrowToForm(adapters::FormOf(*ours), form);
      }
      if (row.text().max_chars() > 0) form.max_chars = row.text().max_chars();
      return form;
    }
  }
}

}  // namespace interline::schema
