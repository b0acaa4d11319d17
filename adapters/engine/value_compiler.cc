#include "adapters/engine/value_compiler.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "adapters/engine/our_path.h"
#include "adapters/engine/region.h"
#include "core/base/status_macros.h"
#include "core/ticket/bounds.h"
#include "core/wire/controls.h"
#include "interline/v1/personal.pb.h"

namespace interline::adapters {
namespace {

using adapter::v1::Row;
using google::protobuf::FieldDescriptor;

absl::Status Wrong(absl::string_view what) { return absl::InvalidArgumentError(what); }

absl::Status NeedsField(const FieldDescriptor& field, bool fits, absl::string_view row, absl::string_view needed) {
  if (fits) return absl::OkStatus();
  return Wrong(absl::StrCat("A row with `", row, "` needs ", needed, " of ours; ", field.name(), " is none."));
}

bool IsText(const FieldDescriptor& field) { return field.type() == FieldDescriptor::TYPE_STRING; }

// A text of the form, to see what a prefix or a separator does to it.
absl::string_view ExampleOf(Form form) {
  switch (form) {
    case Form::kTicketId:
      return "12367:1";
    case Form::kPlatformId:
    case Form::kSource:
      return "12367";
    case Form::kCountry:
      return "CHN";
    default:
      return "1";
  }
}

absl::StatusOr<As> CompileText(const Row& row, const FieldDescriptor& field) {
  RETURN_IF_ERROR(NeedsField(field, IsText(field), "text", "a text"));
  AsText text;
  text.form = FormOf(field);
  text.prefix = row.text().prefix();
  text.is_list = field.is_repeated();
  const auto more = static_cast<size_t>(row.text().more_size());
  const size_t most_ours = MostCharacters(field);
  const size_t most_part = row.text().max_chars();
  text.most_written = most_part == 0 ? most_ours : most_part * (1 + more);
  text.most_read = std::min(most_ours, text.most_written + ticket::CountCharacters(text.prefix));
  if (more > 0) text.most_part = most_part;
  if (text.is_list && (more > 0 || !text.prefix.empty())) return Wrong("`more` and `prefix` are not for lists.");
  if (more > 0 && most_part == 0) return Wrong("`more` needs `max_chars`.");
  if (most_part > 0 && ticket::CountCharacters(text.prefix) + text.most_written < FewestCharacters(text.form)) {
    return Wrong(absl::StrCat("No ", field.name(), " is as short as `max_chars`."));
  }
  if (ticket::CountCharacters(text.prefix) >= most_ours) return Wrong("The prefix leaves no room for a text.");
  if (!HasForm(text.form, absl::StrCat(text.prefix, ExampleOf(text.form)))) {
    return Wrong(absl::StrCat("With the prefix no text is of the form of ", field.name(), "."));
  }
  return As(std::move(text));
}

absl::StatusOr<As> CompileJoined(const Row& row, const FieldDescriptor& field) {
  RETURN_IF_ERROR(NeedsField(field, IsText(field) && field.is_repeated(), "joined", "a list of texts"));
  AsJoined joined;
  joined.form = FormOf(field);
  joined.separator = row.joined().separator();
  joined.most_read = MostCharacters(field);
  joined.most_whole = row.joined().max_chars() > 0 ? row.joined().max_chars() : ticket::kMostTextCharacters;
  if (joined.separator.empty()) return Wrong("`joined` needs a separator.");
  if (wire::HasControls(joined.separator)) return Wrong("The separator holds a control character.");
  const absl::string_view example = ExampleOf(joined.form);
  const bool is_inside = absl::StrContains(example, joined.separator);
  const std::string two = absl::StrCat(example, joined.separator, example);
  if (joined.form != Form::kFree && (is_inside || HasForm(joined.form, two))) {
    return Wrong(absl::StrCat("The separator '", joined.separator, "' can stand inside ", field.name(), "."));
  }
  return As(std::move(joined));
}

absl::StatusOr<As> CompilePhone(const Row& row, const FieldDescriptor& field) {
  const bool is_phone =
      IsText(field) && !field.is_repeated() && field.options().GetExtension(v1::personal) == v1::PERSONAL_PHONE;
  RETURN_IF_ERROR(NeedsField(field, is_phone, "phone", "a telephone number"));
  AsPhone phone;
  phone.e164 = row.phone().e164();
  phone.most_read = MostCharacters(field);
  phone.most_written = row.phone().max_chars() > 0 ? row.phone().max_chars() : phone.most_read;
  return As(phone);
}

// The whole range of the field, as far as 64 bits with a sign go.
absl::optional<std::pair<int64_t, int64_t>> RangeOf(const FieldDescriptor& field) {
  if (MostNumber(field) > 0) return {{0, MostNumber(field)}};
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return {{std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()}};
    case FieldDescriptor::CPPTYPE_UINT32:
      return {{0, std::numeric_limits<uint32_t>::max()}};
    case FieldDescriptor::CPPTYPE_INT64:
      return {{std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()}};
    case FieldDescriptor::CPPTYPE_UINT64:
      return {{0, std::numeric_limits<int64_t>::max()}};
    default:
      return absl::nullopt;
  }
}

absl::StatusOr<As> CompileNumber(const Row& row, const FieldDescriptor& field) {
  const auto range = RangeOf(field);
  RETURN_IF_ERROR(NeedsField(field, range.has_value() && !field.is_repeated(), "number", "a whole number"));
  AsNumber number;
  number.quoted = row.number().quoted();
  number.min = row.number().min();
  number.max = row.number().max();
  if (number.min == 0 && number.max == 0) std::tie(number.min, number.max) = *range;
  if (number.min > number.max) return Wrong("`min` is above `max`.");
  if (number.min < range->first || number.max > range->second) return Wrong("The bounds go beyond our field.");
  return As(number);
}

absl::StatusOr<As> CompileBool(const Row& row, const FieldDescriptor& field) {
  const bool is_bool = field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL && !field.is_repeated();
  RETURN_IF_ERROR(NeedsField(field, is_bool, "bool_words", "a truth value"));
  AsBool words;
  words.lexical = row.bool_words().lexical();
  words.true_words.assign(row.bool_words().true_words().begin(), row.bool_words().true_words().end());
  words.false_words.assign(row.bool_words().false_words().begin(), row.bool_words().false_words().end());
  if (words.true_words.empty() || words.false_words.empty()) return Wrong("Words are needed for true and for false.");
  std::set<absl::string_view> seen;
  for (const auto* list : {&words.true_words, &words.false_words}) {
    for (const std::string& word : *list) {
      if (!seen.insert(word).second) return Wrong(absl::StrCat("The word '", word, "' stands twice."));
      if (word.empty()) return Wrong("A word must not be empty: an empty field is one that is not stated.");
      if (!IsWritable(words.lexical, word)) return Wrong(absl::StrCat("'", word, "' is not of the declared lexical."));
    }
  }
  return As(std::move(words));
}

absl::StatusOr<As> CompileTime(const Row& row, const FieldDescriptor& field, const absl::TimeZone& zone) {
  RETURN_IF_ERROR(NeedsField(field, IsTimestamp(field) && !field.is_repeated(), "time", "a moment"));
  ASSIGN_OR_RETURN(TimeFormat format, TimeFormat::Make(row.time(), zone));
  if (!format.is_complete() && row.way() != adapter::v1::WAY_READ_ONLY) {
    return Wrong(absl::StrCat("The layout '", row.time().local(),
                              "' does not round-trip: it stops before the minute. Mark the row WAY_READ_ONLY."));
  }
  if (row.time().quoted() && !format.is_number()) return Wrong("`quoted` is for an epoch.");
  return As(AsTime{std::move(format), row.time().quoted()});
}

absl::StatusOr<As> CompileCode(const Row& row, const FieldDescriptor& field,
                               const std::map<std::string, const CodeTable*>& tables) {
  const bool is_enum = field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM && !field.is_repeated();
  RETURN_IF_ERROR(NeedsField(field, is_enum, "code", "a code"));
  const auto it = tables.find(row.code().table());
  if (it == tables.end()) return Wrong(absl::StrCat("There is no table '", row.code().table(), "'."));
  const CodeTable& table = *it->second;
  // An unknown enum is a mistake of the table and told there.
  if (table.ours() != nullptr && table.ours() != field.enum_type()) {
    return Wrong(absl::StrCat("The table '", row.code().table(), "' is for ", table.ours()->full_name(), ", ",
                              field.name(), " is of ", field.enum_type()->full_name(), "."));
  }
  for (const std::string& code : table.codes()) {
    if (IsWritable(row.code().lexical(), code)) continue;
    return Wrong(absl::StrCat("The code '", code, "' of the table is not of the declared lexical."));
  }
  return As(AsCode{row.code().lexical(), &table});
}

absl::StatusOr<As> CompileRegion(const Row& row, const FieldDescriptor& field,
                                 const std::map<std::string, const ZoneTable*>& tables) {
  const bool is_region = field.containing_type()->name() == "Region" && field.name() == "code";
  RETURN_IF_ERROR(NeedsField(field, is_region, "region", "the code of a region"));
  if (!row.region().table().empty()) {
    const auto it = tables.find(row.region().table());
    if (it == tables.end()) return Wrong(absl::StrCat("There is no zone table '", row.region().table(), "'."));
    if (row.region().digits() != 0) return Wrong("A region has digits or a table, not both.");
    return As(AsRegion{0, it->second});
  }
  if (!IsRegionLength(row.region().digits())) return Wrong("A region has 2, 4, 6, 9 or 12 digits.");
  return As(AsRegion{row.region().digits(), nullptr});
}

absl::StatusOr<As> CompileBytes(const Row& row, const FieldDescriptor& field) {
  const bool is_bytes = field.type() == FieldDescriptor::TYPE_BYTES && !field.is_repeated();
  RETURN_IF_ERROR(NeedsField(field, is_bytes, "bytes", "bytes"));
  if (row.bytes().encoding() == adapter::v1::Bytes::ENCODING_UNSPECIFIED) return Wrong("Bytes need an encoding.");
  AsBytes bytes{row.bytes().encoding(), ExactBytes(field), MostBytes(field), MostBytes(field)};
  if (row.bytes().max_bytes() > 0) bytes.most_written = row.bytes().max_bytes();
  bytes.most_read = std::min(bytes.most_read, bytes.most_written);
  if (bytes.most_read < bytes.exact_bytes) return Wrong("`max_bytes` leaves no room for the field.");
  return As(bytes);
}

absl::StatusOr<As> CompileConstant(const Row& row) {
  if (row.constant().value().empty()) return Wrong("A constant needs a value.");
  if (!IsWritable(row.constant().lexical(), row.constant().value())) {
    return Wrong("The value is not of the declared lexical.");
  }
  return As(AsConstant{row.constant().lexical(), row.constant().value()});
}

}  // namespace

