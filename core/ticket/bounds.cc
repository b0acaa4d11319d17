#include "core/ticket/bounds.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "interline/v1/personal.pb.h"

namespace interline::ticket {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

constexpr int64_t kYear2000 = 946684800;   // seconds since 1970
constexpr int64_t kYear2100 = 4102444800;  // the first second that is too late
constexpr int32_t kNanosPerSecond = 1000000000;

size_t MostCharacters(const FieldDescriptor& field) {
  switch (field.options().GetExtension(v1::personal)) {
    case v1::PERSONAL_TEXT:
      return kMostTextCharacters;
    case v1::PERSONAL_FILE:
      return kMostLinkCharacters;
    default:
      return kMostNameCharacters;
  }
}

// Keeps the path of the field it looks at in one string, so that a good message costs no more than that.
class Walker {
 public:
  absl::Status Walk(const Message& message) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const size_t above = path_.size();
      absl::StrAppend(&path_, above == 0 ? "" : ".", field->name());
      RETURN_IF_ERROR(field->is_repeated() ? WalkList(message, *field) : CheckOne(message, *field));
      path_.resize(above);
    }
    return absl::OkStatus();
  }

 private:
  absl::Status OutOfRange(absl::string_view why) const {
    return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, path_, why);
  }

  absl::Status WalkList(const Message& message, const FieldDescriptor& field) {
    const Reflection& reflection = *message.GetReflection();
    const int size = reflection.FieldSize(message, &field);
    if (size > kMostEntries) return OutOfRange(absl::StrCat("A list has at most ", kMostEntries, " entries."));
    for (int i = 0; i < size; ++i) {
      const size_t above = path_.size();
      absl::StrAppend(&path_, "[", i, "]");
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        RETURN_IF_ERROR(Walk(reflection.GetRepeatedMessage(message, &field, i)));
      } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        RETURN_IF_ERROR(CheckText(reflection.GetRepeatedString(message, &field, i), field));
      }
      path_.resize(above);
    }
    return absl::OkStatus();
  }

  absl::Status CheckOne(const Message& message, const FieldDescriptor& field) {
    const Reflection& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        const Message& inner = reflection.GetMessage(message, &field);
        if (inner.GetDescriptor() == Timestamp::descriptor()) return CheckTime(static_cast<const Timestamp&>(inner));
        return Walk(inner);
      }
      case FieldDescriptor::CPPTYPE_STRING: {
        // Bytes have bounds of their own.
        if (field.type() == FieldDescriptor::TYPE_BYTES) break;
        std::string scratch;
        return CheckText(reflection.GetStringReference(message, &field, &scratch), field);
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        if (field.enum_type()->FindValueByNumber(reflection.GetEnumValue(message, &field)) != nullptr) break;
        return OutOfRange("The contract has no such value.");
      default:
        break;
    }
    return absl::OkStatus();
  }

  absl::Status CheckText(const std::string& text, const FieldDescriptor& field) const {
    const size_t most = MostCharacters(field);
    // No character is shorter than a byte, so most texts need no counting.
    if (text.size() <= most || CountCharacters(text) <= most) return absl::OkStatus();
    return OutOfRange(absl::StrCat("At most ", most, " characters."));
  }

  absl::Status CheckTime(const Timestamp& time) const {
    if (time.seconds() >= kYear2000 && time.seconds() < kYear2100 && time.nanos() >= 0 &&
        time.nanos() < kNanosPerSecond) {
      return absl::OkStatus();
    }
    return RefusalError(v1::REFUSAL_REASON_INVALID_TIME, path_, "A time lies between the years 2000 and 2100.");
  }

  std::string path_;
};

}  // namespace

absl::Status CheckBounds(const Message& message) { return Walker().Walk(message); }

size_t CountCharacters(absl::string_view utf8) {
  // Every character has one byte that does not continue another.
  return static_cast<size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

size_t BytesOfCharacters(absl::string_view utf8, size_t characters) {
  size_t at = 0;
  for (; at < utf8.size(); ++at) {
    const bool starts = (static_cast<unsigned char>(utf8[at]) & 0xC0) != 0x80;
    if (starts && characters-- == 0) break;
  }
  return at;
}

}  // namespace interline::ticket
