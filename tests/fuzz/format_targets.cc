#include <map>
#include <memory>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/engine/compile.h"
#include "adapters/engine/encode.h"
#include "adapters/engine/format_dialects.h"
#include "adapters/engine/sample.h"
#include "adapters/engine/test_support.h"
#include "core/base/check.h"
#include "tests/fuzz/plan_run.h"
#include "tests/fuzz/targets.h"

namespace interline::fuzz {
namespace {

using adapters::Direction;
using adapters::Plan;

constexpr int kEventsOfAMessage = 3;

// Odd first bytes are read as GB18030.
constexpr const char* kCharsets[] = {"CHARSET_UTF_8", "CHARSET_GB18030"};

std::unique_ptr<const Plan> PlanOf(const adapters::Format& format, const char* charset) {
  adapters::Mistakes mistakes;
  auto plan = adapters::CompilePlan(adapters::ParsePlatform(adapters::TestPlatformText()),
                                    adapters::ParseDialect(adapters::FormatDialectText(format, charset)), mistakes);
  CHECK(plan != nullptr);
  return plan;
}

void AddSeeds(const Plan& plan, char first, std::vector<std::string>& seeds) {
  std::mt19937 random;
  for (const auto& message : plan.messages) {
    for (int i = 0; i < kEventsOfAMessage; ++i) {
      v1::TicketEvent event = adapters::SampleEvent(plan, *message, Direction::kFromPlatform, random);
      if (event.has_transferred()) event.mutable_transferred()->mutable_matter()->set_title(kSecret);
      const auto written = adapters::Encode(plan, Direction::kFromPlatform, event);
      CHECK(written.ok());
      seeds.push_back(absl::StrCat(std::string(1, first), written->body));
    }
  }
}

}  // namespace

std::vector<Target> FormatTargets() {
  std::vector<Target> targets;
  for (const adapters::Format& format : adapters::AllFormats()) {
    Target target;
    target.name = absl::StrCat("format_", format.name);
    std::vector<std::shared_ptr<const Plan>> plans;
    std::vector<PlanRun> runs;
    for (const char* charset : kCharsets) {
      plans.push_back(PlanOf(format, charset));
      AddSeeds(*plans.back(), static_cast<char>(runs.size()), target.seeds);
      runs.emplace_back(*plans.back(), PlanRun::Losses::kNone);
    }
    target.run = [plans, runs](absl::string_view input) {
      return input.empty() ? "" : runs[static_cast<unsigned char>(input.front()) % runs.size()](input);
    };
    targets.push_back(std::move(target));
  }
  return targets;
}

}  // namespace interline::fuzz
