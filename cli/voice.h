// How a simulated platform speaks: to its own topic in its own dialect, or, as 12367's system does, to the intake
// service.
#ifndef INTERLINE_CLI_VOICE_H_
#define INTERLINE_CLI_VOICE_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "adapters/engine/adapter.h"
#include "cli/disturber.h"
#include "cli/intake_client.h"
#include "core/bus/bus.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

// One field of the message to be altered after it was written.
struct Alteration {
  // Dotted, in the dialect's names.
  std::string path;
  std::string to;
};

// One thread at a time. Keeps the order in which it was given the events.
class Voice {
 public:
  virtual ~Voice() = default;
  // Errors are those of the dialect (a refusal: nothing was sent) or of the way. `alteration` may be null.
  virtual absl::Status Say(const v1::TicketEvent& event, const Alteration* alteration) = 0;
  // Says what is due by now; to be called now and then.
  virtual absl::Status Advance() { return absl::OkStatus(); }
  // Waits until all that was said is safe.
  virtual absl::Status Flush() = 0;
};

// Writes `in.<platform>`. Several messages may be under way.
class TopicVoice final : public Voice {
 public:
  // `adapter` and `disturber`, which may be null, must outlive the voice.
  TopicVoice(const adapters::Adapter& adapter, std::unique_ptr<bus::Producer> producer, Disturber* disturber = nullptr);
  ~TopicVoice() override;
  // NOT_FOUND when the message has no field to alter; else the producer's errors, also those of earlier messages.
  absl::Status Say(const v1::TicketEvent& event, const Alteration* alteration) override;
  absl::Status Flush() override;

 private:
  // Shared with the producer's thread.
  struct Underway {
    absl::Mutex mutex;
    int count ABSL_GUARDED_BY(mutex) = 0;
    absl::Status first_error ABSL_GUARDED_BY(mutex);
  };

  absl::Status Send(Outgoing outgoing);
  absl::Status WaitForAtMost(int count);

  const adapters::Adapter& adapter_;
  const std::shared_ptr<Underway> underway_;
  const std::unique_ptr<bus::Producer> producer_;
  Disturber* const disturber_;
};

// Submits to the intake service, one event after the other; asks again while it does not answer.
class IntakeVoice final : public Voice {
 public:
  // `stop` ends the asking; it must outlive the voice.
  IntakeVoice(IntakeClient intake, const std::atomic<bool>& stop);
  // INVALID_ARGUMENT for an alteration: there are no bytes to alter.
  absl::Status Say(const v1::TicketEvent& event, const Alteration* alteration) override;
  absl::Status Flush() override { return absl::OkStatus(); }

 private:
  const IntakeClient intake_;
  const std::atomic<bool>& stop_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_VOICE_H_
