#include "cli/exit_code.h"

#include "core/base/refusal.h"

namespace interline::cli {

ExitCode ExitCodeFor(const absl::Status& status) {
  if (GetRefusal(status)) return kRefused;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kOk;
    case absl::StatusCode::kInvalidArgument:
      return kUsage;
    case absl::StatusCode::kNotFound:
      return kNotFound;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kUnreachable;
    default:
      return kFailed;
  }
}

}  // namespace interline::cli
