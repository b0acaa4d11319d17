// The ticketing service on a log in memory, with the events that its tests need.
#ifndef INTERLINE_SERVICES_TICKETING_TEST_WORLD_H_
#define INTERLINE_SERVICES_TICKETING_TEST_WORLD_H_

#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "core/bus/memory_bus.h"
#include "core/calendar/calendar.h"
#include "core/store/memory_store.h"
#include "core/stream/stream.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"
#include "services/ticketing/ticketing_metrics.h"
#include "services/ticketing/ticketing_processor.h"

namespace interline::ticketing {

// Guangdong took the demand and hands it to the immigration hotline.
inline constexpr char kGuangdong[] = "440000";
inline constexpr char kHotline[] = "12367";
// Behind HTTP, so gated.
inline constexpr char kJiangsu[] = "320000";
// Behind HTTP, and does not recognise a repeat.
inline constexpr char kHunan[] = "430000";
// Can only receive.
inline constexpr char kTibet[] = "540000";
inline constexpr char kTicket[] = "440000:DH2611240012";

// An event with an id, its time being the clock's start; the kind is left to the caller.
v1::TicketEvent Event(absl::string_view id, absl::string_view source, absl::string_view ticket_id = kTicket);
// The event that opens a ticket: from its origin to the hotline, or to `to`.
v1::TicketEvent Opening(absl::string_view ticket_id = kTicket, absl::string_view to = kHotline);
v1::TicketEvent Signed(absl::string_view id, absl::string_view source, absl::string_view ticket_id = kTicket);
v1::TicketEvent Progress(absl::string_view id, absl::string_view source, absl::string_view ticket_id = kTicket);
v1::TicketEvent Supplement(absl::string_view id, absl::string_view source, absl::string_view ticket_id = kTicket);

class TicketingWorld {
 public:
  TicketingWorld() : TicketingWorld(absl::Hours(24)) {}
  explicit TicketingWorld(absl::Duration near_due);

  // Puts the event where intake and the translator put it, or as another platform seen to send it.
  void Submit(const v1::TicketEvent& event);
  void SubmitAs(absl::string_view authenticated, const v1::TicketEvent& event);
  // What a courier tells of a delivery.
  void Report(const v1::Delivery& delivery, v1::DeliveryReported::Result result);
  void Write(bus::Message message);

  // Lets the service work until nothing is left to do.
  void Run();
  // One batch.
  void Step();
  void SubmitAndRun(const v1::TicketEvent& event) {
    Submit(event);
    Run();
  }
  // Moves the clock and lets the service work.
  void Pass(absl::Duration time);
  // The process is killed and another one takes over, with the same disk or an empty one.
  void Crash(bool lose_disk = false);
  // Other rules for escalating tickets, after a restart.
  void SetEscalation(absl::string_view rules);
  // Another set of connected platforms, after a restart.
  void Restart(std::vector<PlatformSettings> platforms);

  std::vector<v1::TicketEvent> Journal() { return Read<v1::TicketEvent>("events"); }
  std::vector<v1::Rejection> Rejections() { return Read<v1::Rejection>("rejected"); }
  std::vector<v1::Delivery> Outbox(const std::string& platform) { return Read<v1::Delivery>("outbox." + platform); }
  // The journal as "<source>: <kind>", with "late" or "note" behind what changed nothing. What only concerns aliases
  // and suspicion is not in it.
  std::vector<std::string> Story();
  // The kinds in a platform's outbox.
  std::vector<std::string> Told(const std::string& platform);
  // Names of the reasons in `rejected`.
  std::vector<std::string> Reasons();
  // Value of a counter; 0 when there is none.
  double Counted(const std::string& name, const std::map<std::string, std::string>& labels);

  // How often the stream had to do a batch again.
  uint64_t Stumbles() const { return stream_->metrics().aborts + stream_->metrics().recoveries; }

  FakeClock& clock() { return clock_; }
  bus::MemoryBus& bus() { return bus_; }
  static std::vector<PlatformSettings> AllPlatforms();

 private:
  template <typename Message>
  std::vector<Message> Read(const std::string& topic) {
    std::vector<Message> messages;
    for (const bus::Record& record : bus_.Committed(topic)) {
      messages.emplace_back();
      EXPECT_TRUE(messages.back().ParseFromString(record.value.value_or("")));
    }
    return messages;
  }
  void Start();

  FakeClock clock_;
  bus::MemoryBus bus_{clock_};
  const calendar::Calendar calendar_;
  TicketingOptions options_;
  prometheus::Registry registry_;
  TicketingMetrics metrics_{registry_};
  store::MemoryStores stores_;
  std::unique_ptr<bus::Producer> producer_;
  std::unique_ptr<TicketingProcessor> processor_;
  std::unique_ptr<stream::Stream> stream_;
  int reports_ = 0;
};

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_TEST_WORLD_H_
