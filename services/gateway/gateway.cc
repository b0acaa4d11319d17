#include "services/gateway/gateway.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "core/ticket/event.h"
#include "services/gateway/answers.h"
#include "services/gateway/idempotency_key.h"

namespace interline::gateway {
namespace {

using adapter::v1::ParameterSignature;
using store::v1::Receipt;

constexpr char kIdempotencyKey[] = "idempotency-key";
constexpr char kReplayed[] = "idempotent-replay";

store::v1::Recognition NonceRecognition(absl::string_view nonce) { return Recognise("nonce", nonce, ""); }

v1::Refusal RefusalOf(const absl::Status& status) {
  if (const auto refusal = GetRefusal(status)) return *refusal;
  v1::Refusal refusal;
  refusal.set_reason(v1::REFUSAL_REASON_MALFORMED);
  refusal.set_explanation("The message cannot be read.");
  return refusal;
}

v1::Refusal Conflict() {
  v1::Refusal refusal;
  refusal.set_reason(v1::REFUSAL_REASON_CONFLICTING_DUPLICATE);
  refusal.set_explanation("The same id was used before for another content; the first stays as it is.");
  return refusal;
}

// The query without the fields that only identity knows.
std::string MessageQuery(const PlatformRoute& route, const std::string& query) {
  std::vector<absl::string_view> kept;
  for (const absl::string_view pair : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const absl::string_view name = pair.substr(0, pair.find('='));
    const bool is_proof = std::any_of(
        route.access.from_platform().begin(), route.access.from_platform().end(), [&](const adapter::v1::Proof& proof) {
          const ParameterSignature& rule = proof.parameter_signature();
          return rule.place() == ParameterSignature::PLACE_QUERY &&
                 (name == rule.app_id() || name == rule.timestamp() || name == rule.nonce() || name == rule.sign());
        });
    if (!is_proof) kept.push_back(pair);
  }
  return absl::StrJoin(kept, "&");
}

adapters::WireMessage MessageOf(const PlatformRoute& route, identity::Request& request) {
  adapters::WireMessage message;
  const bool is_query = route.door.message_format == adapter::v1::WIRE_FORMAT_QUERY;
  message.body = is_query ? MessageQuery(route, request.query) : std::move(request.body);
  message.headers[":path"] = request.path;
  message.headers[":method"] = request.method;
  for (const std::string& name : route.kept_headers) {
    if (auto value = identity::OneHeader(request, name)) message.headers[name] = *std::move(value);
  }
  return message;
}

// Read only where it makes a difference.
std::string NameOf(const Door& door, const adapters::WireMessage& message) {
  return door.answers_by_message ? door.adapter->MessageName(adapters::Direction::kFromPlatform, message) : "";
}

// The number by which the message names its ticket, or its own id: what belongs together stays in order.
std::string LogKey(const v1::TicketEvent& event) {
  if (!event.source_number().empty()) return event.source_number();
  return event.ticket_id().empty() ? event.id() : event.ticket_id();
}

http::Answer Replay(const store::v1::StoredAnswer& stored) {
  http::Answer answer;
  answer.status = stored.http_status();
  answer.headers["content-type"] = stored.content_type();
  answer.headers[kReplayed] = "true";
  answer.body = stored.body();
  return answer;
}

bool HasKeyRule(const PlatformRoute& route) {
  return route.access.idempotency_key() != adapter::v1::IDEMPOTENCY_KEY_UNSPECIFIED;
}

}  // namespace

identity::NonceMemory::Use TakenNonces::Remember(absl::string_view platform, absl::string_view nonce, absl::Time until,
                                                 absl::Time now) {
  if (receipts_.Knows(std::string(platform), NonceRecognition(nonce))) return Use::kRepeated;
  return local_.Remember(platform, nonce, until, now);
}

struct Gateway::Passage {
  PlatformRoute* route = nullptr;
  identity::Request request;
  Respond respond;
  absl::Time arrived_at;
  // Held until it is answered.
  http::Budget::Hold of_all;
  http::Budget::Hold of_platform;

  adapters::WireMessage message;
  // Of the message in the dialect, for answers.
  std::string name;
  v1::TicketEvent event;
  Receipt receipt;
  // Whether the first recognition is that of the header.
  bool has_key = false;
  http::Answer taken;

