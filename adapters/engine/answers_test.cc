#include "adapters/engine/answers.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/test_support.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"

namespace interline::adapters {
namespace {

using adapter::v1::Answer;
using adapter::v1::AnswerContent;

constexpr char kAnswers[] = R"(
answers {
  name: "stored" direction: DIRECTION_BOTH meaning: MEANING_DONE http_status: 200
  when { path: "code" equals: "0" }
  rows { theirs: "data.number" ours: "number" text {} }
  rows { theirs: "data.at" ours: "answered_at" time { local: "%Y-%m-%d %H:%M:%S" } }
}
answers {
  name: "refused" direction: DIRECTION_BOTH meaning: MEANING_REFUSED http_status: 200
  when { path: "code" equals: "1" }
  rows { theirs: "message" ours: "explanation" required: true text { max_chars: 20 } }
}
answers {
  name: "busy" direction: DIRECTION_FROM_PLATFORM meaning: MEANING_LATER http_status: 503
}
answers {
  name: "login" direction: DIRECTION_FROM_PLATFORM meaning: MEANING_UNAUTHORISED http_status: 403
  when { header: "x-login" equals: "needed" }
}
)";

std::unique_ptr<Adapter> Make(const std::string& answers) {
  auto made = MakeAdapter(ParsePlatform(TestPlatformText()), ParseDialect(TestDialectText() + answers));
  EXPECT_TRUE(made.ok()) << made.status();
  return made.ok() ? *std::move(made) : nullptr;
}

std::string MistakesOf(const std::string& answers, const std::string& platform = TestPlatformText()) {
  const auto made = MakeAdapter(ParsePlatform(platform), ParseDialect(TestDialectText() + answers));
  return made.ok() ? "none" : std::string(made.status().message());
}

// "MEANING name content".
std::string Read(const Adapter& adapter, const WireAnswer& answer) {
  const Answered read = adapter.ReadAnswer(Direction::kFromPlatform, answer);
  return absl::StrCat(Answer::Meaning_Name(read.meaning).substr(8), " ", read.name, " ",
                      read.content.ShortDebugString());
}

TEST(Answers, MeanWhatTheFirstThatFitsSays) {
  const auto adapter = Make(kAnswers);
  ASSERT_NE(adapter, nullptr);
  const struct {
    WireAnswer answer;
    const char* read;
  } cases[] = {
      {{200, R"({"code":"0","data":{"number":"A1","at":"2026-11-24 10:10:00"}})", {}},
       "DONE stored number: \"A1\" answered_at { seconds: 1795486200 }"},
      {{200, R"({"code":"0"})", {}}, "DONE stored "},
      {{200, R"({"code":"0","data":null,"trace":{"x":[1]}})", {}}, "DONE stored "},
      {{200, R"({"code":"1","message":"不行"})", {}},
       "REFUSED refused explanation: \"\\344\\270\\215\\350\\241\\214\""},
      {{503, "", {}}, "LATER busy "},
      {{503, "<html>", {}}, "LATER busy "},
      {{403, "", {{"x-login", "needed"}}}, "UNAUTHORISED login "},
  };
  for (const auto& one : cases) EXPECT_EQ(Read(*adapter, one.answer), one.read) << one.answer.body;
}

TEST(Answers, AreInDoubtWhenNothingFits) {
  const auto adapter = Make(kAnswers);
  for (const WireAnswer& answer : {WireAnswer{200, R"({"code":"7"})", {}}, WireAnswer{200, R"({"code":0})", {}},
                                   WireAnswer{500, R"({"code":"0"})", {}}, WireAnswer{403, "", {}}, WireAnswer{}}) {
    EXPECT_EQ(Read(*adapter, answer), "IN_DOUBT  ") << answer.http_status << answer.body;
  }
}

TEST(Answers, AreInDoubtWithAReasonWhenTheyCannotBeRead) {
  const auto adapter = Make(kAnswers);
  const struct {
    WireAnswer answer;
    const char* name;
    v1::RefusalReason reason;
    const char* path;
  } cases[] = {
      {{200, "", {}}, "", v1::REFUSAL_REASON_MALFORMED, ""},
      {{200, "<html>sorry</html>", {}}, "", v1::REFUSAL_REASON_MALFORMED, ""},
      {{200, R"({"code":"0")", {}}, "", v1::REFUSAL_REASON_MALFORMED, ""},
      {{200, R"({"code":"0","code":"1"})", {}}, "", v1::REFUSAL_REASON_DUPLICATE_KEY, "code"},
      {{200, R"({"code":"0"})", {{"content-type", "application/json; charset=gbk"}}},
       "",
       v1::REFUSAL_REASON_WRONG_CHARSET,
       ""},
      {{200, R"({"code":"0","data":{"at":"yesterday"}})", {}}, "stored", v1::REFUSAL_REASON_INVALID_TIME, "data.at"},
      {{200, R"({"code":"0","data":{"number":"a b"}})", {}}, "stored", v1::REFUSAL_REASON_INVALID_ID, "data.number"},
      {{200, R"({"code":"1"})", {}}, "refused", v1::REFUSAL_REASON_MISSING_FIELD, "message"},
  };
  for (const auto& one : cases) {
    const Answered read = adapter->ReadAnswer(Direction::kFromPlatform, one.answer);
    EXPECT_EQ(read.meaning, Answer::MEANING_IN_DOUBT) << one.answer.body;
    EXPECT_EQ(read.name, one.name) << one.answer.body;
    EXPECT_EQ(read.content.reason(), one.reason) << one.answer.body;
    EXPECT_EQ(read.content.path(), one.path) << one.answer.body;
  }
}

TEST(Answers, AreWrittenByTheFirstOfTheMeaning) {
  const auto adapter = Make(kAnswers);
  AnswerContent content;
  content.set_number("A1");
  content.set_explanation("no");
  const auto done = adapter->WriteAnswer(Direction::kToPlatform, Answer::MEANING_DONE, content);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->http_status, 200u);
  EXPECT_EQ(done->body, R"({"code":"0","data":{"number":"A1"}})");
  EXPECT_EQ(done->headers.at("content-type"), "application/json; charset=utf-8");
  EXPECT_EQ(adapter->WriteAnswer(Direction::kToPlatform, Answer::MEANING_REFUSED, content)->body,
            R"({"code":"1","message":"no"})");
  const auto later = adapter->WriteAnswer(Direction::kFromPlatform, Answer::MEANING_LATER, content);
  ASSERT_TRUE(later.ok());
  EXPECT_EQ(later->http_status, 503u);
  EXPECT_EQ(later->body, "");
  EXPECT_TRUE(later->headers.empty());
  const auto login = adapter->WriteAnswer(Direction::kFromPlatform, Answer::MEANING_UNAUTHORISED, content);
  EXPECT_EQ(login->headers.at("x-login"), "needed");
}

