// Reading and writing are each other's inverse, tried on generated events.
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_join.h"
#include "adapters/engine/compile.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/encode.h"
#include "adapters/engine/examples.h"
#include "adapters/engine/test_support.h"

namespace interline::adapters {
namespace {

std::unique_ptr<const Plan> TestPlan(const std::string& dialect) {
  Mistakes mistakes;
  return CompilePlan(ParsePlatform(TestPlatformText()), ParseDialect(dialect), mistakes);
}

TEST(Laws, DecodeOfEncodeIsTheEvent) {
  const auto plan = TestPlan(TestDialectText());
  ASSERT_NE(plan, nullptr);
  const ExampleReport report = RunGenerated(*plan, 500, 1);
  EXPECT_EQ(report.generated, 500 * 9);
  EXPECT_TRUE(report.problems.empty()) << absl::StrJoin(report.problems, "\n");
}

TEST(Laws, NoticeWhenSomethingIsLost) {
  // The code is read as another value than the one that was written.
  const std::string dialect =
      With(With(TestDialectText(), R"(rows { theirs: "h" ours: "HOUR" })",
                R"(rows { theirs: "h" ours: "HOUR" way: WAY_WRITE_ONLY })"),
           R"(rows { theirs: "d" ours: "DAY" })",
           R"(rows { theirs: "d" ours: "DAY" } rows { theirs: "h" ours: "DAY" way: WAY_READ_ONLY })");
  const auto plan = TestPlan(dialect);
  ASSERT_NE(plan, nullptr);
  // The sample leaves such codes out, so this one is written by hand.
  v1::TicketEvent event = ParseEvent(FullTransferText());
  event.mutable_transferred()->mutable_limit()->set_unit(v1::TimeLimit::UNIT_HOUR);
  const auto written = Encode(*plan, Direction::kFromPlatform, event);
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(Decode(*plan, Direction::kFromPlatform, *written)->transferred().limit().unit(), v1::TimeLimit::UNIT_DAY);
}

// Bytes that are nearly right must be refused or read, never more.
TEST(Laws, NoBytesBreakTheReader) {
  const auto plan = TestPlan(TestDialectText());
  std::mt19937 random(7);
  const std::string good = FullTransferJson();
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = good;
    for (int j = 0; j <= i % 3; ++j) {
      const size_t at = random() % bytes.size();
      switch (random() % 3) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, 1 + random() % 8);
          break;
        default:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 16));
      }
    }
    const auto event = Decode(*plan, Direction::kFromPlatform, {bytes, {}});
    read += event.ok();
    EXPECT_EQ(event.status().ToString().find("例女士"), std::string::npos);
  }
  EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace interline::adapters
