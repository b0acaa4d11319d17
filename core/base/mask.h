// Shows a message without the personal data in it: the fields that carry the option (interline.v1.personal) are
// shortened as protos/interline/v1/personal.proto says, all others stay. Logs, the command line and the console show
// messages this way.
#ifndef INTERLINE_CORE_BASE_MASK_H_
#define INTERLINE_CORE_BASE_MASK_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/strings/string_view.h"
#include "interline/v1/personal.pb.h"

namespace interline {

// Masks every marked field of `message` in place, at any depth; fields of the kind `shown` stay as they are.
void Mask(google::protobuf::Message& message, v1::Personal shown = v1::PERSONAL_UNSPECIFIED);

// What is left to see of one value. The text must be UTF-8; what is not is masked whole.
std::string MaskText(v1::Personal kind, absl::string_view text);

}  // namespace interline

#endif  // INTERLINE_CORE_BASE_MASK_H_
