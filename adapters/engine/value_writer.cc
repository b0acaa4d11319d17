#include "adapters/engine/value_writer.h"

#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "adapters/engine/region.h"
#include "adapters/engine/value_reader.h"
#include "core/base/proto_time.h"
#include "core/base/status_macros.h"
#include "core/ticket/bounds.h"

namespace interline::adapters {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using wire::PathStep;

// No reader of JSON has to take these, ours refuses them.
bool IsForbidden(char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t'; }

// What does not fit becomes -1, which lies outside the bounds of every row for such a field.
int64_t FromUnsigned(uint64_t number) {
  return number <= std::numeric_limits<int64_t>::max() ? static_cast<int64_t>(number) : -1;
}

class Writer {
 public:
  Writer(const RowPlan& row, const Message* holder, const PathStep& at, wire::JsonWriter& json)
      : field_(row.field), holder_(holder), at_(at), json_(json) {}

  absl::Status operator()(const AsText& as) const {
    std::string scratch;
    if (!as.is_list) return Text(as, reflection().GetStringReference(*holder_, field_, &scratch), at_);
    json_.BeginList();
    const int size = reflection().FieldSize(*holder_, field_);
    for (int i = 0; i < size; ++i) {
      RETURN_IF_ERROR(
          Text(as, reflection().GetRepeatedStringReference(*holder_, field_, i, &scratch), PathStep{&at_, {}, i}));
    }
    json_.EndList();
    return absl::OkStatus();
  }

  absl::Status operator()(const AsNumber& as) const {
    const int64_t number = Number();
    if (number < as.min || number > as.max) {
      return RefuseAt(v1::REFUSAL_REASON_OUT_OF_RANGE, at_, "The number is beyond what the receiver takes.");
    }
    if (!as.quoted) {
      json_.Int(number);
      return absl::OkStatus();
    }
    WordBuffer buffer;
    const auto result = std::to_chars(std::begin(buffer), std::end(buffer), number);
    json_.Text({buffer, static_cast<size_t>(result.ptr - buffer)});
    return absl::OkStatus();
  }

  absl::Status operator()(const AsBool& as) const {
    Word(as.lexical, reflection().GetBool(*holder_, field_) ? as.true_words.front() : as.false_words.front());
    return absl::OkStatus();
  }

  absl::Status operator()(const AsTime& as) const {
    const auto& moment = static_cast<const google::protobuf::Timestamp&>(reflection().GetMessage(*holder_, field_));
    const absl::Time time = FromProto(moment);
    if (!TimeFormat::IsWithinContract(time)) {
      return RefuseAt(v1::REFUSAL_REASON_INVALID_TIME, at_, "The time is not between 2000 and 2100.");
    }
    if (as.format.is_number()) {
      json_.Int(as.format.WriteNumber(time));
    } else {
      TimeFormat::Buffer buffer;
      json_.Text(as.format.WriteText(time, buffer));
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const AsCode& as) const {
    const std::string* theirs = as.table->Theirs(reflection().GetEnumValue(*holder_, field_));
    if (theirs == nullptr) {
      return RefuseAt(v1::REFUSAL_REASON_UNMAPPED_CODE, at_, "The platform's table has no code for the value.");
    }
    Word(as.lexical, *theirs);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsRegion& as) const {
    std::string scratch;
    const auto code = WriteRegion(reflection().GetStringReference(*holder_, field_, &scratch), as.digits);
    if (!code) {
      return RefuseAt(v1::REFUSAL_REASON_INVALID_REGION, at_, "The code of the region has not 6, 9 or 12 digits.");
    }
    json_.Text(*code);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsConstant& as) const {
    Word(as.lexical, as.value);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsBytes& as) const {
    std::string scratch;
    const std::string& bytes = reflection().GetStringReference(*holder_, field_, &scratch);
    json_.Text(as.encoding == adapter::v1::Bytes::ENCODING_BASE64 ? absl::Base64Escape(bytes)
                                                                  : absl::BytesToHexString(bytes));
    return absl::OkStatus();
  }

  // Groups are written by their caller.
  absl::Status operator()(const AsGroup&) const { return absl::OkStatus(); }

 private:
  const Reflection& reflection() const { return *holder_->GetReflection(); }

  absl::Status Text(const AsText& as, const std::string& text, const PathStep& at) const {
    // No character is shorter than a byte.
    if (text.size() > as.most_written && ticket::CountCharacters(text) > as.most_written) {
      return RefuseAt(v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER, at, "The text is longer than the receiver takes.");
    }
    if (std::any_of(text.begin(), text.end(), IsForbidden)) {
      return RefuseAt(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, at, "The text holds a control character.");
    }
    json_.Text(text);
    return absl::OkStatus();
  }

  void Word(adapter::v1::Lexical lexical, const std::string& word) const {
    int64_t number = 0;
    if (lexical == adapter::v1::LEXICAL_BOOLEAN) {
      json_.Bool(word == "true");
    } else if (lexical == adapter::v1::LEXICAL_NUMBER && absl::SimpleAtoi(word, &number)) {
      json_.Int(number);
    } else {
      json_.Text(word);
    }
  }

  int64_t Number() const {
    switch (field_->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection().GetInt32(*holder_, field_);
      case FieldDescriptor::CPPTYPE_UINT32:
        return reflection().GetUInt32(*holder_, field_);
      case FieldDescriptor::CPPTYPE_UINT64:
        return FromUnsigned(reflection().GetUInt64(*holder_, field_));
      default:
        return reflection().GetInt64(*holder_, field_);
    }
  }

  const FieldDescriptor* field_;
  const Message* holder_;
  const PathStep& at_;
  wire::JsonWriter& json_;
};

}  // namespace

bool IsStated(const RowPlan& row, const Message* holder) {
  if (row.field == nullptr) return true;
  if (holder == nullptr) return false;
  const Reflection& reflection = *holder->GetReflection();
  if (row.field->is_repeated()) return reflection.FieldSize(*holder, row.field) > 0;
  if (row.field->has_presence()) return reflection.HasField(*holder, row.field);
  if (std::holds_alternative<AsBool>(row.as)) return true;
  if (std::holds_alternative<AsNumber>(row.as) && row.required) return true;
  return reflection.HasField(*holder, row.field);
}

absl::Status WriteValue(const RowPlan& row, const Message* holder, const PathStep& at, wire::JsonWriter& json) {
  return std::visit(Writer(row, holder, at, json), row.as);
}

}  // namespace interline::adapters
