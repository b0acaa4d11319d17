// Between absl::Time and google.protobuf.Timestamp.
#ifndef INTERLINE_CORE_BASE_PROTO_TIME_H_
#define INTERLINE_CORE_BASE_PROTO_TIME_H_

#include <google/protobuf/timestamp.pb.h>

#include "absl/time/time.h"

namespace interline {

google::protobuf::Timestamp ToProto(absl::Time time);
absl::Time FromProto(const google::protobuf::Timestamp& time);

}  // namespace interline

#endif  // INTERLINE_CORE_BASE_PROTO_TIME_H_
