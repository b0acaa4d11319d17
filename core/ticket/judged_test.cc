#include "core/ticket/judged.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/ticket/test_support.h"

namespace interline::ticket {
namespace {

using store::v1::TicketRecord;
using E = v1::TicketEvent;

constexpr int kManyEvents = 1000;  // as many as a ticket takes

E Named(const std::string& id, const std::string& text) {
  E event = MakeEvent(E::kSupplemented, kGuangdong);
  event.set_id(id);
  event.mutable_supplemented()->set_text(text);
  return event;
}

TEST(Judged, TellsRepeatsAndConflictsFromNewEvents) {
  TicketRecord record;
  EXPECT_EQ(FindJudged(record, Named("1", "a")).repeat, Repeat::kNone);
  EXPECT_EQ(FindJudged(record, Named("1", "a")).first, nullptr);
  Remember(Named("1", "a"), v1::REFUSAL_REASON_UNSPECIFIED, record);
  EXPECT_EQ(FindJudged(record, Named("1", "a")).repeat, Repeat::kSame);
  EXPECT_EQ(FindJudged(record, Named("1", "b")).repeat, Repeat::kConflict);
  EXPECT_EQ(FindJudged(record, Named("2", "a")).repeat, Repeat::kNone);
  E of_another = Named("1", "a");
  of_another.set_source(kJiangsu);
  EXPECT_EQ(FindJudged(record, of_another).repeat, Repeat::kNone);
}

TEST(Judged, KeepsTheFirstVerdict) {
  TicketRecord record;
  Remember(Named("good", "a"), v1::REFUSAL_REASON_UNSPECIFIED, record);
  Remember(Named("bad", "b"), v1::REFUSAL_REASON_ACTOR_NOT_ALLOWED, record);
  EXPECT_EQ(FindJudged(record, Named("good", "a")).first->refusal(), v1::REFUSAL_REASON_UNSPECIFIED);
  EXPECT_EQ(FindJudged(record, Named("bad", "b")).first->refusal(), v1::REFUSAL_REASON_ACTOR_NOT_ALLOWED);
  Remember(Named("good", "c"), v1::REFUSAL_REASON_CONFLICTING_DUPLICATE, record);
  EXPECT_EQ(record.judged_size(), 2);
  EXPECT_EQ(FindJudged(record, Named("good", "a")).repeat, Repeat::kSame);
}

TEST(Judged, IsNotFilledByAFlood) {
  TicketRecord record;
  Remember(Named("1", "a"), v1::REFUSAL_REASON_LIMIT_REACHED, record);
  EXPECT_EQ(record.judged_size(), 0);
}

TEST(Judged, FindsEachOfManyEvents) {
  TicketRecord record;
  for (int i = 0; i < kManyEvents; ++i) {
    Remember(Named(absl::StrCat("e", i), "a"), v1::REFUSAL_REASON_UNSPECIFIED, record);
  }
  for (int i = 0; i < kManyEvents; ++i) {
    ASSERT_EQ(FindJudged(record, Named(absl::StrCat("e", i), "a")).repeat, Repeat::kSame) << i;
    ASSERT_EQ(FindJudged(record, Named(absl::StrCat("e", i), "b")).repeat, Repeat::kConflict) << i;
  }
}

TEST(Judged, HoldsNothingOfWhatWasSaid) {
  TicketRecord record;
  Remember(Named("1", "CANARY"), v1::REFUSAL_REASON_UNSPECIFIED, record);
  EXPECT_EQ(record.SerializeAsString().find("CANARY"), std::string::npos);
  EXPECT_EQ(record.judged(0).digest().size(), 16u);
}

}  // namespace
}  // namespace interline::ticket
