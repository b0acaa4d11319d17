#include "services/inbox/people/totp.h"

#include <string>

#include "core/base/status_matchers.h"

namespace interline::inbox {
namespace {

constexpr char kSecret[] = "12345678901234567890";

// RFC 6238, appendix B, SHA-1.
TEST(Totp, IsAsTheRfcHasIt) {
  const struct {
    int64_t seconds;
    const char* code;
  } cases[] = {{59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
               {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [seconds, code] : cases) {
    EXPECT_EQ(TotpCode(kSecret, TotpStep(absl::FromUnixSeconds(seconds)), 8), code);
    EXPECT_EQ(TotpCode(kSecret, TotpStep(absl::FromUnixSeconds(seconds))), std::string(code).substr(2));
  }
}

TEST(Totp, TakesTheStepsBesideThisOne) {
  const absl::Time now = absl::FromUnixSeconds(1234567890);
  const int64_t step = TotpStep(now);
  for (const int by : {-1, 0, 1}) EXPECT_EQ(MatchTotp(kSecret, TotpCode(kSecret, step + by), now, 0), step + by) << by;
  for (const int by : {-2, 2}) EXPECT_EQ(MatchTotp(kSecret, TotpCode(kSecret, step + by), now, 0), absl::nullopt) << by;
}

TEST(Totp, CountsACodeOnceAndNoneBeforeIt) {
  const absl::Time now = absl::FromUnixSeconds(1234567890);
  const int64_t step = TotpStep(now);
  EXPECT_EQ(MatchTotp(kSecret, TotpCode(kSecret, step), now, step), absl::nullopt);
  EXPECT_EQ(MatchTotp(kSecret, TotpCode(kSecret, step - 1), now, step), absl::nullopt);
  EXPECT_EQ(MatchTotp(kSecret, TotpCode(kSecret, step + 1), now, step), step + 1);
}

TEST(Totp, RefusesWhatIsNoCode) {
  const absl::Time now = absl::FromUnixSeconds(1234567890);
  for (const char* code : {"", "5924", "0005924", "abcdef", "89005924"}) {
    EXPECT_EQ(MatchTotp(kSecret, code, now, 0), absl::nullopt) << code;
  }
}

TEST(Totp, HasAnAddressForTheCamera) {
  EXPECT_EQ(
      TotpUri(kSecret, "Interline 12367", "wang.li"),
      "otpauth://totp/Interline%2012367:wang.li?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Interline%2012367");
}

}  // namespace
}  // namespace interline::inbox