TEST(Answers, AreNotWrittenWithoutAMeaningOrAgainstTheirRows) {
  const auto adapter = Make(kAnswers);
  AnswerContent content;
  EXPECT_EQ(adapter->WriteAnswer(Direction::kToPlatform, Answer::MEANING_LATER, content).status().code(),
            absl::StatusCode::kNotFound);
  const auto reason = [&] {
    const auto written = adapter->WriteAnswer(Direction::kToPlatform, Answer::MEANING_REFUSED, content);
    return GetRefusal(written.status())->reason();
  };
  EXPECT_EQ(reason(), v1::REFUSAL_REASON_NOT_EXPRESSIBLE);
  content.set_explanation("more than twenty characters");
  EXPECT_EQ(reason(), v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER);
}

TEST(Answers, CanDifferByTheMessageThatIsAnswered) {
  const auto adapter = Make(R"(
answer_wire_format: WIRE_FORMAT_SOAP_1_1
answers { name: "transferred" direction: DIRECTION_BOTH meaning: MEANING_DONE messages: "transfer"
  when { path: "transferResponse.return" equals: "true" } }
answers { name: "urged" direction: DIRECTION_BOTH meaning: MEANING_DONE messages: "urge"
  when { path: "urgeResponse.return" equals: "true" } }
answers { name: "fault" direction: DIRECTION_BOTH meaning: MEANING_REFUSED http_status: 500
  when { path: "Fault.faultcode" equals: "Client" } rows { theirs: "Fault.faultstring" ours: "explanation" text {} } }
)");
  ASSERT_NE(adapter, nullptr);
  AnswerContent content;
  content.set_message("urge");
  const auto written = adapter->WriteAnswer(Direction::kToPlatform, Answer::MEANING_DONE, content);
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_NE(written->body.find("<urgeResponse><return>true</return></urgeResponse>"), std::string::npos);
  EXPECT_EQ(Read(*adapter, *written), "DONE urged message: \"urge\"");
  content.set_message("signed");
  EXPECT_FALSE(adapter->WriteAnswer(Direction::kToPlatform, Answer::MEANING_DONE, content).ok());
  content.set_explanation("a & b");
  const auto fault = adapter->WriteAnswer(Direction::kToPlatform, Answer::MEANING_REFUSED, content);
  ASSERT_TRUE(fault.ok()) << fault.status();
  EXPECT_EQ(fault->http_status, 500u);
  EXPECT_EQ(Read(*adapter, *fault), "REFUSED fault explanation: \"a & b\"");
  const std::string other = absl::StrReplaceAll(fault->body, {{"soap:", "S:"}, {"xmlns:soap", "xmlns:S"}});
  EXPECT_EQ(Read(*adapter, {500, other, {}}), "REFUSED fault explanation: \"a & b\"");
}

