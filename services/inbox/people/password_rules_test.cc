#include "services/inbox/people/password_rules.h"

#include <string>

#include "absl/strings/match.h"
#include "core/base/status_matchers.h"

namespace interline::inbox {
namespace {

TEST(PasswordRules, TakeWhatIsLongAndOnesOwn) {
  for (const char* password : {"correct horse battery", "tuqv-83mk-znw4", "七月流火九月授衣春日载阳", "Xk9#vLm2!pQr",
                               "the 3rd boat left at noon"}) {
    EXPECT_OK(CheckPassword(password, "wang.li")) << password;
  }
}

TEST(PasswordRules, RefuseWhatIsShortWellKnownOrAWalk) {
  for (const char* password :
       {"", "Xk9#vLm2!pQ", "七月流火九月授衣春日载", "password1234", "Password12367!", "P@ssw0rd2026!!", "aaaaaaaaaaaa",
        "abcabcabcabc", "kmkmkmkmkmkmkm", "123456789012", "qwertyuiop12", "1qaz2wsx3edc", "zyxwvutsrqpo",
        "wang.li-2026", "wang.liwang.li", "admin12345admin"}) {
    EXPECT_THAT(CheckPassword(password, "wang.li"), HasCode(absl::StatusCode::kInvalidArgument)) << password;
  }
}

TEST(PasswordRules, RefuseControlCharactersAndWhatIsVeryLong) {
  EXPECT_THAT(CheckPassword("Xk9#vLm2!pQr\n", "a1"), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckPassword("Xk9#vLm2!pQr\x01", "a1"), HasCode(absl::StatusCode::kInvalidArgument));
  std::string longest;
  for (int i = 0; longest.size() < kMostPasswordBytes; ++i) longest += static_cast<char>('!' + i * i % 89);
  EXPECT_OK(CheckPassword(longest, "a1"));
  EXPECT_THAT(CheckPassword(longest + "x", "a1"), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(PasswordRules, NeverRepeatThePasswordInTheError) {
  const absl::Status status = CheckPassword("password1234", "a1");
  EXPECT_FALSE(absl::StrContains(std::string(status.message()), "1234"));
}

}  // namespace
}  // namespace interline::inbox
