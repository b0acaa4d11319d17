// What the contract asks of a field beyond its type, as the engine needs to know it to refuse a value under the
// sender's own name for it, and to see beforehand which specifications can never make a whole event. The last word on
// an event has ticket::Validate.
#ifndef INTERLINE_ADAPTERS_ENGINE_CONTRACT_H_
#define INTERLINE_ADAPTERS_ENGINE_CONTRACT_H_

#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "interline/v1/refusal.pb.h"

namespace interline::adapters {

// The form of a text.
enum class Form {
  kFree,
  kEventId,
  kTicketId,
  kTicketNumber,
  kPlatformId,
  kSource,  // a platform or the broker
  kAttachmentId,
  kCountry,
};

Form FormOf(const google::protobuf::FieldDescriptor& text);
bool HasForm(Form form, absl::string_view text);
// Why a text without the form is refused.
v1::RefusalReason ReasonFor(Form form);

// Shortest text of the form, in characters.
size_t FewestCharacters(Form form);

// Longest text that the field may hold, in characters.
size_t MostCharacters(const google::protobuf::FieldDescriptor& text);
// Exact length of the field in bytes; 0 = any.
size_t ExactBytes(const google::protobuf::FieldDescriptor& bytes);
// Longest one.
size_t MostBytes(const google::protobuf::FieldDescriptor& bytes);

// Largest number; 0 = that of the field's type.
int64_t MostNumber(const google::protobuf::FieldDescriptor& number);

// What an event of `kind` must tell: each entry is a list of our paths of which one is enough.
std::vector<std::vector<std::string>> MustTell(absl::string_view kind);
// What each entry of the list at our path must tell: fields of the entry of which one is enough; empty = nothing.
std::vector<std::string> EntriesMustTell(absl::string_view list);

// A code that stands only together with words.
struct Explained {
  // Paths of ours, dotted from TicketEvent.
  const char* code;
  const char* words;
  // The value's whole name.
  const char* value;
};
const std::vector<Explained>& MustExplain();

// Whether the broker alone may say the value.
bool IsBrokersOwn(const google::protobuf::EnumValueDescriptor& value);
// Whether a platform may ever say an event of this kind, a field of TicketEvent.
bool IsSaidByPlatforms(const google::protobuf::FieldDescriptor& kind);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_CONTRACT_H_
