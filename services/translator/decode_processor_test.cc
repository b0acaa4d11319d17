#include "services/translator/decode_processor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/bus/topics.h"
#include "services/translator/test_world.h"

namespace interline::translator {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kIn[] = "in.440000";
constexpr char kTransfer[] =
    R"({"kind":"transfer","id":"m-1","at":"2026-11-24 08:59:00","from":"440000","number":"GD1","to":"12367",)"
    R"("title":"kanarienvogel","body":{"text":"夜间噪声","language":"zh","region":"440106"}})";

// The good transfer with one piece replaced.
std::string Spoiled(const std::string& piece, const std::string& by) {
  std::string spoiled = absl::StrReplaceAll(kTransfer, {{piece, by}});
  EXPECT_NE(spoiled, kTransfer) << piece;
  return spoiled;
}

TEST(DecodeProcessor, TurnsAMessageIntoAProposalWithItsOrigin) {
  TestWorld world;
  const absl::Time sent = world.clock.Now();
  const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  world.Write(kIn, "GD1", kTransfer, {{"Content-Type", "application/json; charset=UTF-8"}, {"traceparent", trace}});
  world.clock.Advance(absl::Seconds(5));
  world.Translate();
  ASSERT_EQ(world.Commands().size(), 1u);
  const v1::TicketEvent event = world.Commands()[0];
  EXPECT_EQ(event.id(), "m-1");
  EXPECT_EQ(event.source(), "440000");
  EXPECT_EQ(event.ticket_id(), "440000:GD1");
  EXPECT_EQ(event.transferred().matter().content(), "夜间噪声");
  EXPECT_EQ(FromProto(event.received_at()), sent);
  EXPECT_EQ(event.provenance().position().topic(), kIn);
  EXPECT_EQ(event.provenance().position().partition(), 0);
  EXPECT_EQ(event.provenance().position().offset(), 0);
  EXPECT_EQ(event.provenance().mapping(), "plain/3");
  EXPECT_EQ(event.traceparent(), trace);
  const bus::Record record = world.Read(bus::kCommands)[0];
  EXPECT_EQ(record.key, "440000:GD1");
  EXPECT_EQ(bus::FindHeader(record.headers, "interline-source"), "440000");
  EXPECT_TRUE(world.Rejections().empty());
}

TEST(DecodeProcessor, SendsAMessageThatNamesOnlyANumberToThePartitionOfTheNumber) {
  TestWorld world;
  world.Write(kIn, "W7", R"({"kind":"signed","id":"m-2","at":"2026-11-24 09:00:00","from":"440000","number":"W7"})");
  world.Translate();
  ASSERT_EQ(world.Read(bus::kCommands).size(), 1u);
  EXPECT_EQ(world.Read(bus::kCommands)[0].key, "alias/440000/W7");
  EXPECT_EQ(world.Commands()[0].ticket_id(), "");
}

TEST(DecodeProcessor, RefusesEachKindOfBadInputAndGoesOnWithTheNextMessage) {
  const struct {
    const char* what;
    absl::optional<std::string> value;
    std::vector<bus::Header> headers;
    v1::RefusalReason reason;
    std::string path;
  } cases[] = {
      {"a tombstone", absl::nullopt, {}, v1::REFUSAL_REASON_MALFORMED, ""},
      {"nothing", "", {}, v1::REFUSAL_REASON_MALFORMED, ""},
      {"no JSON", "kanarienvogel", {}, v1::REFUSAL_REASON_MALFORMED, ""},
      {"a list", "[1]", {}, v1::REFUSAL_REASON_MALFORMED, ""},
      {"half a message", std::string(kTransfer).substr(0, 90), {}, v1::REFUSAL_REASON_MALFORMED, ""},
      {"two messages", absl::StrCat(kTransfer, kTransfer), {}, v1::REFUSAL_REASON_MALFORMED, ""},
      {"bytes of GB18030", Spoiled("夜间噪声", "\xD2\xB9\xBC\xE4"), {}, v1::REFUSAL_REASON_WRONG_CHARSET, ""},
      {"another charset declared",
       kTransfer,
       {{"Content-Type", "application/json; charset=\"GB18030\""}},
       v1::REFUSAL_REASON_WRONG_CHARSET,
       ""},
      {"a name twice",
       Spoiled("\"id\"", "\"title\":\"kanarienvogel 2\",\"id\""),
       {},
       v1::REFUSAL_REASON_DUPLICATE_KEY,
       "title"},
      {"too deep",
       Spoiled("{\"text\"", absl::StrCat("{\"x\":", std::string(40, '['), std::string(40, ']'), ",\"text\"")),
       {},
       v1::REFUSAL_REASON_TOO_LARGE,
       ""},
      {"too large", Spoiled("夜间噪声", std::string(1 << 20, 'x')), {}, v1::REFUSAL_REASON_TOO_LARGE, ""},
      {"an unknown message", Spoiled("\"transfer\"", "\"kanarienvogel\""), {}, v1::REFUSAL_REASON_UNKNOWN_MESSAGE, ""},
      {"an unknown field",
       Spoiled("\"text\"", "\"kanarienvogel\":1,\"text\""),
       {},
       v1::REFUSAL_REASON_UNKNOWN_FIELD,
       "body.kanarienvogel"},
      {"a missing field", Spoiled("\"title\":\"kanarienvogel\",", ""), {}, v1::REFUSAL_REASON_MISSING_FIELD, "title"},
      {"an empty field",
       Spoiled("\"title\":\"kanarienvogel\",", "\"title\":\"\","),
       {},
       v1::REFUSAL_REASON_MISSING_FIELD,
       "title"},
      {"a wrong type", Spoiled("\"kanarienvogel\"", "[\"kanarienvogel\"]"), {}, v1::REFUSAL_REASON_WRONG_TYPE, "title"},
      {"an unmapped code",
       Spoiled("\"zh\"", "\"kanarienvogel\""),
       {},
       v1::REFUSAL_REASON_UNMAPPED_CODE,
       "body.language"},
      {"a day that is not", Spoiled("11-24", "02-30"), {}, v1::REFUSAL_REASON_INVALID_TIME, "at"},
      {"a title of 201 characters",
       Spoiled("\"kanarienvogel\"", absl::StrCat("\"", std::string(201, 'x'), "\"")),
       {},
       v1::REFUSAL_REASON_OUT_OF_RANGE,
       "title"},
      {"a region of 5 digits", Spoiled("440106", "44010"), {}, v1::REFUSAL_REASON_INVALID_REGION, "body.region"},
      {"a number with a blank", Spoiled("GD1", "kanarien vogel"), {}, v1::REFUSAL_REASON_INVALID_ID, "number"},
      {"another platform's name",
       Spoiled("\"from\":\"440000\"", "\"from\":\"12367\""),
       {},
       v1::REFUSAL_REASON_FOREIGN_SOURCE,
       "from"},
      {"what only the contract forbids",
       Spoiled("\"to\":\"12367\"", "\"to\":\"440000\""),
       {},
       v1::REFUSAL_REASON_OUT_OF_RANGE,
       "transferred.to"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.what);
    TestWorld world;
    world.Write(kIn, "k", c.value, c.headers);
    world.Write(kIn, "k", kTransfer);
    world.Translate();
    EXPECT_EQ(world.Commands().size(), 1u) << "the good message behind it";
    ASSERT_EQ(world.Rejections().size(), 1u);
    const v1::Rejection rejection = world.Rejections()[0];
    EXPECT_EQ(ReasonName(rejection.refusal().reason()), ReasonName(c.reason));
    EXPECT_EQ(rejection.refusal().path(), c.path);
    EXPECT_EQ(rejection.stage(), v1::Rejection::STAGE_DECODE);
    EXPECT_EQ(rejection.platform(), "440000");
    EXPECT_EQ(rejection.original(), c.value.value_or(""));
    EXPECT_EQ(rejection.position().topic(), kIn);
    EXPECT_EQ(rejection.position().offset(), 0);
    EXPECT_EQ(rejection.mapping(), "plain/3");
    EXPECT_EQ(FromProto(rejection.rejected_at()), world.clock.Now());
    EXPECT_EQ(world.Read(bus::kRejected)[0].key, "");
    EXPECT_THAT(rejection.refusal().explanation(), Not(HasSubstr(kCanary)));
    // Even the names of fields are the sender's choice.
    EXPECT_THAT(world.Logged(), HasSubstr(ReasonName(c.reason)));
    EXPECT_THAT(world.Logged(), Not(HasSubstr(kCanary)));
  }
}

TEST(DecodeProcessor, LogsNothingOfAGoodMessage) {
  TestWorld world;
  world.Write(kIn, kCanary, kTransfer);
  world.Translate();
  ASSERT_EQ(world.Commands().size(), 1u);
  EXPECT_THAT(world.Logged(), Not(HasSubstr(kCanary)));
}

TEST(DecodeProcessor, GivesTheSameResultAfterABatchThatWasAborted) {
  TestWorld world;
  world.Write(kIn, "GD1", kTransfer);
  world.Write(kIn, "GD1", "no JSON");
  world.bus.FailNext(bus::Fault::kCommitAborted);
  world.Translate();
  EXPECT_EQ(world.Commands().size(), 1u);
  EXPECT_EQ(world.Rejections().size(), 1u);
}

TEST(DecodeProcessor, StopsAtATopicOfNoPlatform) {
  TestWorld world;
  TranslatorMetrics metrics(world.metrics, "decode");
  DecodeProcessor processor(*world.adapters, metrics);
  class NoContext final : public stream::Context {
   public:
    absl::Time Now() const override { return absl::UnixEpoch(); }
    void Emit(bus::Message) override { ADD_FAILURE() << "nothing may be written"; }
    absl::StatusOr<absl::optional<std::string>> Get(absl::string_view) const override {
      return absl::FailedPreconditionError("no state");
    }
    void Put(absl::string_view, std::string) override {}
    void Delete(absl::string_view) override {}
    void SetTimer(absl::string_view, absl::Time) override {}
    void CancelTimer(absl::string_view) override {}
  } context;
  for (const char* topic : {"in.999999", "outbox.440000", "commands"}) {
    bus::Record record;
    record.topic = topic;
    record.value = kTransfer;
    EXPECT_THAT(processor.Process(record, context), HasCode(absl::StatusCode::kInternal)) << topic;
  }
}

}  // namespace
}  // namespace interline::translator
