// A simulated platform that is reached by HTTP: it takes what the courier pushes, and gives what it is polled for. The
// server around it is core/http/server.h.
#ifndef INTERLINE_CLI_PARTNER_HTTP_PARTNER_H_
#define INTERLINE_CLI_PARTNER_HTTP_PARTNER_H_

#include <deque>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "adapters/engine/adapter.h"
#include "cli/ear.h"
#include "cli/faults.h"
#include "cli/partner/call_pattern.h"
#include "cli/voice.h"
#include "core/base/clock.h"
#include "core/http/handler.h"
#include "interline/adapter/v1/poll.pb.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::cli {

// Thread-safe.
class HttpPartner final : public http::Handler {
 public:
  // `adapter` and `clock` must outlive the partner. Of the faults only kServerError is its own: 500 without keeping the
  // message, which the next attempt may bring.
  HttpPartner(const adapters::Adapter& adapter, const Clock& clock, const Faults& faults = Faults());

  absl::optional<http::Answer> Admit(const identity::Request&) override { return absl::nullopt; }
  // A push is answered as done once it is kept, a question with what waits for it.
  void Handle(identity::Request request, Respond respond) override;

  // What was pushed, in the order in which it came; waits up to `wait` for the first.
  std::vector<v1::TicketEvent> TakePushed(absl::Duration wait);

  // Keeps a message until it is asked for: in a queue until it is acknowledged, in a window for ever.
  void Offer(const v1::TicketEvent& event, adapters::WireMessage message);

 private:
  struct Offered {
    std::string id;
    std::string number;
    adapters::WireMessage message;
  };
  struct Asked {
    const adapter::v1::Poll* poll;
    CallPattern question;
    absl::optional<CallPattern> acknowledgement;
    std::deque<Offered> offered;
  };

  // Nothing when the request is no question.
  absl::optional<adapters::WireAnswer> AnswerQuestion(const identity::Request& request);
  absl::optional<adapters::WireAnswer> Give(Asked& asked, const CallValues& values)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  adapters::WireAnswer Forget(Asked& asked, const CallValues& values) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  adapters::WireAnswer Keep(const identity::Request& request);
  adapters::WireAnswer Write(adapter::v1::Answer::Meaning meaning, const adapter::v1::AnswerContent& content) const;

  const adapters::Adapter& adapter_;
  const Clock& clock_;
  const Faults faults_;
  absl::Mutex mutex_;
  std::vector<Asked> asked_ ABSL_GUARDED_BY(mutex_);
  std::vector<v1::TicketEvent> pushed_ ABSL_GUARDED_BY(mutex_);
  uint64_t attempts_ ABSL_GUARDED_BY(mutex_) = 0;
};

// How a platform that only answers speaks: what it says waits at the partner.
class OfferingVoice final : public Voice {
 public:
  // Both must outlive the voice.
  OfferingVoice(const adapters::Adapter& adapter, HttpPartner& partner) : adapter_(adapter), partner_(partner) {}
  // NOT_FOUND when the message has no field to alter; a refusal when the dialect cannot say the event.
  absl::Status Say(const v1::TicketEvent& event, const Alteration* alteration) override;
  absl::Status Flush() override { return absl::OkStatus(); }

 private:
  const adapters::Adapter& adapter_;
  HttpPartner& partner_;
};

// Hears what was pushed to the partner.
class PartnerEar final : public Ear {
 public:
  // `partner` must outlive the ear.
  explicit PartnerEar(HttpPartner& partner) : partner_(partner) {}
  absl::Status Listen(absl::Duration wait, const TakeEvent& take) override;

 private:
  HttpPartner& partner_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_PARTNER_HTTP_PARTNER_H_
