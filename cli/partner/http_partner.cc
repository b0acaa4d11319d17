#include "cli/partner/http_partner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/send_variation.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

// When the question does not say how many entries it wants.
constexpr size_t kEntriesToAQuestion = 100;
constexpr uint32_t kBroken = 500;

// The number of this name in the question, or `otherwise`.
size_t NumberOr(const CallValues& values, const std::string& name, size_t otherwise) {
  const auto found = values.find(name);
  uint64_t number = 0;
  return found != values.end() && absl::SimpleAtoi(found->second, &number) ? number : otherwise;
}

// A dialect of query strings has no bodies.
adapters::WireMessage MessageOf(const identity::Request& request) {
  adapters::WireMessage message{request.body.empty() ? request.query : request.body, {}};
  for (const auto& [name, value] : request.headers) message.headers.emplace(name, value);
  message.headers[":path"] = request.path;
  message.headers[":method"] = request.method;
  return message;
}

const std::string& BatchOf(const adapter::v1::Poll& poll) { return poll.batch().empty() ? poll.name() : poll.batch(); }

http::Answer OnTheWire(adapters::WireAnswer answer) {
  http::Answer http;
  http.status = answer.http_status;
  http.headers = std::move(answer.headers);
  http.body = std::move(answer.body);
  return http;
}

}  // namespace

HttpPartner::HttpPartner(const adapters::Adapter& adapter, const Faults& faults) : adapter_(adapter), faults_(faults) {
  for (const adapter::v1::Poll& poll : adapter.dialect().polls()) {
    Asked asked{&poll, CallPattern(poll.call()), absl::nullopt, {}};
    if (poll.has_queue()) asked.acknowledgement.emplace(poll.queue().acknowledge());
    asked_.push_back(std::move(asked));
  }
}

adapters::WireAnswer HttpPartner::Write(adapter::v1::Answer::Meaning meaning,
                                        const adapter::v1::AnswerContent& content) const {
  absl::StatusOr<adapters::WireAnswer> answer =
      adapter_.WriteAnswer(adapters::Direction::kFromPlatform, meaning, content);
  // A dialect without such an answer says it as a broken server does.
  return answer.ok() ? *std::move(answer) : adapters::WireAnswer{kBroken, "", {}};
}

absl::optional<adapters::WireAnswer> HttpPartner::Give(Asked& asked, const CallValues& values) {
  const size_t count = NumberOr(values, "count", kEntriesToAQuestion);
  size_t first = NumberOr(values, "offset", 0);
  if (values.count("page") > 0) {
    first = (NumberOr(values, "page", 0) - asked.poll->window().first_page()) * count;
  }
  std::vector<adapters::WireMessage> messages;
  for (size_t i = first; i < asked.offered.size() && messages.size() < count; ++i) {
    messages.push_back(asked.offered[i].message);
  }
  absl::StatusOr<adapters::WireAnswer> answer = adapter_.JoinBatch(BatchOf(*asked.poll), messages);
  return answer.ok() ? *std::move(answer) : adapters::WireAnswer{kBroken, "", {}};
}

adapters::WireAnswer HttpPartner::Forget(Asked& asked, const CallValues& values) {
  const auto is_meant = [&](const Offered& offered) {
    const auto id = values.find("id");
    const auto number = values.find("number");
    return (id == values.end() || id->second == offered.id) &&
           (number == values.end() || number->second == offered.number);
  };
  const auto found = std::find_if(asked.offered.begin(), asked.offered.end(), is_meant);
  if (found != asked.offered.end()) asked.offered.erase(found);
  return Write(adapter::v1::Answer::MEANING_DONE, {});
}

absl::optional<adapters::WireAnswer> HttpPartner::AnswerQuestion(const identity::Request& request) {
  absl::MutexLock lock(&mutex_);
  for (Asked& asked : asked_) {
    const auto matches = [&](const CallPattern& pattern) {
      return pattern.Match(request.method, request.path, request.query, request.body);
    };
    if (const auto values = matches(asked.question)) return Give(asked, *values);
    if (!asked.acknowledgement.has_value()) continue;
    if (const auto values = matches(*asked.acknowledgement)) return Forget(asked, *values);
  }
  return absl::nullopt;
}

adapters::WireAnswer HttpPartner::Keep(const identity::Request& request) {
  const adapters::WireMessage message = MessageOf(request);
  absl::StatusOr<v1::TicketEvent> event = adapter_.Decode(adapters::Direction::kToPlatform, message);
  adapter::v1::AnswerContent content;
  content.set_message(adapter_.MessageName(adapters::Direction::kToPlatform, message));
  if (!event.ok()) {
    if (const auto refusal = GetRefusal(event.status())) {
      content.set_reason(refusal->reason());
      content.set_path(refusal->path());
      content.set_explanation(refusal->explanation());
    }
    return Write(adapter::v1::Answer::MEANING_REFUSED, content);
  }
  content.set_event_id(event->id());
  content.set_ticket_id(event->ticket_id());
  absl::MutexLock lock(&mutex_);
  // Each attempt of a message has its own luck.
  if (faults_.Hits(Fault::kServerError, absl::StrCat(event->id(), "/", ++attempts_))) return {kBroken, "", {}};
  pushed_.push_back(*std::move(event));
  return Write(adapter::v1::Answer::MEANING_DONE, content);
}

void HttpPartner::Handle(identity::Request request, Respond respond) {
  absl::optional<adapters::WireAnswer> answer = AnswerQuestion(request);
  respond(OnTheWire(answer.has_value() ? *std::move(answer) : Keep(request)));
}

std::vector<v1::TicketEvent> HttpPartner::TakePushed(absl::Duration wait) {
  absl::MutexLock lock(&mutex_);
  const auto has_some = [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return !pushed_.empty(); };
  mutex_.AwaitWithTimeout(absl::Condition(&has_some), wait);
  return std::exchange(pushed_, {});
}

void HttpPartner::Offer(const v1::TicketEvent& event, adapters::WireMessage message) {
  absl::MutexLock lock(&mutex_);
  const auto batch = message.headers.find(":batch");
  for (Asked& asked : asked_) {
    if (batch != message.headers.end() && batch->second != BatchOf(*asked.poll)) continue;
    asked.offered.push_back({event.id(), event.source_number(), std::move(message)});
    return;
  }
}

absl::Status PartnerEar::Listen(absl::Duration wait, const TakeEvent& take) {
  for (v1::TicketEvent& event : partner_.TakePushed(wait)) take(std::move(event));
  return absl::OkStatus();
}

absl::Status OfferingVoice::Say(const v1::TicketEvent& event, const Alteration* alteration) {
  ASSIGN_OR_RETURN(adapters::WireMessage message, adapter_.Encode(adapters::Direction::kFromPlatform, event));
  if (alteration != nullptr) RETURN_IF_ERROR(AlterField(message.body, alteration->path, alteration->to));
  partner_.Offer(event, std::move(message));
  return absl::OkStatus();
}

}  // namespace interline::cli
