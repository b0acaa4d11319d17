#include "adapters/engine/decode.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/engine/test_support.h"
#include "core/base/refusal.h"
#include "core/base/sha256.h"
#include "core/base/status_matchers.h"

namespace interline::adapters {
namespace {

using google::protobuf::util::MessageDifferencer;
using v1::TicketEvent;

constexpr char kUrge[] = R"({"no":"DH1","urge":"U1","n":1,"at":"20261124101000.250"})";
constexpr char kReturn[] =
    R"({"head":{"type":"return","id":"m-2","at":1795486200},"for":"12367","your":"X1","why":"region"})";
constexpr char kTwins[] = R"({"head":{"type":"twins","id":"m-3","at":"2026-11-24T10:10:00+08:00"},"from":"interline",)"
                          R"("ticket":"440000:DH1","with":["440000:DH2","12367:X1"]})";

class Decoding : public testing::Test {
 protected:
  absl::StatusOr<TicketEvent> From(const std::string& body, const std::map<std::string, std::string>& headers = {}) {
    return adapter_->Decode(Direction::kFromPlatform, {body, headers});
  }
  absl::StatusOr<TicketEvent> To(const std::string& body) {
    return adapter_->Decode(Direction::kToPlatform, {body, {}});
  }
  // "REASON at path".
  static std::string Refused(const absl::StatusOr<TicketEvent>& event) {
    const auto refusal = GetRefusal(event.status());
    if (!refusal) return event.status().ToString();
    return absl::StrCat(ReasonName(refusal->reason()), refusal->path().empty() ? "" : " at ", refusal->path());
  }

