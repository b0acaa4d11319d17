#include "services/inbox/people/password_hash.h"

#include <string>

#include "absl/strings/match.h"
#include "core/base/status_matchers.h"

namespace interline::inbox {
namespace {

constexpr ScryptCost kCheap = {.log2_n = 4, .r = 8, .p = 1};

TEST(PasswordHash, KnowsThePasswordAndNoOther) {
  PasswordHasher hasher(kCheap);
  ASSERT_OK_AND_ASSIGN(const std::string stored, hasher.Hash("correct horse"));
  EXPECT_TRUE(*hasher.Verify("correct horse", stored));
  for (const char* other : {"", "correct horse ", "Correct horse", "correct hors"}) {
    EXPECT_FALSE(*hasher.Verify(other, stored)) << other;
  }
}

TEST(PasswordHash, SaltsEachAnew) {
  PasswordHasher hasher(kCheap);
  EXPECT_NE(*hasher.Hash("correct horse"), *hasher.Hash("correct horse"));
}

// RFC 7914, section 12: N=16384, r=8, p=1, password "pleaseletmein", salt "SodiumChloride"; the first 32 bytes.
TEST(PasswordHash, IsScryptAsTheRfcHasIt) {
  PasswordHasher hasher(kCheap);
  EXPECT_TRUE(*hasher.Verify("pleaseletmein",
                             "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI"));
}

TEST(PasswordHash, CostsTheSameForNobody) {
  PasswordHasher hasher(kCheap);
  ASSERT_OK_AND_ASSIGN(const std::string stored, hasher.Hash("correct horse"));
  const uint64_t before = hasher.computations();
  EXPECT_FALSE(*hasher.Verify("wrong horse", stored));
  EXPECT_EQ(hasher.computations(), before + 1);
  EXPECT_FALSE(*hasher.Verify("correct horse", ""));
  EXPECT_EQ(hasher.computations(), before + 2);
}

TEST(PasswordHash, ReadsWhatWasMadeAtAnotherCost) {
  PasswordHasher old_one(kCheap);
  PasswordHasher new_one({.log2_n = 5, .r = 8, .p = 1});
  ASSERT_OK_AND_ASSIGN(const std::string stored, old_one.Hash("correct horse"));
  EXPECT_TRUE(*new_one.Verify("correct horse", stored));
  EXPECT_TRUE(new_one.IsOutdated(stored));
  EXPECT_FALSE(old_one.IsOutdated(stored));
}

TEST(PasswordHash, CostsWhatIsAskedForByDefault) {
  PasswordHasher hasher;
  ASSERT_OK_AND_ASSIGN(const std::string stored, hasher.Hash("correct horse"));
  EXPECT_TRUE(absl::StartsWith(stored, "$scrypt$ln=17,r=8,p=1$"));
}

TEST(PasswordHash, SaysWhenAStoredTextIsDamaged) {
  PasswordHasher hasher(kCheap);
  for (const char* damaged :
       {"x", "$scrypt$ln=4,r=8$AA$AA", "$argon2id$ln=4,r=8,p=1$AA$AA", "$scrypt$ln=40,r=8,p=1$AA$AA",
        "$scrypt$ln=4,r=8,p=1$AA$AA", "$scrypt$ln=4,r=8,p=1$A!$AA"}) {
    EXPECT_THAT(hasher.Verify("p", damaged), HasCode(absl::StatusCode::kDataLoss)) << damaged;
  }
}

}  // namespace
}  // namespace interline::inbox
