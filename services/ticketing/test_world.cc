#include "services/ticketing/test_world.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/bus/topics.h"
#include "core/ticket/event.h"
#include "services/ticketing/command_headers.h"
#include "services/ticketing/proposal.h"

namespace interline::ticketing {
namespace {

constexpr char kService[] = "ticketing";
constexpr int kPartitions = 6;
// A stream that has nothing to do once may have to look for partitions or timers; this often it is idle.
constexpr int kIdleSteps = 3;
constexpr int kMostSteps = 10000;

PlatformSettings Platform(absl::string_view id, bool gated) {
  PlatformSettings settings;
  settings.id = std::string(id);
  settings.gated = gated;
  settings.capabilities.set_returns(true);
  settings.capabilities.set_extends(true);
  settings.capabilities.set_calls_back(true);
  return settings;
}

}  // namespace

v1::TicketEvent Event(absl::string_view id, absl::string_view source, absl::string_view ticket_id) {
  v1::TicketEvent event;
  event.set_id(std::string(id));
  event.set_source(std::string(source));
  event.set_ticket_id(std::string(ticket_id));
  *event.mutable_occurred_at() = ToProto(FakeClock().Now());
  *event.mutable_received_at() = event.occurred_at();
  return event;
}

v1::TicketEvent Opening(absl::string_view ticket_id, absl::string_view to) {
  const TicketIdParts parts = SplitTicketId(ticket_id);
  v1::TicketEvent event = Event(absl::StrCat("open-", parts.number), parts.origin, ticket_id);
  event.set_source_number(std::string(parts.number));
  event.mutable_transferred()->set_to(std::string(to));
  event.mutable_transferred()->mutable_matter()->set_title("护照办理进度咨询");
  return event;
}

v1::TicketEvent Signed(absl::string_view id, absl::string_view source, absl::string_view ticket_id) {
  v1::TicketEvent event = Event(id, source, ticket_id);
  event.mutable_signed_();
  return event;
}

v1::TicketEvent Progress(absl::string_view id, absl::string_view source, absl::string_view ticket_id) {
  v1::TicketEvent event = Event(id, source, ticket_id);
  event.mutable_progress_reported()->set_text("正在核实");
  return event;
}

v1::TicketEvent Supplement(absl::string_view id, absl::string_view source, absl::string_view ticket_id) {
  v1::TicketEvent event = Event(id, source, ticket_id);
  event.mutable_supplemented()->set_text("补充：受理号已找到");
  return event;
}

std::vector<PlatformSettings> TicketingWorld::AllPlatforms() {
  std::vector<PlatformSettings> platforms = {Platform(kGuangdong, false), Platform(kHotline, false),
                                             Platform(kJiangsu, true), Platform(kHunan, true), Platform(kTibet, false)};
  platforms[3].retry_in_doubt = false;
  platforms[4].capabilities = {};
  platforms[4].capabilities.set_receive_only(true);
  return platforms;
}

TicketingWorld::TicketingWorld(absl::Duration near_due) : calendar_(*calendar::Calendar::Parse("")) {
  options_.rules.calendar = &calendar_;
  options_.rules.near_due = near_due;
  options_.platforms = AllPlatforms();
  std::vector<std::string> ids;
  for (const PlatformSettings& platform : options_.platforms) ids.push_back(platform.id);
  CHECK(bus_.admin().CreateTopics(bus::InterlineTopics(ids, kPartitions, 1)).ok());
  producer_ = *bus_.NewProducer();
  Start();
}

void TicketingWorld::Start() {
  processor_ = std::make_unique<TicketingProcessor>(options_, metrics_);
  stream::StreamOptions options;
  options.name = kService;
  options.topics = {bus::kCommands};
  options.changelog = bus::kState;
  stream_ = std::make_unique<stream::Stream>(bus_, stores_.factory(), clock_, *processor_, std::move(options));
}

void TicketingWorld::Submit(const v1::TicketEvent& event) { SubmitAs(event.source(), event); }

void TicketingWorld::SubmitAs(absl::string_view authenticated, const v1::TicketEvent& event) {
  bus::Message message;
  message.topic = bus::kCommands;
  message.key = event.ticket_id().empty() ? AliasKey(event.source(), event.source_number()) : event.ticket_id();
  message.value = event.SerializeAsString();
  message.headers = {{kSourceHeader, std::string(authenticated)}};
  Write(std::move(message));
}

void TicketingWorld::Report(const v1::Delivery& delivery, v1::DeliveryReported::Result result) {
  v1::TicketEvent event = Event(absl::StrCat("report-", ++reports_), kBroker, delivery.event().ticket_id());
  event.mutable_delivery_reported()->set_delivery_id(delivery.id());
  event.mutable_delivery_reported()->set_platform(delivery.event().recipient());
  event.mutable_delivery_reported()->set_result(result);
  Submit(event);
}

void TicketingWorld::Write(bus::Message message) { CHECK(producer_->SendAndWait(std::move(message)).ok()); }

void TicketingWorld::Run() {
  int idle = 0;
  for (int step = 0; idle < kIdleSteps; ++step) {
    CHECK(step < kMostSteps);
    const absl::StatusOr<size_t> done = stream_->Step();
    // The stream waits out what a test makes the log fail with; so does this.
    idle = done.ok() && *done == 0 ? idle + 1 : 0;
  }
}

void TicketingWorld::Pass(absl::Duration time) {
  clock_.Advance(time);
  Run();
}

void TicketingWorld::Crash(bool lose_disk) {
  stream_.reset();
  if (lose_disk) stores_.Wipe();
  Start();
  // The group learns that the old one is dead only after the new one has joined.
  Run();
  bus_.ExpireMembers(kService);
}

void TicketingWorld::Step() { CHECK(stream_->Step().ok()); }

void TicketingWorld::SetEscalation(absl::string_view rules) {
  options_.rules.escalation = *ticket::ParseEscalation(rules);
  Restart(options_.platforms);
}

void TicketingWorld::Restart(std::vector<PlatformSettings> platforms) {
  options_.platforms = std::move(platforms);
  Crash();
}

std::vector<std::string> TicketingWorld::Story() {
  std::vector<std::string> story;
  for (const v1::TicketEvent& event : Journal()) {
    const v1::Journal::Effect effect = event.journal().effect();
    story.push_back(absl::StrCat(event.source(), ": ", ticket::KindName(event.kind_case()),
                                 effect == v1::Journal::EFFECT_LATE   ? " late"
                                 : effect == v1::Journal::EFFECT_NOTE ? " note"
                                                                      : ""));
  }
  return story;
}

std::vector<std::string> TicketingWorld::Told(const std::string& platform) {
  std::vector<std::string> kinds;
  for (const v1::Delivery& delivery : Outbox(platform)) {
    kinds.emplace_back(ticket::KindName(delivery.event().kind_case()));
  }
  return kinds;
}

std::vector<std::string> TicketingWorld::Reasons() {
  std::vector<std::string> reasons;
  for (const v1::Rejection& rejection : Rejections()) reasons.push_back(ReasonName(rejection.refusal().reason()));
  return reasons;
}

double TicketingWorld::Counted(const std::string& name, const std::map<std::string, std::string>& labels) {
  for (const prometheus::MetricFamily& family : registry_.Collect()) {
    if (family.name != name) continue;
    for (const prometheus::ClientMetric& metric : family.metric) {
      std::map<std::string, std::string> found;
      for (const prometheus::ClientMetric::Label& label : metric.label) found[label.name] = label.value;
      if (found == labels) return metric.counter.value;
    }
  }
  return 0;
}

}  // namespace interline::ticketing
