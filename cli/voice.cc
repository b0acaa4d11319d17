#include "cli/voice.h"

#include <utility>

#include "absl/time/clock.h"
#include "cli/send_variation.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"

namespace interline::cli {
namespace {

constexpr int kMostUnderway = 1000;
constexpr absl::Duration kSubmitWait = absl::Seconds(15);
// A service that is away is asked again for about two minutes.
constexpr int kMostAttempts = 120;
constexpr absl::Duration kAttemptPause = absl::Seconds(1);

bool IsWorthAnotherTry(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

}  // namespace

TopicVoice::TopicVoice(const adapters::Adapter& adapter, std::unique_ptr<bus::Producer> producer, Disturber* disturber)
    : adapter_(adapter),
      underway_(std::make_shared<Underway>()),
      producer_(std::move(producer)),
      disturber_(disturber) {}

TopicVoice::~TopicVoice() = default;

absl::Status TopicVoice::WaitForAtMost(int count) {
  absl::MutexLock lock(&underway_->mutex);
  const auto is_so = [this, count]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    return underway_->count <= count || !underway_->first_error.ok();
  };
  underway_->mutex.Await(absl::Condition(&is_so));
  return underway_->first_error;
}

absl::Status TopicVoice::Say(const v1::TicketEvent& event, const Alteration* alteration) {
  ASSIGN_OR_RETURN(adapters::WireMessage wire, adapter_.Encode(adapters::Direction::kFromPlatform, event));
  if (alteration != nullptr) RETURN_IF_ERROR(AlterField(wire.body, alteration->path, alteration->to));
  Outgoing outgoing{event.source_number().empty() ? event.id() : event.source_number(), std::move(wire)};
  if (disturber_ == nullptr) return Send(std::move(outgoing));
  for (Outgoing& now : disturber_->Pass(std::move(outgoing))) RETURN_IF_ERROR(Send(std::move(now)));
  return absl::OkStatus();
}

absl::Status TopicVoice::Send(Outgoing outgoing) {
  RETURN_IF_ERROR(WaitForAtMost(kMostUnderway - 1));
  bus::Message message;
  message.topic = bus::InTopic(adapter_.platform().id());
  message.key = std::move(outgoing.key);
  message.value = std::move(outgoing.message.body);
  for (auto& [name, value] : outgoing.message.headers) message.headers.push_back({name, value});
  {
    absl::MutexLock lock(&underway_->mutex);
    ++underway_->count;
  }
  const auto done = [underway = underway_](const absl::StatusOr<bus::Written>& written) {
    absl::MutexLock lock(&underway->mutex);
    --underway->count;
    if (underway->first_error.ok()) underway->first_error = written.status();
  };
  const absl::Status sent = producer_->Send(std::move(message), done);
  if (!sent.ok()) done(sent);
  return sent;
}

absl::Status TopicVoice::Flush() {
  if (disturber_ != nullptr) {
    for (Outgoing& held : disturber_->Release()) RETURN_IF_ERROR(Send(std::move(held)));
  }
  return WaitForAtMost(0);
}

IntakeVoice::IntakeVoice(IntakeClient intake, const std::atomic<bool>& stop)
    : intake_(std::move(intake)), stop_(stop) {}

absl::Status IntakeVoice::Say(const v1::TicketEvent& event, const Alteration* alteration) {
  if (alteration != nullptr) return absl::InvalidArgumentError("only bytes can be altered, not a submitted event");
  absl::Status status;
  for (int attempt = 0; attempt < kMostAttempts && !stop_; ++attempt) {
    if (attempt > 0) absl::SleepFor(kAttemptPause);
    status = intake_.Submit(event, kSubmitWait).status();
    if (!IsWorthAnotherTry(status)) break;
  }
  return status;
}

}  // namespace interline::cli
