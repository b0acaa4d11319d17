// `interline preview`, on the specifications and examples that are shipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cli/test_world.h"

namespace interline::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kTaken[] = "adapters/guangdong/examples/good/taken_from.json";
constexpr char kTicket[] = "adapters/guangdong/examples/good/passport_appointment_from.json";

std::string Text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Preview : public testing::Test {
 protected:
  TestWorld world_;
};

TEST_F(Preview, ShowsTheEventTheBytesAndWhereEachFieldComesFrom) {
  ASSERT_EQ(world_.Run({"preview", "guangdong", kTicket}), kOk) << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("message: transferred 转办 (reference/"), HasSubstr("from 440000"),
                                HasSubstr("transferred {"), HasSubstr("the way back gives the same")));
  EXPECT_THAT(world_.out, testing::ContainsRegex("body.matter.title +transferred.matter.title +text"));
}

TEST_F(Preview, ReadsTheInputAndTakesAPlatformByItsId) {
  world_.in = Text(kTaken);
  EXPECT_EQ(world_.Run({"preview", "440000", "-"}), kOk) << world_.err;
  EXPECT_THAT(world_.out, HasSubstr("from 440000"));
}

TEST_F(Preview, NeedsTheHeadersThatTellMessagesApart) {
  const std::string file = "adapters/sichuan/examples/good/signed_from.json";
  EXPECT_EQ(world_.Run({"preview", "sichuan", file, "--header", ":path=/deal12345/pushQsd"}), kRefused);
  EXPECT_THAT(world_.out, HasSubstr("refused: UNKNOWN_MESSAGE"));
  EXPECT_EQ(world_.Run({"preview", "sichuan", file, "--header", ":path"}), kUsage);
}

TEST_F(Preview, GoesTheOtherWayFromAnEvent) {
  const std::string file = "adapters/guangdong/examples/good/night_noise_to.textproto";
  ASSERT_EQ(world_.Run({"preview", "guangdong", "--event", file}), kOk) << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr("to 440000"), HasSubstr("\"kind\":\"transferred\""),
                                HasSubstr("the way back gives the same")));
}

TEST_F(Preview, MasksWhatIsPersonalUntilTold) {
  world_.in = Text(kTicket);
  const size_t at = world_.in.find("\"title\": \"");
  ASSERT_NE(at, std::string::npos);
  world_.in.insert(at + 10, kCanary);
  ASSERT_EQ(world_.Run({"preview", "guangdong", "-"}), kOk) << world_.err;
  EXPECT_THAT(world_.out + world_.err, Not(HasSubstr(kCanary)));
  ASSERT_EQ(world_.Run({"preview", "guangdong", "-", "--json"}), kOk) << world_.err;
  EXPECT_THAT(world_.out + world_.err, Not(HasSubstr(kCanary)));
  ASSERT_EQ(world_.Run({"preview", "guangdong", "-", "--reveal"}), kOk) << world_.err;
  EXPECT_THAT(world_.out, HasSubstr(kCanary));
}

TEST_F(Preview, SaysReasonAndPlaceOfWhatIsRefused) {
  world_.in = R"({"kind":"signed"})";
  EXPECT_EQ(world_.Run({"preview", "guangdong", "-"}), kRefused);
  EXPECT_THAT(world_.out, AllOf(HasSubstr("refused: MISSING_FIELD"), HasSubstr("path: messageId")));
  EXPECT_EQ(world_.Run({"preview", "guangdong", "-", "--json"}), kRefused);
  EXPECT_THAT(world_.out, HasSubstr(R"({"refused":"MISSING_FIELD","path":"messageId")"));
}

TEST_F(Preview, SaysWhichPlatformOrFileIsNotThere) {
  EXPECT_EQ(world_.Run({"preview", "atlantis", kTaken}), kNotFound);
  EXPECT_THAT(world_.err, HasSubstr("interline platforms"));
  EXPECT_EQ(world_.Run({"preview", "guangdong", "no/such/file"}), kNotFound);
  world_.in = "no event";
  EXPECT_EQ(world_.Run({"preview", "guangdong", "--event", "-"}), kUsage);
}

TEST_F(Preview, SpeaksJson) {
  ASSERT_EQ(world_.Run({"preview", "guangdong", kTaken, "--json"}), kOk) << world_.err;
  EXPECT_THAT(world_.out, AllOf(HasSubstr(R"({"message":")"), HasSubstr(R"("direction":"from_platform","event":{"id")"),
                                HasSubstr(R"({"theirs":"ticketId","ours":"ticket_id","as":"text"})")));
}

}  // namespace
}  // namespace interline::cli
