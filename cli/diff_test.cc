// `interline diff`, on Guangdong's specification and changed copies of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/test_world.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kExamples[] = "adapters/guangdong/examples/good/";

std::string Text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Diff : public testing::Test {
 protected:
  void SetUp() override { CopySpecifications({"guangdong", "dialects/reference"}, root_); }

  // Replaces text in the copied dialect.
  void Change(const std::string& from, const std::string& to) {
    const fs::path path = root_ / "dialects/reference/dialect.textproto";
    const std::string before = Text(path);
    const std::string after = absl::StrReplaceAll(before, {{from, to}});
    ASSERT_NE(before, after);
    std::ofstream(path, std::ios::binary) << after;
  }

  void SwapRegionNameAndAddress() {
    Change(R"(ours: "transferred.matter.region.name")", R"(ours: "in passing")");
    Change(R"(ours: "transferred.matter.region.address")", R"(ours: "transferred.matter.region.name")");
    Change(R"(ours: "in passing")", R"(ours: "transferred.matter.region.address")");
  }

  void ShortenRegionName() {
    Change(R"(ours: "transferred.matter.region.name" text {})",
           R"(ours: "transferred.matter.region.name" text { max_chars: 1 })");
  }

  // A recording of one example.
  std::string Recording(const std::string& example) {
    const fs::path path = fs::path(testing::TempDir()) / "recording.jsonl";
    std::ofstream(path) << "# a remark\n\n{\"body_base64\":\"" << absl::Base64Escape(Text(kExamples + example))
                        << "\"}\n";
    return path;
  }

  ExitCode Run(const std::string& over, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"diff", "adapters/guangdong", (root_ / "guangdong").string(), "--over", over};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return world_.Run(arguments);
  }

  const fs::path root_ = fs::path(testing::TempDir()) / "changed";
  TestWorld world_;
};

TEST_F(Diff, FindsNothingBetweenASpecificationAndItself) {
  EXPECT_EQ(Run(Recording("passport_appointment_from.json")), kOk) << world_.err << world_.out;
  EXPECT_EQ(world_.out, "1 messages: 1 same\n");
}

TEST_F(Diff, NamesTheFieldsThatChange) {
  SwapRegionNameAndAddress();
  EXPECT_EQ(Run(Recording("passport_appointment_from.json")), kFailed) << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("recording.jsonl:3: "), HasSubstr("transferred.matter.region.name"),
                                HasSubstr("transferred.matter.region.address")));
}

TEST_F(Diff, NamesWhatIsNowRefusedAndWhatIsNowAccepted) {
  ShortenRegionName();
  const std::string recording = Recording("passport_appointment_from.json");
  EXPECT_EQ(Run(recording), kFailed);
  EXPECT_THAT(world_.out, AllOf(HasSubstr("recording.jsonl:3: now refused: OUT_OF_RANGE at body.matter.region.name\n"),
                                HasSubstr("1 messages: 1 now refused")));
  EXPECT_EQ(Run(recording, {"--json"}), kFailed);
  EXPECT_THAT(world_.out,
              HasSubstr(R"("result":"now refused","refused_after":"OUT_OF_RANGE at body.matter.region.name"})"));
  EXPECT_EQ(world_.Run({"diff", (root_ / "guangdong").string(), "adapters/guangdong", "--over", recording}), kFailed);
  EXPECT_THAT(world_.out, HasSubstr("now accepted, was OUT_OF_RANGE at body.matter.region.name\n"));
}

TEST_F(Diff, ReadsATopicOfTrafficAndWritesOneOfDeliveries) {
  world_.CreateTopics();
  world_.Write("in.440000", "k", Text(std::string(kExamples) + "passport_appointment_from.json"));
  world_.Write("in.440000", "k", "no JSON");
  ShortenRegionName();
  Change(R"(theirs: "actor.unitName" ours: "actor.unit_name" text {})",
         R"(theirs: "actor.unitName" ours: "actor.unit_name" text { max_chars: 1 })");
  EXPECT_EQ(Run("in.440000"), kFailed) << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("in.440000/"), HasSubstr("2 messages: 1 same, 1 now refused")));

  v1::Delivery delivery;
  v1::TicketEvent& event = *delivery.mutable_event();
  event.set_id("e1");
  event.set_source("12367");
  event.set_ticket_id("12367:YM1");
  event.set_recipient("440000");
  event.mutable_occurred_at()->set_seconds(1795489200);
  event.mutable_actor()->set_unit_name("热线");
  event.mutable_signed_();
  world_.Write("outbox.440000", "k", delivery.SerializeAsString());
  EXPECT_EQ(Run("outbox.440000"), kFailed) << world_.err;
  EXPECT_THAT(world_.out, HasSubstr("1 messages: 1 now refused"));
  // With two whole trees the topic says which platform is meant.
  EXPECT_EQ(world_.Run({"diff", "adapters", root_, "--over", "outbox.440000"}), kFailed) << world_.err;
}

TEST_F(Diff, ShowsValuesOnlyWhenTold) {
  SwapRegionNameAndAddress();
  std::string body = Text(std::string(kExamples) + "passport_appointment_from.json");
  const fs::path path = fs::path(testing::TempDir()) / "canary.jsonl";
  const size_t at = body.find("\"address\": \"");
  ASSERT_NE(at, std::string::npos);
  body.insert(at + sizeof("\"address\": \"") - 1, kCanary);
  std::ofstream(path) << "{\"body_base64\":\"" << absl::Base64Escape(body) << "\"}\n";
  EXPECT_EQ(Run(path), kFailed) << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("transferred.matter.region.name"), Not(HasSubstr(kCanary))));
  EXPECT_EQ(Run(path, {"--reveal"}), kFailed);
  EXPECT_THAT(world_.out, HasSubstr(kCanary));
}

TEST_F(Diff, SaysWhatIsMissing) {
  EXPECT_EQ(Run("no/such/file"), kNotFound);
  const std::string recording = Recording("passport_appointment_from.json");
  EXPECT_EQ(world_.Run({"diff", "adapters", "adapters", "--over", recording}), kUsage);
  EXPECT_THAT(world_.err, HasSubstr("--platform"));
  EXPECT_EQ(world_.Run({"diff", "adapters", "adapters", "--over", recording, "--platform", "guangdong"}), kOk);
  std::ofstream(recording) << "{}\n";
  EXPECT_EQ(Run(recording), kUsage);
  EXPECT_THAT(world_.err, HasSubstr("recording.jsonl:1: one of body"));
  std::ofstream(recording, std::ios::trunc) << "\n";
  EXPECT_EQ(Run(recording), kNotFound);
}

}  // namespace
}  // namespace interline::cli
