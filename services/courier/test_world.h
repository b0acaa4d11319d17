// A small world for tests of the courier: a log in memory, a clock that stands still, platforms whose every act can be
// counted, couriers that can be killed between any two of their acts, and the part of the ticketing service that
// answers reports.
#ifndef INTERLINE_SERVICES_COURIER_TEST_WORLD_H_
#define INTERLINE_SERVICES_COURIER_TEST_WORLD_H_

#include <prometheus/registry.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/bus/memory_bus.h"
#include "core/stream/testing_world.h"
#include "interline/v1/ticket_event.pb.h"
#include "services/courier/fake_http_client.h"
#include "services/courier/lane.h"

namespace interline::courier {

inline constexpr char kSichuan[] = "510000";
inline constexpr char kBeijing[] = "110000";

// A dialect of the test's own. Answers: "done", "done <number>", "refused", "later", "later <seconds>", "unauthorised";
// anything else is in doubt, whatever the status. Lists: "list" and then one entry a line, "<id> <number> <text>"; an
// entry that begins with "?" cannot be read.
class PlainDialect final : public Dialect {
 public:
  Reply ReadAnswer(const HttpAnswer& answer) const override;
  absl::StatusOr<std::vector<Entry>> Split(const HttpAnswer& answer) const override;
};

// Signs with a header "x-signed" that holds the message id.
class PlainSigner final : public RequestSigner {
 public:
  absl::Status Sign(const std::string& message_id, const std::string& path, std::string& query, absl::Time now,
                    HttpRequest& request) const override;
  absl::StatusOr<std::string> KeyText(absl::string_view name, absl::Time now) const override;

  bool has_key = true;
};

// The ledger of a platform that recognises repeats, or does not.
class Platform {
 public:
  explicit Platform(bool recognises) : recognises_(recognises) {}

  // Takes a message: keeps it once for each id, or each time.
  HttpResult Take(const HttpRequest& request);

  // Bodies in the order in which they had an effect, and how often each id came over the wire.
  std::vector<std::string> effects;
  std::map<std::string, int> sends;

 private:
  const bool recognises_;
};

std::string HeaderOf(const HttpRequest& request, const std::string& name);

// A platform at https://partner.example/ws. `dialect` and `signer` outlive it.
Partner PartnerAt(const std::string& platform, const Dialect& dialect, const RequestSigner& signer);

// A courier process: one lane.
class Courier {
 public:
  Courier(bus::Bus& bus, const Clock& clock, FakeHttpClient::Partner partner, Partner settings, int instance = 0);

  // Steps until nothing more happens. Errors are swallowed: a dead process says nothing.
  void Drain();
  absl::StatusOr<bool> Step() { return lane_->Step(absl::ZeroDuration()); }

  stream::Life life;
  FakeHttpClient http;
  prometheus::Registry metrics;

 private:
  class MortalHttp;

  std::unique_ptr<bus::Bus> mortal_bus_;
  std::unique_ptr<HttpClient> mortal_http_;
  std::unique_ptr<Lane> lane_;
};

class CourierWorld {
 public:
  CourierWorld();

  Partner Settings(const std::string& platform = kSichuan);

  // Writes a delivery as the translator does. Ids are "<ticket>/<n>/<platform>".
  void Deliver(const std::string& ticket_id, int n, const std::string& body, const std::string& platform = kSichuan,
               const std::string& kind = "supplemented");
  // What was reported, in order for each ticket, as "<delivery id> RESULT" and "<platform> received <number>".
  std::vector<std::string> Reports();
  std::vector<v1::TicketEvent> Commands();
  // Sends again what was reported as later or in doubt and was not sent again yet. Returns how many.
  int Resend();
  // Ends the sessions of those that do not poll any more.
  void ExpireOthers(Courier& courier, const std::string& platform = kSichuan);

  std::vector<std::string> Values(const std::string& topic);
  // The latest values in the compacted topic.
  std::map<std::string, std::string> Kept();

  FakeClock clock;
  bus::MemoryBus bus{clock};
  PlainDialect dialect;
  PlainSigner signer;

 private:
  std::map<std::string, bus::Message> delivered_;
  std::unique_ptr<bus::Producer> producer_;
  std::set<std::string> answered_;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_TEST_WORLD_H_
