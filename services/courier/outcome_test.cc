// What a call came to.
#include "services/courier/outcome.h"

#include "core/base/status_matchers.h"
#include "services/courier/test_world.h"

namespace interline::courier {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1795482000);  // Tue, 24 Nov 2026 01:00:00 GMT

TEST(Outcome, ReadsRetryAfterInBothForms) {
  EXPECT_EQ(RetryAfter("120", kNow), kNow + absl::Seconds(120));
  EXPECT_EQ(RetryAfter("Tue, 24 Nov 2026 01:02:00 GMT", kNow), kNow + absl::Seconds(120));
  EXPECT_EQ(RetryAfter("4294967295", kNow), kNow + absl::Hours(24 * 7)) << "at most a week";
  EXPECT_EQ(RetryAfter("Sun, 24 Nov 2999 01:02:00 GMT", kNow), kNow + absl::Hours(24 * 7));
  for (const char* wrong : {"", "soon", "-5", "1.5", "99999999999999999999", "2026-11-24"}) {
    EXPECT_EQ(RetryAfter(wrong, kNow), absl::InfinitePast()) << wrong;
  }
}

TEST(Outcome, PrefersWhatTheDialectSaysToTheHeader) {
  const HttpResult result = Answered(200, "later 5", {{"retry-after", "60"}});
  EXPECT_EQ(Judge(result, PlainDialect(), kNow).retry_at, kNow + absl::Seconds(5));
}

TEST(Outcome, TakesOnlyANumberOfASafeForm) {
  EXPECT_EQ(Judge(Answered(200, "done JY-1"), PlainDialect(), kNow).number, "JY-1");
  EXPECT_EQ(Judge(Answered(200, "done 工单"), PlainDialect(), kNow).number, "");
}

TEST(Outcome, SaysWhetherThePlatformIsWell) {
  const struct {
    HttpResult result;
    Outcome::Health health;
  } cases[] = {{Answered(500, "refused"), Outcome::Health::kWell},
               {Answered(200, "later"), Outcome::Health::kWell},
               {Answered(200, "what"), Outcome::Health::kIll},
               {Answered(200, "unauthorised"), Outcome::Health::kIll},
               {Unknown(), Outcome::Health::kIll},
               {NotSent(), Outcome::Health::kIll}};
  for (const auto& c : cases) EXPECT_EQ(Judge(c.result, PlainDialect(), kNow).health, c.health) << c.result.answer.body;
}

}  // namespace
}  // namespace interline::courier
