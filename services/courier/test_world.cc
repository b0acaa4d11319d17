#include "services/courier/test_world.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/check.h"
#include "core/bus/topics.h"

namespace interline::courier {
namespace {

constexpr int kPartitionCount = 2;
constexpr int kMostSteps = 10'000;
// A rebalance takes a few polls in which nothing else happens.
constexpr int kIdleSteps = 6;

}  // namespace

Reply PlainDialect::ReadAnswer(const HttpAnswer& answer) const {
  Reply reply;
  const std::vector<std::string> words = absl::StrSplit(answer.body, ' ');
  if (words[0] == "done") {
    reply.meaning = Reply::Meaning::kDone;
    if (words.size() > 1) reply.number = words[1];
  } else if (words[0] == "refused") {
    reply.meaning = Reply::Meaning::kRefused;
    reply.reason = v1::REFUSAL_REASON_MISSING_FIELD;
    if (words.size() > 1) reply.path = words[1];
  } else if (words[0] == "later") {
    reply.meaning = Reply::Meaning::kLater;
    if (words.size() > 1) CHECK(absl::SimpleAtoi(words[1], &reply.retry_after_seconds));
  } else if (words[0] == "unauthorised") {
    reply.meaning = Reply::Meaning::kUnauthorised;
  }
  return reply;
}

absl::StatusOr<std::vector<Entry>> PlainDialect::Split(const HttpAnswer& answer) const {
  std::vector<std::string> lines = absl::StrSplit(answer.body, '\n', absl::SkipEmpty());
  if (lines.empty() || lines[0] != "list") return absl::InvalidArgumentError("no list");
  std::vector<Entry> entries;
  for (size_t i = 1; i < lines.size(); ++i) {
    Entry entry;
    entry.body = lines[i];
    entry.headers = {{"content-type", "text/plain"}};
    const std::vector<std::string> words = absl::StrSplit(lines[i], ' ');
    if (!absl::StartsWith(lines[i], "?") && words.size() > 1) {
      entry.id = words[0];
      entry.number = words[1];
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

absl::Status PlainSigner::Sign(const std::string& message_id, const std::string&, std::string&, absl::Time,
                               HttpRequest& request) const {
  if (!has_key) return absl::FailedPreconditionError("no key");
  request.headers.emplace_back("x-signed", message_id);
  return absl::OkStatus();
}

absl::StatusOr<std::string> PlainSigner::KeyText(absl::string_view name, absl::Time) const {
  return absl::StrCat("key of ", name);
}

std::string HeaderOf(const HttpRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return "";
}

HttpResult Platform::Take(const HttpRequest& request) {
  const std::string id = HeaderOf(request, "idempotency-key");
  if (++sends[id] == 1 || !recognises_) effects.push_back(request.body);
  return Answered(200, "done");
}

// A call is an act like a write to the log: a process may die before it or after it.
class Courier::MortalHttp final : public HttpClient {
 public:
  MortalHttp(HttpClient& http, stream::Life& life) : http_(http), life_(life) {}
  void Send(HttpRequest request, Done done) override {
    const absl::Status status = life_.Call([&] {
      http_.Send(std::move(request), [this, done](HttpResult result) {
        if (!life_.dead()) done(std::move(result));
      });
      return absl::OkStatus();
    });
    status.IgnoreError();
  }

 private:
  HttpClient& http_;
  stream::Life& life_;
};

Courier::Courier(bus::Bus& bus, const Clock& clock, FakeHttpClient::Partner partner, Partner settings, int instance)
    : http(std::move(partner)),
      mortal_bus_(stream::MakeMortalBus(bus, life)),
      mortal_http_(std::make_unique<MortalHttp>(http, life)),
      lane_(std::make_unique<Lane>(*mortal_bus_, clock, *mortal_http_, std::move(settings), metrics, instance)) {}

void Courier::Drain() {
  int idle = 0;
  for (int step = 0; idle < kIdleSteps && !life.dead(); ++step) {
    CHECK(step < kMostSteps);
    const absl::StatusOr<bool> busy = Step();
    idle = busy.ok() && *busy ? 0 : idle + 1;
  }
}

CourierWorld::CourierWorld() {
  CHECK(bus.admin().CreateTopics(bus::InterlineTopics({kSichuan, kBeijing}, kPartitionCount, 1)).ok());
  producer_ = *bus.NewProducer();
}

Partner PartnerAt(const std::string& platform, const Dialect& dialect, const RequestSigner& signer) {
  auto limits = std::make_shared<CallLimits>();
  limits->hosts = {"partner.example"};
  Partner partner;
  partner.platform = platform;
  partner.base_url = "https://partner.example/ws";
  partner.limits = limits;
  partner.poll_limits = limits;
  partner.dialect = &dialect;
  partner.signer = &signer;
  return partner;
}

Partner CourierWorld::Settings(const std::string& platform) { return PartnerAt(platform, dialect, signer); }

void CourierWorld::Deliver(const std::string& ticket_id, int n, const std::string& body, const std::string& platform,
                           const std::string& kind) {
  bus::Message message;
  message.topic = bus::OutTopic(platform);
  message.key = ticket_id;
  message.value = body;
  const std::string id = absl::StrCat(ticket_id, "/", n, "/", platform);
  message.headers = {{"content-type", "text/plain"},
                     {":path", "/push"},
                     {"interline-delivery", id},
                     {"interline-ticket", ticket_id},
                     {"interline-event", absl::StrCat("e", n)},
                     {"interline-kind", kind}};
  delivered_[id] = message;
  CHECK(producer_->SendAndWait(message).ok());
}

std::vector<v1::TicketEvent> CourierWorld::Commands() {
  std::vector<v1::TicketEvent> events;
  for (const std::string& value : Values(bus::kCommands)) CHECK(events.emplace_back().ParseFromString(value));
  return events;
}

std::vector<std::string> CourierWorld::Reports() {
  std::vector<std::string> reports;
  for (const v1::TicketEvent& event : Commands()) {
    if (event.has_received()) {
      reports.push_back(absl::StrCat(event.source(), " received ", event.source_number()));
    } else {
      const v1::DeliveryReported& report = event.delivery_reported();
      reports.push_back(
          absl::StrCat(report.delivery_id(), " ", v1::DeliveryReported::Result_Name(report.result()).substr(7)));
    }
  }
  return reports;
}

int CourierWorld::Resend() {
  int sent = 0;
  for (const v1::TicketEvent& event : Commands()) {
    if (!answered_.insert(event.id()).second) continue;
    const v1::DeliveryReported& report = event.delivery_reported();
    if (report.result() != v1::DeliveryReported::RESULT_LATER &&
        report.result() != v1::DeliveryReported::RESULT_IN_DOUBT)
      continue;
    CHECK(producer_->SendAndWait(delivered_.at(report.delivery_id())).ok());
    ++sent;
  }
  return sent;
}

void CourierWorld::ExpireOthers(Courier& courier, const std::string& platform) {
  static_cast<void>(courier.Step());
  bus.ExpireMembers(absl::StrCat("courier-", platform));
  courier.Drain();
}

std::vector<std::string> CourierWorld::Values(const std::string& topic) {
  std::vector<std::string> values;
  for (const bus::Record& record : bus.Committed(topic)) values.push_back(record.value.value_or(""));
  return values;
}

std::map<std::string, std::string> CourierWorld::Kept() {
  std::map<std::string, std::string> kept;
  for (const bus::Record& record : bus.Committed(bus::kCourier)) {
    if (record.value.has_value()) {
      kept[record.key] = *record.value;
    } else {
      kept.erase(record.key);
    }
  }
  return kept;
}

}  // namespace interline::courier
