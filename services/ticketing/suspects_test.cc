// Suspicion of duplicates.
#include "services/ticketing/suspects.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "core/base/status_matchers.h"
#include "services/ticketing/command_headers.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/test_world.h"

namespace interline::ticketing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Demand {
  std::string number = "+8613800000000";
  v1::Category category = v1::CATEGORY_CITIZEN_DOCUMENTS;
  std::string region = "440100";
};

class SuspectsTest : public testing::Test {
 protected:
  void Open(const std::string& ticket_id, const Demand& demand) {
    v1::TicketEvent event = Opening(ticket_id);
    v1::Matter& matter = *event.mutable_transferred()->mutable_matter();
    matter.mutable_caller()->set_calling_number(demand.number);
    matter.set_category(demand.category);
    matter.mutable_region()->set_code(demand.region);
    world_.SubmitAndRun(event);
  }

  // "<ticket>: <tickets it resembles>", by ticket.
  std::vector<std::string> Suspicions() {
    std::vector<std::string> found;
    for (const v1::TicketEvent& event : world_.Journal()) {
      if (!event.has_duplicate_suspected()) continue;
      std::string line = event.ticket_id() + ":";
      for (const std::string& other : event.duplicate_suspected().ticket_ids()) line += " " + other;
      found.push_back(line);
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  TicketingWorld world_;
};

TEST_F(SuspectsTest, ASecondDemandOfOneCallerIsNotedAtTheSecondTicket) {
  Open("440000:A", {});
  EXPECT_THAT(Suspicions(), IsEmpty());
  Open("440000:B", {});
  Open("440000:C", {});
  EXPECT_THAT(Suspicions(), ElementsAre("440000:B: 440000:A", "440000:C: 440000:A 440000:B"));
  // A note, never an action.
  EXPECT_THAT(world_.Told(kHotline), ElementsAre("transferred", "transferred", "transferred"));
}

TEST_F(SuspectsTest, AnotherCallerMatterOrPlaceIsNotSuspected) {
  Open("440000:A", {});
  Open("440000:B", {.number = "+8613900000000"});
  Open("440000:C", {.category = v1::CATEGORY_COMPLAINT});
  Open("440000:D", {.region = "440300"});
  EXPECT_THAT(Suspicions(), IsEmpty());
}

TEST_F(SuspectsTest, CallersWithoutANumberAreNotAlike) {
  Open("440000:A", {.number = ""});
  Open("440000:B", {.number = ""});
  EXPECT_THAT(Suspicions(), IsEmpty());
}

TEST_F(SuspectsTest, ARepeatOrANewDispatchOfOneTicketIsNotSuspected) {
  Open("440000:A", {});
  Open("440000:A", {});
  EXPECT_THAT(Suspicions(), IsEmpty());
}

TEST_F(SuspectsTest, ATicketThatIsAnnouncedTwiceIsNotSuspectedOfItself) {
  world_.SubmitAndRun(Opening());
  world_.Write(NoticeMessage("suspect/0", kSuspectHeader, kTicket));
  world_.Write(NoticeMessage("suspect/0", kSuspectHeader, kTicket));
  world_.Run();
  EXPECT_THAT(Suspicions(), IsEmpty());
}

TEST_F(SuspectsTest, SuspicionEndsWithTheWindow) {
  Open("440000:A", {});
  world_.Pass(absl::Hours(6 * 24));
  Open("440000:B", {});
  world_.Pass(absl::Hours(24));
  Open("440000:C", {});
  EXPECT_THAT(Suspicions(), ElementsAre("440000:B: 440000:A", "440000:C: 440000:B"));
}

TEST_F(SuspectsTest, NothingIsRememberedAfterTheWindow) {
  Open("440000:A", {});
  world_.Pass(absl::Hours(8 * 24));
  std::map<std::string, bool> lives;
  for (const bus::Record& record : world_.bus().Committed("state")) lives[record.key] = record.value.has_value();
  int kept = 0;
  int seen = 0;
  for (const auto& [key, alive] : lives) {
    if (!absl::StartsWith(key, "s/")) continue;
    ++seen;
    kept += alive ? 1 : 0;
  }
  EXPECT_EQ(seen, 1);
  EXPECT_EQ(kept, 0);
}

TEST_F(SuspectsTest, ACallerWhoNeverStopsFillsNoMemory) {
  for (int i = 0; i < 2 * Suspects::kMostSeen; ++i) Open("440000:N" + std::to_string(i), {});
  int most = 0;
  for (const v1::TicketEvent& event : world_.Journal()) {
    most = std::max(most, event.duplicate_suspected().ticket_ids_size());
  }
  EXPECT_EQ(most, Suspects::kMostSeen);
}

}  // namespace
}  // namespace interline::ticketing
