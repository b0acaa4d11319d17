#include "services/ticketing/platforms.h"

#include <gtest/gtest.h>

#include "interline/v1/ticket_event.pb.h"

namespace interline::ticketing {
namespace {

using v1::TicketEvent;

TEST(Platforms, FindsThoseThatAreConnected) {
  PlatformSettings jiangsu;
  jiangsu.id = "320000";
  jiangsu.gated = true;
  const Platforms platforms({jiangsu});
  ASSERT_NE(platforms.Find("320000"), nullptr);
  EXPECT_TRUE(platforms.Find("320000")->gated);
  EXPECT_EQ(platforms.Find("440000"), nullptr);
  EXPECT_EQ(platforms.Find(""), nullptr);
}

PlatformSettings With(const adapter::v1::Capabilities& capabilities) {
  PlatformSettings settings;
  settings.capabilities = capabilities;
  return settings;
}

TEST(CanTake, FollowsTheCapabilities) {
  adapter::v1::Capabilities none;
  adapter::v1::Capabilities all;
  all.set_returns(true);
  all.set_extends(true);
  all.set_calls_back(true);
  adapter::v1::Capabilities deaf = all;
  deaf.set_receive_only(true);
  const struct {
    TicketEvent::KindCase kind;
    bool by_none;
    bool by_all;
    bool by_receive_only;
  } cases[] = {
      {TicketEvent::kTransferred, true, true, true},
      {TicketEvent::kReturnRequested, false, true, false},
      {TicketEvent::kExtensionRequested, false, true, false},
      {TicketEvent::kCallbackRecorded, false, true, true},
      {TicketEvent::kRefused, true, true, true},
      {TicketEvent::kResolutionDecided, true, true, true},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(CanTake(With(none), c.kind), c.by_none) << c.kind;
    EXPECT_EQ(CanTake(With(all), c.kind), c.by_all) << c.kind;
    EXPECT_EQ(CanTake(With(deaf), c.kind), c.by_receive_only) << c.kind;
  }
}

TEST(CanTake, NeedsAMessageInTheDialect) {
  PlatformSettings terse;
  terse.expressible.emplace({TicketEvent::kTransferred});
  EXPECT_TRUE(CanTake(terse, TicketEvent::kTransferred));
  EXPECT_FALSE(CanTake(terse, TicketEvent::kProgressReported));
}

TEST(MustBeTold, HoldsForWhatTheOtherSideHasToActOn) {
  TicketEvent rejected;
  rejected.mutable_resolution_decided()->set_decision(v1::DECISION_REJECTED);
  EXPECT_TRUE(MustBeTold(rejected));
  TicketEvent approved;
  approved.mutable_resolution_decided()->set_decision(v1::DECISION_APPROVED);
  EXPECT_FALSE(MustBeTold(approved));
  TicketEvent urged;
  urged.mutable_urged();
  EXPECT_TRUE(MustBeTold(urged));
  TicketEvent progress;
  progress.mutable_progress_reported();
  EXPECT_FALSE(MustBeTold(progress));
}

}  // namespace
}  // namespace interline::ticketing
