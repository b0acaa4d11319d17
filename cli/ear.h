// How a simulated platform hears: from its own topic, or over HTTP.
#ifndef INTERLINE_CLI_EAR_H_
#define INTERLINE_CLI_EAR_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/engine/adapter.h"
#include "cli/log_reader.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

// An event that the platform is told, or why its own dialect cannot read the message.
using TakeEvent = std::function<void(const absl::StatusOr<v1::TicketEvent>&)>;

// One thread at a time.
class Ear {
 public:
  virtual ~Ear() = default;
  // Waits up to `wait` for the first message and gives what is there. Errors are those of the way.
  virtual absl::Status Listen(absl::Duration wait, const TakeEvent& take) = 0;
};

// Hears what is written to `out.<platform>`.
class TopicEar final : public Ear {
 public:
  // `adapter` must outlive the ear.
  TopicEar(const adapters::Adapter& adapter, LogFollower log) : adapter_(adapter), log_(std::move(log)) {}
  absl::Status Listen(absl::Duration wait, const TakeEvent& take) override;

 private:
  const adapters::Adapter& adapter_;
  LogFollower log_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_EAR_H_