bool IsWritable(adapter::v1::Lexical lexical, absl::string_view word) {
  switch (lexical) {
    case adapter::v1::LEXICAL_NUMBER: {
      int64_t number = 0;
      return absl::SimpleAtoi(word, &number) && absl::StrCat(number) == word;
    }
    case adapter::v1::LEXICAL_BOOLEAN:
      return word == "true" || word == "false";
    default:
      return true;
  }
}

absl::StatusOr<As> CompileValue(const Row& row, const FieldDescriptor* field, const CompileContext& context) {
  if (row.as_case() == Row::kConstant) return CompileConstant(row);
  switch (row.as_case()) {
    case Row::kText:
      return CompileText(row, *field);
    case Row::kNumber:
      return CompileNumber(row, *field);
    case Row::kBoolWords:
      return CompileBool(row, *field);
    case Row::kTime:
      return CompileTime(row, *field, context.zone);
    case Row::kCode:
      return CompileCode(row, *field, context.tables);
    case Row::kRegion:
      return CompileRegion(row, *field, context.zone_tables);
    case Row::kBytes:
      return CompileBytes(row, *field);
    case Row::kJoined:
      return CompileJoined(row, *field);
    case Row::kPhone:
      return CompilePhone(row, *field);
    default:
      return Wrong("The row does not say how the value is written (text, number, code, ...).");
  }
}

}  // namespace interline::adapters
