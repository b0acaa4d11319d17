// Messages in the stream's state.
#ifndef INTERLINE_SERVICES_TICKETING_STORED_H_
#define INTERLINE_SERVICES_TICKETING_STORED_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "core/base/status_macros.h"
#include "core/stream/processor.h"

namespace interline::ticketing {

// DATA_LOSS when the value is not a message of this type.
template <typename Message>
absl::StatusOr<absl::optional<Message>> Load(absl::string_view key, const stream::Context& context) {
  ASSIGN_OR_RETURN(const absl::optional<std::string> bytes, context.Get(key));
  if (!bytes.has_value()) return absl::optional<Message>();
  Message message;
  if (!message.ParseFromString(*bytes)) return absl::DataLossError(absl::StrCat("the state of ", key, " is broken"));
  return absl::optional<Message>(std::move(message));
}

template <typename Message>
void Save(absl::string_view key, const Message& message, stream::Context& context) {
  context.Put(key, message.SerializeAsString());
}

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_STORED_H_
