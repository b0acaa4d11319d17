#include "services/inbox/people/sealed.h"

#include <string>

#include "core/base/status_matchers.h"

namespace interline::inbox {
namespace {

const std::string kKey(32, 'k');

TEST(Sealed, OpensForItsOwnerAlone) {
  const std::string sealed = Seal(kKey, "wang.li", "a secret");
  EXPECT_EQ(*Unseal(kKey, "wang.li", sealed), "a secret");
  EXPECT_THAT(Unseal(kKey, "li.wang", sealed), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Unseal(std::string(32, 'l'), "wang.li", sealed), HasCode(absl::StatusCode::kDataLoss));
  EXPECT_EQ(sealed.find("secret"), std::string::npos);
}

TEST(Sealed, NeverLooksTheSame) { EXPECT_NE(Seal(kKey, "a", "b"), Seal(kKey, "a", "b")); }

TEST(Sealed, TellsEveryChangedByte) {
  const std::string sealed = Seal(kKey, "wang.li", "a secret");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_THAT(Unseal(kKey, "wang.li", changed), HasCode(absl::StatusCode::kDataLoss)) << i;
  }
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_THAT(Unseal(kKey, "wang.li", sealed.substr(0, size)), HasCode(absl::StatusCode::kDataLoss)) << size;
  }
}

}  // namespace
}  // namespace interline::inbox
