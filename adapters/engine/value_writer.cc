#include "adapters/engine/value_writer.h"

#include <google/protobuf/timestamp.pb.h>

#include <charconv>
#include <iterator>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/engine/phone.h"
#include "adapters/engine/region.h"
#include "adapters/engine/value_reader.h"
#include "core/base/proto_time.h"
#include "core/base/status_macros.h"
#include "core/ticket/bounds.h"
#include "core/wire/controls.h"

namespace interline::adapters {
namespace {

using google::protobuf::Message;
using wire::PathStep;

class Writer {
 public:
  // The holder is there, but for a constant.
  Writer(const RowPlan& row, size_t part, Day day, const Message* holder, const PathStep& at, const Target& target)
      : row_(row), access_(row.access), part_(part), day_(day), holder_(holder), at_(at), target_(target) {}

  absl::Status operator()(const AsText& as) const {
    if (as.is_list) return Texts(as);
    const std::string& text = access_->text(*holder_);
    if (text.empty()) return NotStated(row_, at_);
    absl::string_view theirs = text;
    if (!absl::ConsumePrefix(&theirs, as.prefix) || theirs.empty()) {
      return RefuseAt(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, at_, "The receiver's message has no place for such a text.");
    }
    RETURN_IF_ERROR(CheckText(as.most_written, theirs, at_));
    if (as.most_part > 0) theirs = Part(theirs, as.most_part, part_);
    if (!theirs.empty()) target_.Begin().Text(theirs);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsJoined& as) const {
    const int size = access_->size(*holder_);
    if (size == 0) return NotStated(row_, at_);
    std::string whole;
    for (int i = 0; i < size; ++i) {
      const std::string& text = access_->text_at(*holder_, i);
      if (text.empty()) return CannotJoin();
      absl::StrAppend(&whole, i == 0 ? "" : as.separator, text);
    }
    RETURN_IF_ERROR(CheckText(as.most_whole, whole, at_));
    // Where the separator is found again other than where it was put, the list would be read back as another one.
    int next = 0;
    for (const absl::string_view text : absl::StrSplit(whole, as.separator)) {
      if (next >= size || access_->text_at(*holder_, next) != text) return CannotJoin();
      ++next;
    }
    target_.Begin().Text(whole);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsPhone& as) const {
    const std::string& ours = access_->text(*holder_);
    if (ours.empty()) return NotStated(row_, at_);
    const std::string theirs = as.e164 ? ours : WritePhone(ours);
    RETURN_IF_ERROR(CheckText(as.most_written, theirs, at_));
    target_.Begin().Text(theirs);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsNumber& as) const {
    const int64_t number = access_->number(*holder_);
    const bool is_stated = access_->is_stated(*holder_);
    if (!is_stated && (!row_.required || row_.field->has_presence())) return NotStated(row_, at_);
    if (number < as.min || number > as.max) {
      return RefuseAt(v1::REFUSAL_REASON_OUT_OF_RANGE, at_, "The number is beyond what the receiver takes.");
    }
    Digits(as.quoted, number);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsBool& as) const {
    if (row_.field->has_presence() && !access_->is_stated(*holder_)) return NotStated(row_, at_);
    Word(as.lexical, access_->number(*holder_) != 0 ? as.true_words.front() : as.false_words.front());
    return absl::OkStatus();
  }

