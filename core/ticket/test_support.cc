#include "core/ticket/test_support.h"

#include <deque>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/clock.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/ticket/event.h"
#include "core/ticket/follow_ups.h"
#include "core/ticket/judged.h"
#include "core/ticket/words.h"

namespace interline::ticket {
namespace {

using v1::TicketEvent;

constexpr int kMostFollowUps = 1000;  // a loop of the broker with itself would never end

void FillWork(TicketEvent& event) {
  if (event.has_transferred()) {
    event.mutable_transferred()->set_to(kHotline);
    event.mutable_transferred()->mutable_matter()->set_title("护照办理进度咨询");
  } else if (event.has_return_requested()) {
    event.mutable_return_requested()->set_reason(v1::RETURN_REASON_OUTSIDE_DUTIES);
  } else if (event.has_return_decided()) {
    event.mutable_return_decided()->set_decision(v1::DECISION_APPROVED);
  } else if (event.has_reassigned()) {
    event.mutable_reassigned()->mutable_to()->set_unit_code("U1");
  } else if (event.has_co_handlers_added()) {
    event.mutable_co_handlers_added()->add_units()->set_unit_code("U2");
  } else if (event.has_progress_reported()) {
    event.mutable_progress_reported()->set_text("正在核实");
  } else if (event.has_supplemented()) {
    event.mutable_supplemented()->set_text("补充：受理号已找到");
  } else if (event.has_urged()) {
    event.mutable_urged()->set_urge_id("CB1");
  } else if (event.has_urge_signed()) {
    event.mutable_urge_signed()->set_urge_id("CB1");
  } else if (event.has_extension_requested()) {
    event.mutable_extension_requested()->mutable_by()->set_value(3);
    event.mutable_extension_requested()->mutable_by()->set_unit(v1::TimeLimit::UNIT_WORKING_DAY);
  } else if (event.has_extension_decided()) {
    event.mutable_extension_decided()->set_decision(v1::DECISION_APPROVED);
  } else if (event.has_resolution_submitted()) {
    event.mutable_resolution_submitted()->set_outcome(v1::OUTCOME_SOLVED);
  } else if (event.has_resolution_decided()) {
    event.mutable_resolution_decided()->set_decision(v1::DECISION_APPROVED);
  }
}

void FillTheRest(TicketEvent& event) {
  if (event.has_merged()) {
    event.mutable_merged()->set_into("440000:DH1");
  } else if (event.has_escalated()) {
    event.mutable_escalated()->set_cause(v1::Escalated::CAUSE_SUPERVISION);
  } else if (event.has_refused()) {
    event.mutable_refused()->set_event_id("x");
    event.mutable_refused()->mutable_refusal()->set_reason(v1::REFUSAL_REASON_UNKNOWN_TICKET);
  } else if (event.has_repeat_recognised()) {
    event.mutable_repeat_recognised()->set_event_id("x");
  } else if (event.has_delivery_reported()) {
    event.mutable_delivery_reported()->set_delivery_id("x");
    event.mutable_delivery_reported()->set_platform(kHotline);
    event.mutable_delivery_reported()->set_result(v1::DeliveryReported::RESULT_DELIVERED);
  } else if (event.has_deadline_approached()) {
    *event.mutable_deadline_approached()->mutable_due_at() = ToProto(At(48));
  } else if (event.has_deadline_missed()) {
    *event.mutable_deadline_missed()->mutable_due_at() = ToProto(At(48));
  } else if (event.has_duplicate_suspected()) {
    event.mutable_duplicate_suspected()->add_ticket_ids("440000:DH1");
  } else if (event.has_child_merged()) {
    event.mutable_child_merged()->set_child("440000:DH1");
  } else if (event.has_merge_undone()) {
    event.mutable_merge_undone()->set_into("440000:DH1");
  }
}

}  // namespace

absl::Time At(double hours) { return FakeClock().Now() + absl::Hours(hours); }

TicketEvent MakeEvent(Kind kind, absl::string_view source) {
  static int count = 0;
  TicketEvent event;
  event.set_id(absl::StrCat("e", ++count));
  event.set_source(std::string(source));
  event.set_ticket_id(kTicketId);
  *event.mutable_occurred_at() = ToProto(At(0));
  const auto* field = TicketEvent::descriptor()->FindFieldByNumber(kind);
  CHECK(field != nullptr);
  TicketEvent::GetReflection()->MutableMessage(&event, field);
  FillWork(event);
  FillTheRest(event);
  return event;
}

std::vector<Kind> AllKinds() {
  std::vector<Kind> kinds;
  const auto* oneof = TicketEvent::descriptor()->FindOneofByName("kind");
  for (int i = 0; i < oneof->field_count(); ++i) kinds.push_back(static_cast<Kind>(oneof->field(i)->number()));
  return kinds;
}

const calendar::Calendar& ChinaCalendar() {
  static const auto* const calendar = [] {
    auto loaded = calendar::Calendar::Load("core/calendar/china.calendar");
    CHECK(loaded.ok());
    return new calendar::Calendar(*std::move(loaded));
  }();
  return *calendar;
}

World::World(Rules rules) : rules_(rules) { rules_.calendar = &ChinaCalendar(); }

absl::Status World::Say(const TicketEvent& event, absl::Time now) {
  if (now == absl::InfinitePast()) now = FromProto(event.occurred_at());
  RETURN_IF_ERROR(Validate(event));
  RETURN_IF_ERROR(JudgeOne(event, now, last_));
  return JudgeFollowUps(last_.follow_ups, now);
}

absl::Status World::Say(Kind kind, absl::string_view source, double hours) {
  TicketEvent event = MakeEvent(kind, source);
  *event.mutable_occurred_at() = ToProto(At(hours));
  return Say(event);
}

absl::Status World::JudgeOne(const TicketEvent& event, absl::Time now, Applied& applied) {
  const std::string id = TicketIdOf(event);
  const auto known = records_.find(id);
  if (known != records_.end() && FindJudged(known->second, event).repeat != Repeat::kNone) {
    return absl::AlreadyExistsError(absl::StrCat("an event was judged before: ", event.id()));
  }
  absl::StatusOr<Applied> result = Apply(known == records_.end() ? nullptr : &known->second, event, now, rules_);
  if (!result.ok()) {
    if (known != records_.end()) Remember(event, GetRefusal(result.status())->reason(), known->second);
    return result.status();
  }
  applied = *std::move(result);
  Remember(event, v1::REFUSAL_REASON_UNSPECIFIED, applied.record);
  records_[id] = applied.record;
  const std::string kind(KindName(event.kind_case()));
  journal_.push_back(kind);
  for (const std::string& platform : applied.tell) told_.push_back(absl::StrCat(platform, ": ", kind));
  return absl::OkStatus();
}

absl::Status World::JudgeFollowUps(std::vector<TicketEvent> follow_ups, absl::Time now) {
  std::deque<TicketEvent> waiting(follow_ups.begin(), follow_ups.end());
  for (int i = 0; !waiting.empty(); ++i) {
    CHECK(i < kMostFollowUps);
    const TicketEvent event = waiting.front();
    waiting.pop_front();
    RETURN_IF_ERROR(Validate(event));
    Applied applied;
    const absl::Status status = JudgeOne(event, now, applied);
    if (absl::IsAlreadyExists(status)) return status;
    const std::vector<TicketEvent> more =
        status.ok() ? applied.follow_ups : FollowUpsOfRefusal(event, *GetRefusal(status), now);
    waiting.insert(waiting.end(), more.begin(), more.end());
  }
  return absl::OkStatus();
}

const store::v1::TicketRecord& World::record(const std::string& id) const { return records_.at(id); }

std::string World::State(const std::string& id) const { return StateName(ticket(id).state()); }

std::vector<std::string> World::TakeTold() { return std::exchange(told_, {}); }

std::vector<std::string> World::TakeJournal() { return std::exchange(journal_, {}); }

std::string ReasonOf(const absl::Status& status) {
  if (status.ok()) return "OK";
  const auto refusal = GetRefusal(status);
  return refusal ? ReasonName(refusal->reason()) : "NO REFUSAL";
}

std::string PathOf(const absl::Status& status) {
  const auto refusal = GetRefusal(status);
  return refusal ? refusal->path() : "";
}

}  // namespace interline::ticket
