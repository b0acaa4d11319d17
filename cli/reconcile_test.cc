// `interline reconcile`, with a log that was written by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "adapters/engine/registry.h"
#include "cli/conversation.h"
#include "cli/program.h"
#include "cli/test_world.h"
#include "core/base/status_matchers.h"
#include "core/bus/topics.h"

namespace interline::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kRun[] = "20261124090000";
constexpr char kLines[] =
    R"({"number":"1","from":"440000","to":"12367","title":"kanarienvogel","content":"内容","category":"COMMENTS"})"
    "\n"
    R"({"number":"2","from":"12367","to":"510000","title":"kanarienvogel","content":"内容","region":"510100",)"
    R"("category":"OUTSIDE_IMMIGRATION","outcome":"return"})"
    "\n";

class ReconcileTest : public testing::Test {
 protected:
  ReconcileTest()
      : registry_(*adapters::Registry::Load("adapters")),
        scenario_(*Scenario::Parse(kLines, kRun, RunStart(kRun, absl::UnixEpoch()))) {
    world_.CreateTopics();
    std::ofstream(path_) << kLines;
    for (const ScenarioTicket& ticket : scenario_.tickets()) {
      conversations_.push_back(Converse(ticket, scenario_, *registry_.Find(ticket.from), *registry_.Find(ticket.to)));
    }
  }

  // As if the broker had done its work.
  void Exchange() {
    world_.Write("in.440000", "20261124090000-1", "bytes");
    world_.Write(bus::kCommands, "12367:20261124090000-2", "event");
    world_.clock.Advance(absl::Milliseconds(42));
    for (size_t i = 0; i < conversations_.size(); ++i) {
      Tell(scenario_.tickets()[i].to, conversations_[i].told_to_addressee);
      Tell(scenario_.tickets()[i].from, conversations_[i].told_to_origin);
    }
  }

  void Tell(const std::string& platform, const std::vector<v1::TicketEvent>& events) {
    for (v1::TicketEvent event : events) {
      event.set_recipient(platform);
      event.clear_recipient_number();
      const auto wire = registry_.Find(platform)->Encode(adapters::Direction::kToPlatform, event);
      ASSERT_OK(wire);
      std::vector<bus::Header> headers;
      for (const auto& [name, value] : wire->headers) headers.push_back({name, value});
      world_.Write(bus::OutTopic(platform), event.ticket_id(), wire->body, headers);
    }
  }

  ExitCode Reconcile(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"reconcile", "--scenario", path_, "--run", kRun, "--wait", "0s"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return world_.Run(arguments);
  }

  const std::string path_ = testing::TempDir() + "/scenario.jsonl";
  const adapters::Registry registry_;
  const Scenario scenario_;
  std::vector<Conversation> conversations_;
  TestWorld world_;
};

TEST_F(ReconcileTest, IsContentWhenAllCameAsItWasSent) {
  Exchange();
  EXPECT_EQ(Reconcile(), kOk) << world_.out << world_.err;
  EXPECT_THAT(world_.out, HasSubstr("20261124090000-1  440000  12367   resolved 办结  42 ms\n"));
  EXPECT_THAT(world_.out, HasSubstr("20261124090000-2  12367   510000  returned 退回  42 ms\n"));
  EXPECT_THAT(world_.out, testing::EndsWith("\n2 tickets exchanged, 0 duplicates recognised, 0 rejected, 0 lost\n"));
}

TEST_F(ReconcileTest, NamesEachDifferenceWithoutContent) {
  conversations_[0].told_to_origin.pop_back();
  conversations_[1].told_to_addressee[0].mutable_transferred()->mutable_matter()->set_content("anders");
  Exchange();
  EXPECT_EQ(Reconcile(), kFailed);
  EXPECT_THAT(world_.out, AllOf(HasSubstr("440000:20261124090000-1: 440000 was told [received, signed"),
                                HasSubstr("12367:20261124090000-2: the content of transferred came to 510000 changed"),
                                Not(HasSubstr("anders")), Not(HasSubstr(kCanary))));
  EXPECT_THAT(world_.out, testing::EndsWith("\n0 tickets exchanged, 0 duplicates recognised, 0 rejected, 1 lost\n"));
}

TEST_F(ReconcileTest, SeesWhatCameTwiceBehindWhatIsComplete) {
  Exchange();
  Tell("12367", {conversations_[0].told_to_addressee[0]});
  EXPECT_EQ(Reconcile(), kFailed);
  EXPECT_THAT(world_.out, HasSubstr("12367 was told [transferred, resolution_decided approved, transferred]"));
}

TEST_F(ReconcileTest, TellsATicketThatWasNeverSentFromOneThatWasLost) {
  EXPECT_EQ(Reconcile(), kFailed);
  EXPECT_THAT(world_.out, HasSubstr("440000:20261124090000-1: 440000 has not sent it"));
  EXPECT_THAT(world_.out, HasSubstr("0 lost"));
}

TEST_F(ReconcileTest, SpeaksJson) {
  Exchange();
  EXPECT_EQ(Reconcile({"--json"}), kOk);
  EXPECT_THAT(world_.out, AllOf(HasSubstr(R"("ticket":"440000:20261124090000-1")"), HasSubstr(R"("milliseconds":42)"),
                                testing::EndsWith(R"({"exchanged":2,"duplicates":0,"rejected":0,"lost":0})"
                                                  "\n")));
}

TEST_F(ReconcileTest, SaysWhatItCannotReadOrUnderstand) {
  EXPECT_EQ(world_.Run({"reconcile", "--scenario", "no/such/file", "--run", kRun}), kNotFound);
  EXPECT_EQ(Reconcile({"--wait", "soon"}), kUsage);
  std::ofstream(path_) << R"({"number":"1","from":"440000","to":"330000","title":"t","content":"c"})";
  EXPECT_EQ(Reconcile(), kNotFound);
  EXPECT_THAT(world_.err, HasSubstr("330000"));
}

}  // namespace
}  // namespace interline::cli