  const std::string& platform() const { return route->door.platform; }
};

Gateway::Gateway(const PlatformRoutes& routes, const Documents& documents, bus::Producer& producer, Receipts& receipts,
                 const Clock& clock, GatewayMetrics& metrics)
    : routes_(routes),
      documents_(documents),
      producer_(producer),
      receipts_(receipts),
      clock_(clock),
      metrics_(metrics) {}

absl::optional<http::Answer> Gateway::Admit(const identity::Request& request) {
  if (request.method == "GET" && documents_.Has(request.path, request.query)) return absl::nullopt;
  std::string rest;
  const PlatformRoute* route = routes_.Find(request.path, rest);
  if (route == nullptr) return http::Problem(404, "not-found", "Nothing is served at this address.");
  if (request.method != route->method) {
    http::Answer answer = http::Problem(405, "method-not-allowed", "Another method is served at this address.");
    answer.headers["allow"] = route->method;
    return answer;
  }
  if (request.headers.count("content-encoding") != 0) {
    return http::Problem(415, "content-encoding", "Bodies are not compressed.");
  }
  if (!waiting_.is_full() && !route->waiting->is_full()) return absl::nullopt;
  metrics_.Count(route->door.platform, "overload");
  return Later(route->door, "", 429, "Too many requests wait; send the same again.", clock_.Now());
}

absl::optional<http::Answer> Gateway::Identify(Passage& passage) const {
  const identity::Verdict verdict = passage.route->verifier.Verify(passage.request, passage.arrived_at);
  if (!verdict.ok()) {
    metrics_.Count(passage.platform(), "unbelieved");
    metrics_.CountUnbelieved(passage.platform(), identity::Name(verdict.cause));
    passage.message = MessageOf(*passage.route, passage.request);
    return Unbelieved(passage.route->door, NameOf(passage.route->door, passage.message), passage.arrived_at);
  }
  if (!verdict.nonce.empty()) *passage.receipt.add_recognitions() = NonceRecognition(verdict.nonce);
  return absl::nullopt;
}

absl::optional<http::Answer> Gateway::Recognise(Passage& passage) const {
  if (!HasKeyRule(*passage.route)) return absl::nullopt;
  const auto header = identity::OneHeader(passage.request, kIdempotencyKey);
  if (!header) {
    if (passage.route->access.idempotency_key() != adapter::v1::IDEMPOTENCY_KEY_REQUIRED) return absl::nullopt;
    return http::Problem(400, "idempotency-key-missing",
                         "The header Idempotency-Key is needed, the same for every attempt of the same request.");
  }
  const auto key = ParseIdempotencyKey(*header);
  if (!key) {
    return http::Problem(400, "idempotency-key-malformed",
                         "Idempotency-Key is a string in double quotes, 1 to 128 printable ASCII characters.");
  }
  const identity::Request& request = passage.request;
  store::v1::Recognition recognition =
      gateway::Recognise("key", *key,
                         absl::StrCat(request.method, " ", request.path, "?",
                                      MessageQuery(*passage.route, request.query), "\n", request.body));
  // In front of the nonce, which is another one for every attempt.
  passage.receipt.add_recognitions()->Swap(&recognition);
  passage.has_key = true;
  return absl::nullopt;
}

absl::optional<http::Answer> Gateway::Understand(Passage& passage) const {
  passage.message = MessageOf(*passage.route, passage.request);
  passage.name = NameOf(passage.route->door, passage.message);
  const adapters::Adapter& adapter = *passage.route->door.adapter;
  absl::StatusOr<v1::TicketEvent> event = adapter.Decode(adapters::Direction::kFromPlatform, passage.message);
  absl::Status status = event.status();
  if (status.ok()) {
    passage.event = *std::move(event);
    if (passage.event.ticket_id().empty()) passage.event.set_ticket_id(ticket::TicketIdOf(passage.event));
    status = ticket::Validate(passage.event);
  }
  if (!status.ok()) {
    metrics_.Count(passage.platform(), "refused");
    return Refused(passage.route->door, passage.name, RefusalOf(status), 400, passage.arrived_at);
  }
  *passage.receipt.add_recognitions() =
      gateway::Recognise("message", passage.event.id(), ticket::Digest(passage.event));
  return absl::nullopt;
}

absl::optional<http::Answer> Gateway::Remember(Passage& passage) {
  const Receipts::Looked looked = receipts_.Begin(passage.platform(), passage.receipt.recognitions());
  const Door& door = passage.route->door;
  const bool by_key = passage.has_key && looked.which == 0;
  switch (looked.found) {
    case Receipts::Found::kNew:
      return absl::nullopt;
    case Receipts::Found::kAnswered:
      metrics_.Count(passage.platform(), "repeated");
      return Replay(looked.answer);
    case Receipts::Found::kRunning: {
      metrics_.Count(passage.platform(), "running");
      http::Answer answer = by_key
                                ? http::Problem(409, "idempotency-key-in-use", "The same request is under way.")
                                : Later(door, passage.name, 409, "The same message is under way.", passage.arrived_at);
      answer.headers["retry-after"] = absl::StrCat(http::kRetryAfterSeconds);
      return answer;
    }
    case Receipts::Found::kOther:
      metrics_.Count(passage.platform(), "conflict");
      return by_key ? http::Problem(422, "idempotency-key-reused", "The key was used before for another request.")
                    : Refused(door, passage.name, Conflict(), 422, passage.arrived_at);
    case Receipts::Found::kTooMany:
    case Receipts::Found::kUnreadable:
      break;
  }
  metrics_.Count(passage.platform(), "overload");
  return Later(door, passage.name, 429, "Too many requests wait; send the same again.", passage.arrived_at);
}

void Gateway::Handle(identity::Request request, Respond respond) {
  if (request.method == "GET") {
    if (const auto document = documents_.Find(request.path, request.query)) return respond(*document);
  }
  // Once more: much may have come in while the body did.
  if (const auto refused = Admit(request)) return respond(*refused);
  const auto passage = std::make_shared<Passage>();
  std::string rest;
  passage->route = routes_.Find(request.path, rest);
  passage->request = std::move(request);
  passage->request.path = std::move(rest);
  passage->respond = std::move(respond);
  passage->arrived_at = clock_.Now();
  auto of_all = waiting_.Take(1);
  auto of_platform = passage->route->waiting->Take(1);
  if (!of_all || !of_platform) {
    metrics_.Count(passage->platform(), "overload");
    return passage->respond(
        Later(passage->route->door, "", 429, "Too many requests wait; send the same again.", passage->arrived_at));
  }
  passage->of_all = *std::move(of_all);
  passage->of_platform = *std::move(of_platform);
  Receipt nonce_behind;
  auto answer = Identify(*passage);
  if (!answer) {
    nonce_behind.Swap(&passage->receipt);
    answer = Recognise(*passage);
  }
  if (!answer) answer = Understand(*passage);
  if (!answer) {
    passage->receipt.mutable_recognitions()->MergeFrom(nonce_behind.recognitions());
    answer = Remember(*passage);
  }
  if (answer) return passage->respond(*std::move(answer));
  Write(passage);
}

void Gateway::Write(std::shared_ptr<Passage> passage) {
  passage->taken = Taken(passage->route->door, passage->name, passage->event, passage->arrived_at);
  store::v1::StoredAnswer& stored = *passage->receipt.mutable_answer();
  stored.set_http_status(passage->taken.status);
  stored.set_content_type(passage->taken.headers["content-type"]);
  stored.set_body(passage->taken.body);
  *stored.mutable_answered_at() = ToProto(passage->arrived_at);

  bus::Message message;
  message.topic = bus::InTopic(passage->platform());
  message.key = LogKey(passage->event);
  message.value = std::move(passage->message.body);
  for (auto& [name, value] : passage->message.headers) message.headers.push_back({name, std::move(value)});
  message.headers.push_back({kReceiptHeader, passage->receipt.SerializeAsString()});
  const absl::Status sent = producer_.Send(
      std::move(message), [this, passage](absl::StatusOr<bus::Written> written) { Finish(*passage, written); });
  if (!sent.ok()) Finish(*passage, sent);
}

void Gateway::Finish(Passage& passage, const absl::StatusOr<bus::Written>& written) {
  http::Answer answer;
  if (written.ok()) {
    receipts_.Finish(passage.platform(), passage.receipt);
    metrics_.Count(passage.platform(), "taken");
    metrics_.ObserveWrite(clock_.Now() - passage.arrived_at);
    answer = std::move(passage.taken);
  } else {
    // It may be in the log all the same; then the index learns it from there, and a repeat gets its answer.
    receipts_.Abandon(passage.platform(), passage.receipt.recognitions());
    const bool is_full = written.status().code() == absl::StatusCode::kResourceExhausted;
    metrics_.Count(passage.platform(), is_full ? "overload" : "log");
    answer = Later(passage.route->door, passage.name, is_full ? 429 : 503,
                   "The message could not be kept; send the same again.", clock_.Now());
  }
  passage.of_all = {};
  passage.of_platform = {};
  passage.respond(std::move(answer));
}

}  // namespace interline::gateway
