#include "core/identity/cause.h"

#include "core/base/check.h"

namespace interline::identity {

const char* Name(Cause cause) {
  switch (cause) {
    case Cause::kNone:
      return "none";
    case Cause::kMissing:
      return "missing";
    case Cause::kStale:
      return "stale";
    case Cause::kUnknown:
      return "unknown";
    case Cause::kWrong:
      return "wrong";
    case Cause::kReplayed:
      return "replayed";
    case Cause::kCertificate:
      return "certificate";
    case Cause::kClosed:
      return "closed";
    case Cause::kOverload:
      return "overload";
  }
  CHECK(false);
}

}  // namespace interline::identity
