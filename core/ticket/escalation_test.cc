#include "core/ticket/escalation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"
#include "core/ticket/test_support.h"

namespace interline::ticket {
namespace {

using E = v1::TicketEvent;
using testing::ElementsAre;
using testing::HasSubstr;

Rules RulesOf(const std::string& text) {
  Rules rules;
  rules.calendar = &ChinaCalendar();
  const auto parsed = ParseEscalation(text);
  EXPECT_OK(parsed);
  rules.escalation = *parsed;
  return rules;
}

v1::TicketEvent Transfer(v1::Urgency urgency) {
  v1::TicketEvent event = MakeEvent(E::kTransferred, kGuangdong);
  event.mutable_transferred()->mutable_matter()->set_urgency(urgency);
  *event.mutable_transferred()->mutable_limit()->mutable_due_at() = ToProto(At(10));
  return event;
}

v1::TicketEvent Missed(double hours) {
  v1::TicketEvent event = MakeEvent(E::kDeadlineMissed, kInterline);
  *event.mutable_occurred_at() = ToProto(At(hours));
  *event.mutable_deadline_missed()->mutable_due_at() = ToProto(At(10));
  return event;
}

v1::TicketEvent Escalation(double hours) {
  v1::TicketEvent event = MakeEvent(E::kEscalated, kInterline);
  *event.mutable_occurred_at() = ToProto(At(hours));
  event.mutable_escalated()->set_cause(v1::Escalated::CAUSE_OVERDUE);
  return event;
}

TEST(Escalation, RulesForOverdueTicketsComeInTheOrderOfTheirTime) {
  World world(RulesOf("overdue 24h any\noverdue 0h any\nurges 3 any"));
  ASSERT_OK(world.Say(Transfer(v1::URGENCY_NORMAL)));
  world.TakeJournal();
  ASSERT_OK(world.Say(Missed(10)));
  EXPECT_THAT(world.TakeJournal(), ElementsAre("deadline_missed", "escalated"));
  ASSERT_OK(world.Say(MakeEvent(E::kSupplemented, kGuangdong), At(11)));
  EXPECT_EQ(world.last().escalate_at, At(34));
  ASSERT_OK(world.Say(Escalation(34)));
  EXPECT_FALSE(world.last().escalate_at.has_value());
}

TEST(Escalation, ARuleIsForItsUrgenciesOnly) {
  const char* const rules = "overdue 2h CRITICAL\noverdue 5h URGENT CRITICAL";
  for (const auto& [urgency, first] : {std::pair(v1::URGENCY_CRITICAL, 12), std::pair(v1::URGENCY_URGENT, 15)}) {
    World world(RulesOf(rules));
    ASSERT_OK(world.Say(Transfer(urgency)));
    ASSERT_OK(world.Say(Missed(10)));
    EXPECT_EQ(world.last().escalate_at, At(first));
  }
  World world(RulesOf(rules));
  ASSERT_OK(world.Say(Transfer(v1::URGENCY_NORMAL)));
  ASSERT_OK(world.Say(Missed(10)));
  EXPECT_FALSE(world.last().escalate_at.has_value());
}

TEST(Escalation, WhatWasMissedWhileNobodyWorkedIsSaidAtOnceAndOnce) {
  World world(RulesOf("overdue 0h any\noverdue 24h any\noverdue 72h any"));
  ASSERT_OK(world.Say(Transfer(v1::URGENCY_NORMAL)));
  world.TakeJournal();
  ASSERT_OK(world.Say(Missed(50)));
  EXPECT_THAT(world.TakeJournal(), ElementsAre("deadline_missed", "escalated"));
  ASSERT_OK(world.Say(MakeEvent(E::kSupplemented, kGuangdong), At(51)));
  EXPECT_EQ(world.last().escalate_at, At(82));
}

TEST(Escalation, AnotherDueTimeStartsTheRulesAnew) {
  World world(RulesOf("overdue 0h any\noverdue 24h any"));
  ASSERT_OK(world.Say(Transfer(v1::URGENCY_NORMAL)));
  ASSERT_OK(world.Say(Missed(10)));
  ASSERT_OK(world.Say(Escalation(34)));
  v1::TicketEvent urged = MakeEvent(E::kUrged, kGuangdong);
  *urged.mutable_occurred_at() = ToProto(At(40));
  *urged.mutable_urged()->mutable_limit()->mutable_due_at() = ToProto(At(60));
  ASSERT_OK(world.Say(urged));
  EXPECT_EQ(world.last().overdue_at, At(60));
  v1::TicketEvent missed = Missed(60);
  missed.set_id("missed-again");
  *missed.mutable_deadline_missed()->mutable_due_at() = ToProto(At(60));
  world.TakeJournal();
  ASSERT_OK(world.Say(missed));
  EXPECT_THAT(world.TakeJournal(), ElementsAre("deadline_missed", "escalated"));
}

TEST(Escalation, CountsLeadToItAtTheNumberThatARuleNames) {
  World world(RulesOf("urges 2 any\nrejections 1 any"));
  ASSERT_OK(world.Say(Transfer(v1::URGENCY_NORMAL)));
  ASSERT_OK(world.Say(E::kSigned, kHotline, 1));
  for (int urge = 1; urge <= 3; ++urge) {
    world.TakeJournal();
    ASSERT_OK(world.Say(E::kUrged, kGuangdong, 1 + urge));
    const std::vector<std::string> journal = world.TakeJournal();
    EXPECT_EQ(std::count(journal.begin(), journal.end(), "escalated"), urge == 2 ? 1 : 0) << urge;
  }
  ASSERT_OK(world.Say(E::kResolutionSubmitted, kHotline, 6));
  v1::TicketEvent rejected = MakeEvent(E::kResolutionDecided, kGuangdong);
  *rejected.mutable_occurred_at() = ToProto(At(7));
  rejected.mutable_resolution_decided()->set_decision(v1::DECISION_REJECTED);
  world.TakeJournal();
  ASSERT_OK(world.Say(rejected));
  EXPECT_THAT(world.TakeJournal(), ElementsAre("resolution_decided", "escalated"));
}

TEST(Escalation, NamesTheLineThatIsWrong) {
  const struct {
    const char* text;
    const char* error;
  } cases[] = {
      {"overdue 0h", "line 1: a rule says"},
      {"# x\nlate 0h any", "line 2: a rule starts with"},
      {"overdue soon any", "line 1: overdue needs a time span"},
      {"overdue -1h any", "line 1: overdue needs a time span"},
      {"urges 0 any", "line 1: not a count"},
      {"urges 3 any URGENT", "line 1: nothing follows any"},
      {"urges 3 HASTY", "line 1: tickets are any, or urgencies"},
  };
  for (const auto& c : cases) {
    const auto rules = ParseEscalation(c.text);
    EXPECT_THAT(rules, HasCode(absl::StatusCode::kInvalidArgument)) << c.text;
    EXPECT_THAT(std::string(rules.status().message()), HasSubstr(c.error));
  }
  EXPECT_THAT(LoadEscalation("no/such/file"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_OK(LoadEscalation("deploy/config/escalation.rules"));
}

}  // namespace
}  // namespace interline::ticket