  std::unique_ptr<Adapter> adapter_ = TestAdapter();
};

TEST_F(Decoding, ReadsEveryField) {
  ASSERT_OK_AND_ASSIGN(const TicketEvent event, From(FullTransferJson()));
  EXPECT_TRUE(MessageDifferencer::Equals(event, ParseEvent(FullTransferText()))) << event.DebugString();
}

TEST_F(Decoding, TakesAbsentNullAndEmptyForTheSame) {
  const std::string without = With(FullTransferJson(), R"("sex":2,)", "");
  ASSERT_OK_AND_ASSIGN(const TicketEvent expected, From(without));
  for (const char* instead : {R"("sex":null,)", R"("sex":"",)"}) {
    ASSERT_OK_AND_ASSIGN(const TicketEvent event, From(With(FullTransferJson(), R"("sex":2,)", instead)));
    EXPECT_TRUE(MessageDifferencer::Equals(event, expected)) << instead;
  }
  ASSERT_OK_AND_ASSIGN(const TicketEvent bare,
                       From(R"({"head":{"type":"transfer","ver":2,"id":"m","at":"2026-11-24T10:10:00Z"},"body":{)"
                            R"("ticket":"440000:1","to":"12367","title":"t","caller":null,"files":[],"limit":{}}})"));
  EXPECT_FALSE(bare.transferred().matter().has_caller());
  EXPECT_FALSE(bare.transferred().matter().has_confidential());
  EXPECT_FALSE(bare.transferred().has_limit()) << "an implied value makes no limit";
}

TEST_F(Decoding, RefusesByReasonAndPath) {
  const struct {
    const char* from;
    const char* to;
    const char* refused;
  } cases[] = {
      {"}}}", "}}", "MALFORMED"},
      {R"("sex":2)", R"("sex":2,"sex":2)", "DUPLICATE_KEY at body.caller.sex"},
      {R"("number":"DH1")", R"("number":"DH1","head":{})", "UNKNOWN_FIELD at body.head"},
      {R"("body":{)", R"("head":{},"body":{)", "DUPLICATE_KEY at head"},
      {R"("type":"transfer")", R"("type":"transfers")", "UNKNOWN_MESSAGE"},
      {R"("type":"transfer")", R"("type":7)", "UNKNOWN_MESSAGE"},
      {R"("type":"transfer",)", "", "UNKNOWN_MESSAGE"},
      {R"("sex":2)", R"("sex":2,"Sex":2)", "UNKNOWN_FIELD at body.caller.Sex"},
      {R"({"id":"f2"})", R"({"id":"f2","uri":null})", "UNKNOWN_FIELD at body.files[1].uri"},
      {R"("ver":2,)", "", "MISSING_FIELD at head.ver"},
      {R"("title":"签证延期")", R"("title":"")", "MISSING_FIELD at body.title"},
      {R"({"id":"f2"})", R"({"name":"x"})", "MISSING_FIELD at body.files[1].id"},
      {R"("ver":2)", R"("ver":"2")", "WRONG_TYPE at head.ver"},
      {R"("title":"签证延期")", R"("title":7)", "WRONG_TYPE at body.title"},
      {R"("title":"签证延期")", R"("title":["x"])", "WRONG_TYPE at body.title"},
      {R"("sex":2)", R"("sex":"2")", "WRONG_TYPE at body.caller.sex"},
      {R"("sex":2)", R"("sex":2.0)", "WRONG_TYPE at body.caller.sex"},
      {R"("maybe":true)", R"("maybe":"true")", "WRONG_TYPE at body.limit.maybe"},
      {R"("value":5)", R"("value":"5")", "WRONG_TYPE at body.limit.value"},
      {R"("value":5)", R"("value":5.5)", "WRONG_TYPE at body.limit.value"},
      {R"("size":"91820")", R"("size":91820)", "WRONG_TYPE at body.files[0].size"},
      {R"("size":"91820")", R"("size":"091820")", "WRONG_TYPE at body.files[0].size"},
      {R"("size":"91820")", R"("size":"+1")", "WRONG_TYPE at body.files[0].size"},
      {R"("size":"91820")", R"("size":"9 ")", "WRONG_TYPE at body.files[0].size"},
      {R"({"id":"f2"})", R"("f2")", "WRONG_TYPE at body.files[1]"},
      {R"("hash":{)", R"("hash":[],"x":{)", "WRONG_TYPE at body.files[0].hash"},
      {R"("asked":1795486200500)", R"("asked":"1795486200500")", "WRONG_TYPE at body.asked"},
      {R"("secret":"否")", R"("secret":false)", "WRONG_TYPE at body.secret"},
      {R"("secret":"否")", R"("secret":"N")", "UNMAPPED_CODE at body.secret"},
      {R"("demand":"qz")", R"("demand":"QZ")", "UNMAPPED_CODE at body.demand"},
      {R"("demand":"qz")", R"("demand":"hj")", "UNMAPPED_CODE at body.demand"},
      {R"("sex":2)", R"("sex":0)", "UNMAPPED_CODE at body.caller.sex"},
      {"2026-11-24T10:10:00.250+08:00", "2026-11-31T10:10:00.250+08:00", "INVALID_TIME at head.at"},
      {"2026-12-01 23:59:59", "2026-12-01 23:59", "INVALID_TIME at body.limit.due"},
      {R"("asked":1795486200500)", R"("asked":1795486200)", "INVALID_TIME at body.asked"},
      {R"("region":"440103001000")", R"("region":"440103")", "INVALID_REGION at body.region"},
      {R"("id":"m-1")", R"("id":"m 1")", "INVALID_ID at head.id"},
      {R"("ticket":"440000:DH1")", R"("ticket":"DH1")", "INVALID_ID at body.ticket"},
      {R"("number":"DH1")", R"("number":"D H1")", "INVALID_ID at body.number"},
      {R"("to":"12367")", R"("to":"12345")", "INVALID_ID at body.to"},
      {R"("from":"440000")", R"("from":"四川")", "INVALID_ID at head.from"},
      {R"({"id":"f2"})", R"({"id":"f.2"})", "INVALID_ID at body.files[1].id"},
      {R"("from":"440000")", R"("from":"510000")", "FOREIGN_SOURCE at head.from"},
      {R"("from":"440000")", R"("from":"interline")", "FOREIGN_SOURCE at head.from"},
      {R"("ver":2)", R"("ver":3)", "OUT_OF_RANGE at head.ver"},
      {R"("gen":2)", R"("gen":0)", "OUT_OF_RANGE at head.gen"},
      {R"("gen":2)", R"("gen":10)", "OUT_OF_RANGE at head.gen"},
      {R"("value":5)", R"("value":-5)", "OUT_OF_RANGE at body.limit.value"},
      {R"("value":5)", R"("value":9223372036854775808)", "OUT_OF_RANGE at body.limit.value"},
      {R"("size":"91820")", R"("size":"9223372036854775808")", "OUT_OF_RANGE at body.files[0].size"},
      {R"("size":"91820")", R"("size":"-1")", "OUT_OF_RANGE at body.files[0].size"},
      {R"("title":"签证延期")", R"("title":"二十一个字二十一个字二十一个字二十一个字二")",
       "OUT_OF_RANGE at body.title"},
      {R"("country":"UTO")", R"("country":"Utopia")", "OUT_OF_RANGE at body.caller.country"},
      {R"("hex":"0001)", R"("hex":"00)", "OUT_OF_RANGE at body.files[0].hash.hex"},
      {R"("hex":"0001)", R"("hex":"0F0)", "OUT_OF_RANGE at body.files[0].hash.hex"},
      {R"({"id":"f2"})", R"({"id":"f2"},{"id":"f3"},{"id":"f4"})", "OUT_OF_RANGE at body.files"},
      {R"("b64":")", R"("b64":{"a":1,"a":2},"B64":")", "DUPLICATE_KEY at body.files[0].hash.b64.a"},
  };
  for (const auto& test : cases) {
    const auto event = From(With(FullTransferJson(), test.from, test.to));
    EXPECT_EQ(Refused(event), test.refused) << test.to;
  }
}

TEST_F(Decoding, TakesTheLongestTextInCharactersNotBytes) {
  EXPECT_OK(From(With(FullTransferJson(), "签证延期", "二十个字二十个字二十个字二十个字二十个字")));
}

TEST_F(Decoding, ReadsEveryWordAndCodeThatIsAgreed) {
  for (const char* word : {"是", "Y"}) {
    ASSERT_OK_AND_ASSIGN(const TicketEvent event, From(With(FullTransferJson(), "否", word)));
    EXPECT_TRUE(event.transferred().matter().confidential()) << word;
  }
  ASSERT_OK_AND_ASSIGN(TicketEvent event, From(With(FullTransferJson(), R"("qz")", R"("zx2")")));
  EXPECT_EQ(event.transferred().matter().demand_type(), v1::DEMAND_TYPE_CONSULTATION);
  ASSERT_OK_AND_ASSIGN(event, From(With(FullTransferJson(), R"("qz")", R"("ts")")));
  EXPECT_EQ(event.transferred().matter().demand_type(), v1::DEMAND_TYPE_COMPLAINT);
}

TEST_F(Decoding, KeepsADeclaredFalse) {
  ASSERT_OK_AND_ASSIGN(const TicketEvent event, From(FullTransferJson()));
  EXPECT_TRUE(event.transferred().matter().has_confidential());
  EXPECT_FALSE(event.transferred().matter().confidential());
}

TEST_F(Decoding, KnowsAMessageByHeaderAndNumber) {
  ASSERT_OK_AND_ASSIGN(TicketEvent event, From(kUrge, {{"target", "/urge"}}));
  EXPECT_FALSE(event.urged().again());
  ASSERT_OK_AND_ASSIGN(event, From(With(kUrge, R"("n":1)", R"("n":2)"), {{"target", "/urge"}}));
  EXPECT_TRUE(event.urged().again());
  EXPECT_EQ(Refused(From(With(kUrge, R"("n":1)", R"("n":"1")"), {{"target", "/urge"}})), "UNKNOWN_MESSAGE");
  EXPECT_EQ(Refused(From(kUrge)), "UNKNOWN_MESSAGE");
  EXPECT_EQ(Refused(From(kUrge, {{"target", "/other"}})), "UNKNOWN_MESSAGE");
}

TEST_F(Decoding, KnowsAMessageInItsDirectionOnly) {
  EXPECT_OK(To(kTwins));
  EXPECT_EQ(Refused(From(kTwins)), "UNKNOWN_MESSAGE");
}

TEST_F(Decoding, ReadsAListOfTexts) {
  ASSERT_OK_AND_ASSIGN(const TicketEvent event, To(kTwins));
  EXPECT_EQ(event.duplicate_suspected().ticket_ids_size(), 2);
  EXPECT_EQ(event.duplicate_suspected().ticket_ids(1), "12367:X1");
  EXPECT_EQ(Refused(To(With(kTwins, R"("12367:X1")", "7"))), "WRONG_TYPE at with[1]");
  EXPECT_EQ(Refused(To(With(kTwins, R"("12367:X1")", R"("X1")"))), "INVALID_ID at with[1]");
  EXPECT_EQ(Refused(To(With(kTwins, R"(["440000:DH2","12367:X1"])", R"("440000:DH2")"))), "WRONG_TYPE at with");
  EXPECT_EQ(Refused(To(With(kTwins, R"(["440000:DH2","12367:X1"])", "[]"))), "MISSING_FIELD at with");
}

TEST_F(Decoding, MakesTheTicketIdByTheRule) {
  ASSERT_OK_AND_ASSIGN(TicketEvent event, From(kUrge, {{"target", "/urge"}}));
  EXPECT_EQ(event.ticket_id(), "440000:DH1") << "the sender is the origin";
  ASSERT_OK_AND_ASSIGN(event, From(kReturn));
  EXPECT_EQ(event.ticket_id(), "12367:X1") << "the recipient is the origin";
  ASSERT_OK_AND_ASSIGN(event, To(With(kReturn, "12367", "440000")));
  EXPECT_EQ(event.ticket_id(), "440000:X1");
  ASSERT_OK_AND_ASSIGN(event, From(R"({"head":{"type":"signed","at":"2026-11-24T10:10:00+08:00"},"my":"W7"})"));
  EXPECT_EQ(event.ticket_id(), "") << "only the sender's own number is told";
  EXPECT_EQ(event.source_number(), "W7");
  EXPECT_TRUE(event.has_signed_());
}

TEST_F(Decoding, TakesANumberInPlaceOfAShownTicketId) {
  const std::string number = With(kTwins, R"("ticket":"440000:DH1")", R"("your":"DH1")");
  ASSERT_OK_AND_ASSIGN(const TicketEvent event, To(number));
  EXPECT_EQ(event.ticket_id(), "");
  EXPECT_EQ(event.recipient_number(), "DH1");
  EXPECT_EQ(Refused(To(With(kTwins, R"("ticket":"440000:DH1",)", ""))), "MISSING_FIELD at ticket");
}

TEST_F(Decoding, SaysWhoSpeaksAndToWhom) {
  ASSERT_OK_AND_ASSIGN(TicketEvent event, From(With(FullTransferJson(), R"("from":"440000",)", "")));
  EXPECT_EQ(event.source(), "440000");
  EXPECT_EQ(event.recipient(), "");
  ASSERT_OK_AND_ASSIGN(event, To(kTwins));
  EXPECT_EQ(event.source(), "interline");
  EXPECT_EQ(event.recipient(), "440000");
  EXPECT_EQ(Refused(To(kReturn)), "OUT_OF_RANGE at for") << "for another platform";
}

TEST_F(Decoding, IdentifiesAMessageWithoutAnIdByItsFields) {
  const auto id = [&](const std::string& body) { return From(body, {{"target", "/urge"}})->id(); };
  EXPECT_TRUE(absl::StartsWith(id(kUrge), "urge:")) << id(kUrge);
  EXPECT_EQ(id(kUrge).size(), std::string("urge:").size() + 32);
  EXPECT_EQ(id(With(kUrge, "20261124101000.250", "20261124101000.251")), id(kUrge)) << "not one of the fields";
  EXPECT_EQ(id(absl::StrCat(" ", kUrge)), id(kUrge)) << "written otherwise";
  EXPECT_NE(id(With(kUrge, R"("U1")", R"("U2")")), id(kUrge));
  EXPECT_NE(id(With(With(kUrge, R"("DH1")", R"("DH1U")"), R"("U1")", R"("1")")), id(kUrge)) << "moved between fields";
}

TEST_F(Decoding, IdentifiesAMessageByItsBytesWhenNothingElseDoes) {
  const std::string body = With(kUrge, R"("n":1)", R"("n":2)");
  ASSERT_OK_AND_ASSIGN(const TicketEvent event, From(body, {{"target", "/urge"}}));
  EXPECT_EQ(event.id(), absl::StrCat("urge.again:", Sha256Hex(body).substr(0, 32)));
}

TEST_F(Decoding, ReadsAShortTimeAsItsStart) {
  const std::string body = With(kUrge, R"("n":1)", R"("n":2,"day":"2026-12-01")");
  ASSERT_OK_AND_ASSIGN(const TicketEvent event, From(body, {{"target", "/urge"}}));
  EXPECT_EQ(event.urged().limit().due_at().seconds(), 1796054400);
}

TEST_F(Decoding, TakesNoOtherCharacterSetThanTheAgreedOne) {
  for (const char* good : {"application/json", "application/json; charset=utf-8", "text/plain;charset=\"UTF-8\""}) {
    EXPECT_OK(From(FullTransferJson(), {{"content-type", good}})) << good;
  }
  for (const char* bad : {"application/json; charset=gb18030", "application/json;charset=utf-16", "a/b; charset="}) {
    EXPECT_EQ(Refused(From(FullTransferJson(), {{"content-type", bad}})), "WRONG_CHARSET") << bad;
  }
  EXPECT_EQ(Refused(From("{\"a\":\"\xB3\xF6\xC8\xEB\"}")), "WRONG_CHARSET");
}

TEST_F(Decoding, PassesOverUnknownFieldsWhenTheDialectSaysSo) {
  std::string lenient = With(TestDialectText(), "UNKNOWN_FIELDS_REFUSE", "UNKNOWN_FIELDS_IGNORE");
  // Known by a header and a field of its own, they could be mistaken for the others now.
  const size_t urges = lenient.find("messages {\n  name: \"urge\"");
  lenient.erase(urges, lenient.find("messages {\n  name: \"return\"") - urges);
  ASSERT_OK_AND_ASSIGN(adapter_, MakeAdapter(ParsePlatform(TestPlatformText()), ParseDialect(lenient)));
  ASSERT_OK_AND_ASSIGN(const TicketEvent event,
                       From(With(FullTransferJson(), R"("sex":2)", R"("sex":2,"x":{"y":[1]})")));
  EXPECT_TRUE(MessageDifferencer::Equals(event, ParseEvent(FullTransferText())));
  EXPECT_EQ(Refused(From(With(FullTransferJson(), R"("sex":2)", R"("sex":2,"x":{"y":1,"y":1})"))),
            "DUPLICATE_KEY at body.caller.x.y");
}

TEST_F(Decoding, UsesThePlatformsOwnTable) {
  adapter::v1::Platform platform = ParsePlatform(TestPlatformText() + R"(tables {
    name: "sex" enum: "interline.v1.Sex" rows { theirs: "7" ours: "MALE" } refuse_ours: ["FEMALE", "NOT_STATED"] })");
  ASSERT_OK_AND_ASSIGN(adapter_, MakeAdapter(platform, ParseDialect(TestDialectText())));
  EXPECT_EQ(Refused(From(FullTransferJson())), "UNMAPPED_CODE at body.caller.sex");
  ASSERT_OK_AND_ASSIGN(const TicketEvent event, From(With(FullTransferJson(), R"("sex":2)", R"("sex":7)")));
  EXPECT_EQ(event.transferred().matter().caller().sex(), v1::SEX_MALE);
}

TEST_F(Decoding, NeverRepeatsAValue) {
  const std::string canary = "13800138000";
  const std::string good = FullTransferJson();
  // Each text and number in turn becomes the canary; whatever is refused must not show it.
  int refused = 0;
  for (size_t at = 0; at < good.size(); ++at) {
    if (good[at] != ':' || good[at + 1] == '{' || good[at + 1] == '[') continue;
    const size_t end = good.find_first_of(",}]", at);
    for (const std::string& value : {canary, "\"" + canary + "\"", "[" + canary + "]", "{\"a\":" + canary + "}"}) {
      const auto event = From(good.substr(0, at + 1) + value + good.substr(end));
      if (event.ok()) continue;
      ++refused;
      EXPECT_EQ(event.status().ToString().find(canary), std::string::npos) << event.status();
    }
  }
  EXPECT_GT(refused, 80);
}

}  // namespace
}  // namespace interline::adapters
