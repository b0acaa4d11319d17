// Every example of every platform and dialect, and the laws that each specification must keep.
#include "adapters/engine/examples.h"

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace interline::adapters {
namespace {

TEST(Examples, KeepTheLaws) {
  const ExampleReport report = RunAllExamples("adapters");
  EXPECT_GT(report.good, 0);
  EXPECT_GT(report.bad, 0);
  EXPECT_TRUE(report.problems.empty()) << absl::StrJoin(report.problems, "\n");
}

}  // namespace
}  // namespace interline::adapters
