#include "cli/faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"

namespace interline::cli {
namespace {

using testing::HasSubstr;

constexpr uint64_t kSeed = 7;

int HitsOf1000(const Faults& faults, Fault fault) {
  int hits = 0;
  for (int i = 0; i < 1000; ++i) hits += faults.Hits(fault, absl::StrCat("message ", i));
  return hits;
}

TEST(Faults, HitTheStatedShareAndNothingElse) {
  const Faults faults = *Faults::Parse("duplicate,half_body=50,silent=100", kSeed);
  EXPECT_NEAR(HitsOf1000(faults, Fault::kDuplicate), 100, 40);
  EXPECT_NEAR(HitsOf1000(faults, Fault::kHalfBody), 500, 60);
  EXPECT_EQ(HitsOf1000(faults, Fault::kSilent), 1000);
  EXPECT_EQ(HitsOf1000(faults, Fault::kBroken), 0);
  EXPECT_EQ(HitsOf1000(Faults(), Fault::kDuplicate), 0);
}

TEST(Faults, HitTheSameMessagesAgainWithTheSameSeedAndOthersWithAnother) {
  const Faults once = *Faults::Parse("broken=50", kSeed);
  const Faults again = *Faults::Parse("broken=50", kSeed);
  const Faults other = *Faults::Parse("broken=50", kSeed + 1);
  int differences = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string message = absl::StrCat("message ", i);
    EXPECT_EQ(once.Hits(Fault::kBroken, message), again.Hits(Fault::kBroken, message));
    differences += once.Hits(Fault::kBroken, message) != other.Hits(Fault::kBroken, message);
  }
  EXPECT_GT(differences, 10);
}

TEST(Faults, AllHaveNamesThatAreRead) {
  for (const std::string& name : FaultNames()) EXPECT_OK(Faults::Parse(name, kSeed)) << name;
  EXPECT_EQ(FaultNames().size(), 9u);
}

TEST(Faults, AreRefusedWhenTheyAreNotKnownOrHaveNoShare) {
  for (const char* text : {"fire", "duplicate=0", "duplicate=101", "duplicate=", "duplicate=ten"}) {
    EXPECT_EQ(Faults::Parse(text, kSeed).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_THAT(std::string(Faults::Parse("fire", kSeed).status().message()), HasSubstr("out_of_order"));
}

TEST(Faults, LeaveARightClockAsItIs) {
  const absl::Time time = absl::FromUnixSeconds(1800000000);
  EXPECT_EQ(Faults().ClockAt(time, "id"), time);
  const Faults wrong = *Faults::Parse("wrong_clock=100", kSeed);
  EXPECT_NE(wrong.ClockAt(time, "id"), time);
  EXPECT_EQ(wrong.ClockAt(time, "id"), wrong.ClockAt(time, "id"));
}

TEST(Spoil, LeavesWhatNoReaderTakes) {
  EXPECT_EQ(Spoil(Fault::kBroken, R"({"a":"b"})"), R"({"a":"b")");
  EXPECT_EQ(Spoil(Fault::kBroken, "<a><b/></a>"), "<a><b/></a");
  EXPECT_EQ(Spoil(Fault::kBroken, "a=b"), "a=b%");
  EXPECT_EQ(Spoil(Fault::kHalfBody, "<a></a>"), "<a>");
  EXPECT_EQ(Spoil(Fault::kWrongCharset, "移民"), "\xD2\xC6\xC3\xF1");
  EXPECT_EQ(Spoil(Fault::kWrongCharset, "\xD2\xC6\xC3\xF1"), "移民");
}

TEST(Spoil, LeavesAsItIsWhatHasNothingToSpoil) {
  EXPECT_EQ(Spoil(Fault::kWrongCharset, "ascii"), "ascii");
  EXPECT_EQ(Spoil(Fault::kDuplicate, "{}"), "{}");
}

}  // namespace
}  // namespace interline::cli