  absl::Status operator()(const AsTime& as) const {
    if (!access_->is_stated(*holder_)) return NotStated(row_, at_);
    const auto& moment = static_cast<const google::protobuf::Timestamp&>(access_->message(*holder_));
    const absl::Time time = FromProto(moment);
    if (!as.format.CanWrite(time)) {
      return RefuseAt(v1::REFUSAL_REASON_INVALID_TIME, at_, "The time is not between 2000 and 2100.");
    }
    if (as.format.is_number()) {
      Digits(as.quoted, as.format.WriteNumber(time));
    } else {
      TimeFormat::Buffer buffer;
      target_.Begin().Text(as.format.WriteText(time, buffer));
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const AsCode& as) const {
    const auto ours = static_cast<int>(access_->number(*holder_));
    if (ours == 0) return NotStated(row_, at_);
    const std::string* theirs = as.table->Theirs(ours, day_);
    if (theirs == nullptr) {
      return RefuseAt(v1::REFUSAL_REASON_UNMAPPED_CODE, at_, "The platform's table has no code for the value.");
    }
    Word(as.lexical, *theirs);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsRegion& as) const {
    const std::string& ours = access_->text(*holder_);
    if (ours.empty()) return NotStated(row_, at_);
    const auto code = WriteRegion(ours, as.zones != nullptr ? ours.size() : as.digits);
    if (!code) {
      return RefuseAt(v1::REFUSAL_REASON_INVALID_REGION, at_, "The code of the region has not 6, 9 or 12 digits.");
    }
    const std::string* zone = as.zones == nullptr ? &*code : as.zones->Theirs(*code);
    if (zone == nullptr) {
      return RefuseAt(v1::REFUSAL_REASON_UNMAPPED_CODE, at_, "The platform's table has no zone for the region.");
    }
    target_.Begin().Text(*zone);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsConstant& as) const {
    Word(as.lexical, as.value);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsBytes& as) const {
    const std::string& bytes = access_->text(*holder_);
    if (bytes.empty()) return NotStated(row_, at_);
    if (bytes.size() > as.most_written) {
      return RefuseAt(v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER, at_, "The file is larger than the receiver takes.");
    }
    target_.Begin().Text(as.encoding == adapter::v1::Bytes::ENCODING_BASE64 ? absl::Base64Escape(bytes)
                                                                            : absl::BytesToHexString(bytes));
    return absl::OkStatus();
  }

  // Groups are written by their caller.
  absl::Status operator()(const AsGroup&) const { return absl::OkStatus(); }

 private:
  // The characters from the `part`-th `most` on, at most as many.
  static absl::string_view Part(absl::string_view text, size_t most, size_t part) {
    for (size_t i = 0; i < part; ++i) text.remove_prefix(ticket::BytesOfCharacters(text, most));
    return text.substr(0, ticket::BytesOfCharacters(text, most));
  }

  absl::Status CannotJoin() const {
    return RefuseAt(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, at_, "The texts would be read back as others.");
  }

  void Digits(bool quoted, int64_t number) const {
    wire::JsonWriter& json = target_.Begin();
    if (!quoted) return json.Int(number);
    WordBuffer buffer;
    const auto result = std::to_chars(std::begin(buffer), std::end(buffer), number);
    json.Text({buffer, static_cast<size_t>(result.ptr - buffer)});
  }

  static absl::Status CheckText(size_t most, absl::string_view text, const PathStep& at) {
    // No character is shorter than a byte.
    if (text.size() > most && ticket::CountCharacters(text) > most) {
      return RefuseAt(v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER, at, "The text is longer than the receiver takes.");
    }
    if (!wire::HasControls(text)) return absl::OkStatus();
    return RefuseAt(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, at, "The text holds a control character.");
  }

  absl::Status Texts(const AsText& as) const {
    const int size = access_->size(*holder_);
    if (size == 0) return NotStated(row_, at_);
    wire::JsonWriter& json = target_.Begin();
    json.BeginList();
    for (int i = 0; i < size; ++i) {
      const std::string& text = access_->text_at(*holder_, i);
      RETURN_IF_ERROR(CheckText(as.most_written, text, PathStep{&at_, {}, i}));
      json.Text(text);
    }
    json.EndList();
    return absl::OkStatus();
  }

  void Word(adapter::v1::Lexical lexical, const std::string& word) const {
    wire::JsonWriter& json = target_.Begin();
    int64_t number = 0;
    if (lexical == adapter::v1::LEXICAL_BOOLEAN) {
      json.Bool(word == "true");
    } else if (lexical == adapter::v1::LEXICAL_NUMBER && absl::SimpleAtoi(word, &number)) {
      json.Int(number);
    } else {
      json.Text(word);
    }
  }

  const RowPlan& row_;
  const FieldAccess* access_;
  const size_t part_;
  const Day day_;
  const Message* holder_;
  const PathStep& at_;
  const Target& target_;
};

}  // namespace

void OpenObject::Open(wire::JsonWriter& json) {
  if (is_open) return;
  above->Open(json);
  json.Name(name);
  json.BeginObject();
  is_open = true;
}

wire::JsonWriter& Target::Begin() const {
  object.Open(json);
  json.Name(name);
  return json;
}

absl::Status WriteValue(const RowPlan& row, size_t part, Day day, const Message* holder, const PathStep& at,
                        const Target& target) {
  if (holder == nullptr && row.field != nullptr) return NotStated(row, at);
  return std::visit(Writer(row, part, day, holder, at, target), row.as);
}

absl::Status NotStated(const RowPlan& row, const PathStep& at) {
  if (!row.required) return absl::OkStatus();
  return RefuseAt(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, at, "The receiver requires it.");
}

}  // namespace interline::adapters