TEST(Answers, AreCheckedBeforeTheyRun) {
  const struct {
    std::string answers;
    const char* mistake;
  } cases[] = {
      {"answers { direction: DIRECTION_BOTH meaning: MEANING_DONE }", "An answer needs a name."},
      {"answers { name: \"a\" meaning: MEANING_DONE }", "no direction"},
      {"answers { name: \"a\" direction: DIRECTION_BOTH }", "no meaning"},
      {"answers { name: \"a\" direction: DIRECTION_BOTH meaning: MEANING_DONE http_status: 99 }", "from 200 to 599"},
      {"answers { name: \"a\" direction: DIRECTION_BOTH meaning: MEANING_DONE messages: \"x\" }", "no message 'x'"},
      {absl::StrCat(kAnswers, "answers { name: \"busy\" direction: DIRECTION_TO_PLATFORM meaning: MEANING_DONE }"),
       "two answers 'busy'"},
      {absl::StrCat(kAnswers,
                    "answers { name: \"again\" direction: DIRECTION_TO_PLATFORM meaning: MEANING_DONE http_status: 200 "
                    "when { path: \"code\" equals: \"1\" } }"),
       "The answer 'again' is never reached"},
      {"answers { name: \"a\" direction: DIRECTION_BOTH meaning: MEANING_DONE "
       "rows { theirs: \"x\" ours: \"nothing\" text {} } }",
       "nothing"},
      {"tables { name: \"r\" enum: \"interline.v1.RefusalReason\" rows { theirs: \"1\" ours: \"MALFORMED\" } }"
       "answers { name: \"a\" direction: DIRECTION_BOTH meaning: MEANING_REFUSED "
       "rows { theirs: \"x\" ours: \"reason\" code { table: \"r\" } } }",
       "an answer needs one for each"},
  };
  for (const auto& one : cases) {
    EXPECT_NE(MistakesOf(one.answers).find(one.mistake), std::string::npos) << one.mistake << "\n"
                                                                            << MistakesOf(one.answers);
  }
}

TEST(Answers, MustBeThereForTransportsThatNeedThem) {
  const auto with = [](const char* transport) { return With(TestPlatformText(), "TRANSPORT_KAFKA", transport); };
  EXPECT_EQ(MistakesOf("", with("TRANSPORT_KAFKA")), "none");
  EXPECT_EQ(MistakesOf(kAnswers, with("TRANSPORT_HTTP_PUSH")), "none");
  EXPECT_NE(MistakesOf("", with("TRANSPORT_HTTP_PUSH")).find("from the platform with MEANING_DONE"), std::string::npos);
  EXPECT_NE(MistakesOf("", with("TRANSPORT_HTTP_PUSH")).find("to the platform with MEANING_REFUSED"),
            std::string::npos);
  EXPECT_NE(MistakesOf(kAnswers, with("TRANSPORT_HTTP_POLL")).find("no batch"), std::string::npos);
  EXPECT_NE(MistakesOf(kAnswers, with("TRANSPORT_HTTP_CALLER")).find("no batch"), std::string::npos);
}

}  // namespace
}  // namespace interline::adapters
