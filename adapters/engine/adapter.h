// An adapter: one platform's dialect, ready to run. Pure: bytes in, event out, and back; no socket, no clock, no file,
// no log.
#ifndef INTERLINE_ADAPTERS_ENGINE_ADAPTER_H_
#define INTERLINE_ADAPTERS_ENGINE_ADAPTER_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {

// Who speaks. A platform's simulator uses the adapter the other way round.
enum class Direction {
  kFromPlatform,
  kToPlatform,
};

// A message as it stands on the wire.
struct WireMessage {
  std::string body;
  // Headers of the record or request that belong to the dialect; "content-type" among them. Names in lower case.
  std::map<std::string, std::string> headers;
};

// Immutable and thread-safe once made.
class Adapter {
 public:
  virtual ~Adapter() = default;

  // Reads one message. The event has id, source, ticket_id, occurred_at and a kind; in the direction kToPlatform also
  // recipient. Times of arrival and provenance are left to the caller. Errors carry a Refusal (core/base/refusal.h)
  // with the path in the dialect's own names and never a value. At most 1 MiB.
  virtual absl::StatusOr<v1::TicketEvent> Decode(Direction direction, const WireMessage& message) const = 0;

  // Writes one message. Whatever the event holds that the dialect cannot say and does not declare as dropped is refused
  // as NOT_EXPRESSIBLE with our path; nothing is lost in silence.
  virtual absl::StatusOr<WireMessage> Encode(Direction direction, const v1::TicketEvent& event) const = 0;

  virtual const adapter::v1::Platform& platform() const = 0;
  // "dialect/version", for provenance.
  virtual const std::string& mapping() const = 0;
};

// Compiles a platform with its dialect. INVALID_ARGUMENT names everything that is wrong, one line each; what this
// accepts does not fail at run time for a reason that could have been known here.
absl::StatusOr<std::unique_ptr<Adapter>> MakeAdapter(const adapter::v1::Platform& platform,
                                                     const adapter::v1::Dialect& dialect);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_ADAPTER_H_
