#include "core/wire/json_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/refusal.h"
#include "core/base/status_matchers.h"

namespace interline::wire {
namespace {

std::string Nested(size_t levels, const std::string& open, const std::string& inside, const std::string& close) {
  std::string json;
  for (size_t i = 0; i < levels; ++i) json += open;
  json += inside;
  for (size_t i = 0; i < levels; ++i) json += close;
  return json;
}

struct Refused {
  std::string json;
  v1::RefusalReason reason;
  std::string path;
};

TEST(JsonReader, ReadsWhatIsAnObject) {
  const std::string good[] = {
      "{}",
      " \t\r\n{ } \n",
      R"({"a":null,"b":true,"c":[1,-2,3.5,1e2,[],{}],"d":{"a":"same name, other object"}})",
      R"({"text":"line\nnext\r\n\ttab \" \\ \/ 出入境 \ud83d\ude00"})",
      "{\"\xe9\xbe\x99\":\"\xf0\x9f\x98\x80\"}",
      R"({"a":9223372036854775807,"b":-9223372036854775808,"c":18446744073709551615})",
      R"({"":1,"a b":2})",
      R"({"a":"\u007f"})",
      R"({"a":"\\u0000 \\b"})",
      Nested(kMaxJsonDepth, "{\"a\":", "1", "}"),
      Nested(1, "{\"a\":", Nested(kMaxJsonDepth - 1, "[", "1", "]"), "}"),
  };
  JsonReader reader;
  for (const std::string& json : good) EXPECT_OK(reader.Parse(json)) << json;
}

TEST(JsonReader, RefusesEverythingElseByReasonAndPath) {
  const Refused bad[] = {
      {"", v1::REFUSAL_REASON_MALFORMED, ""},
      {" ", v1::REFUSAL_REASON_MALFORMED, ""},
      {"null", v1::REFUSAL_REASON_MALFORMED, ""},
      {"[]", v1::REFUSAL_REASON_MALFORMED, ""},
      {"\"text\"", v1::REFUSAL_REASON_MALFORMED, ""},
      {"17", v1::REFUSAL_REASON_MALFORMED, ""},
      {"{", v1::REFUSAL_REASON_MALFORMED, ""},
      {"{} {}", v1::REFUSAL_REASON_MALFORMED, ""},
      {"{}x", v1::REFUSAL_REASON_MALFORMED, ""},
      {std::string("{}\0", 3), v1::REFUSAL_REASON_MALFORMED, ""},
      {"\xEF\xBB\xBF{}", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":1,})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({a:1})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({'a':1})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":'x'})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":1 /* note */})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":NaN})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":Infinity})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":.5})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":1.})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":01})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":+1})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":-})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":1e})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":tru})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":"\x"})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":"\ud800"})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":"\udc00"})", v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":"\udc00\ud800"})", v1::REFUSAL_REASON_MALFORMED, ""},
      {"{\"a\":\"\n\"}", v1::REFUSAL_REASON_MALFORMED, ""},
      {std::string("{\"a\":\"\0\"}", 9), v1::REFUSAL_REASON_MALFORMED, ""},
      {R"({"a":"\u0000"})", v1::REFUSAL_REASON_MALFORMED, "a"},
      {R"({"a":[{"b":"x\u001b[31m"}]})", v1::REFUSAL_REASON_MALFORMED, "a[0].b"},
      {R"({"a":{"b\b":1}})", v1::REFUSAL_REASON_MALFORMED, "a.?"},
      {R"({"a":"\\\f"})", v1::REFUSAL_REASON_MALFORMED, "a"},
      {R"({"a":12345678901234567890123})", v1::REFUSAL_REASON_OUT_OF_RANGE, ""},
      {R"({"a":"1.","b":18446744073709551616})", v1::REFUSAL_REASON_OUT_OF_RANGE, ""},
      {R"({"a":1e999})", v1::REFUSAL_REASON_OUT_OF_RANGE, ""},
      {R"({"a":-1e999})", v1::REFUSAL_REASON_OUT_OF_RANGE, ""},
      {"{\"a\":\"\xC0\xAF\"}", v1::REFUSAL_REASON_WRONG_CHARSET, ""},                  // overlong
      {"{\"a\":\"\xED\xA0\xBD\xED\xB8\x80\"}", v1::REFUSAL_REASON_WRONG_CHARSET, ""},  // CESU-8
      {"{\"a\":\"\xF5\x80\x80\x80\"}", v1::REFUSAL_REASON_WRONG_CHARSET, ""},
      {"{\"a\":\"\xE5\x87\"}", v1::REFUSAL_REASON_WRONG_CHARSET, ""},
      {"{\"a\":\"\xB3\xF6\xC8\xEB\"}", v1::REFUSAL_REASON_WRONG_CHARSET, ""},  // GB18030
      {std::string("\xFF\xFE{\0}\0", 6), v1::REFUSAL_REASON_WRONG_CHARSET, ""},
      {R"({"a":1,"b":2,"a":1})", v1::REFUSAL_REASON_DUPLICATE_KEY, "a"},
      {R"({"a":1,"\u0061":1})", v1::REFUSAL_REASON_DUPLICATE_KEY, "a"},
      {R"({"body":{"items":[{"x":1},{"JJDBH1234":1,"JJDBH1235":2,"JJDBH1234":2}]}})", v1::REFUSAL_REASON_DUPLICATE_KEY,
       "body.items[1].JJDBH1234"},
      {Nested(kMaxJsonDepth + 1, "{\"a\":", "1", "}"), v1::REFUSAL_REASON_TOO_LARGE, ""},
      {Nested(1, "{\"a\":", Nested(kMaxJsonDepth, "[", "1", "]"), "}"), v1::REFUSAL_REASON_TOO_LARGE, ""},
      {Nested(100000, "{\"a\":", "1", "}"), v1::REFUSAL_REASON_TOO_LARGE, ""},
      {"{\"a\":\"" + std::string(kMaxJsonBytes, 'x') + "\"}", v1::REFUSAL_REASON_TOO_LARGE, ""},
  };
  JsonReader reader;
  for (const Refused& test : bad) {
    const auto refusal = GetRefusal(reader.Parse(test.json).status());
    const std::string shown = test.json.substr(0, 80);
    ASSERT_TRUE(refusal.has_value()) << shown;
    EXPECT_EQ(refusal->reason(), test.reason) << shown;
    EXPECT_EQ(refusal->path(), test.path) << shown;
  }
}

TEST(JsonReader, FindsARepeatedNameAmongManyMembers) {
  for (const int members : {31, 32, 33, 200, 50000}) {
    std::string json = "{";
    for (int i = 0; i < members; ++i) json += "\"member" + std::to_string(i) + "\":1,";
    JsonReader reader;
    EXPECT_OK(reader.Parse(json + "\"last\":1}")) << members;
    const auto refusal = GetRefusal(reader.Parse(json + "\"member0\":1}").status());
    ASSERT_TRUE(refusal.has_value()) << members;
    EXPECT_EQ(refusal->reason(), v1::REFUSAL_REASON_DUPLICATE_KEY) << members;
    EXPECT_EQ(refusal->path(), "member0") << members;
  }
}

TEST(JsonReader, LeavesRepeatedNamesToACallerWhoLooksForThem) {
  JsonReader reader;
  EXPECT_OK(reader.Parse(R"({"a":1,"a":2})", RepeatedNames::kLeaveToCaller));
  EXPECT_FALSE(reader.Parse(R"({"a":"\u0000"})", RepeatedNames::kLeaveToCaller).ok());
}

TEST(JsonReader, TellsNamesApartThatDifferInTheMiddleOnly) {
  JsonReader reader;
  EXPECT_OK(reader.Parse(R"({"prefix__A__end":1,"prefix__B__end":2,"":3,"p":4,"pp":5})"));
}

TEST(JsonReader, TakesTheLargestDocument) {
  const std::string frame = R"({"a":""})";
  JsonReader reader;
  EXPECT_OK(reader.Parse(R"({"a":")" + std::string(kMaxJsonBytes - frame.size(), 'x') + "\"}"));
  ASSERT_OK_AND_ASSIGN(const simdjson::dom::object object, reader.Parse(R"({"a":7})"));
  EXPECT_EQ(object["a"].get_int64().value(), 7);
}

TEST(JsonReader, NeverRepeatsAValueOrAnUnseemlyName) {
  const std::string canary = "13800138000";
  const std::string bad[] = {
      "{\"a\":\"" + canary + "\"",
      "{\"a\":" + canary + canary + canary + "}",
      R"({"a":")" + canary + R"(\u0000"})",
      R"({"a":")" + canary + R"(","a":")" + canary + R"("})",
      R"({" )" + canary + R"(":1," )" + canary + R"(":2})",
  };
  JsonReader reader;
  for (const std::string& json : bad) {
    const absl::Status status = reader.Parse(json).status();
    ASSERT_FALSE(status.ok()) << json;
    EXPECT_EQ(status.ToString().find(canary), std::string::npos) << json;
  }
}

TEST(JsonReader, GoesOnAfterABadDocument) {
  JsonReader reader;
  EXPECT_FALSE(reader.Parse("{").ok());
  ASSERT_OK_AND_ASSIGN(const simdjson::dom::object object, reader.Parse(R"({"a":"b"})"));
  EXPECT_EQ(object["a"].get_string().value(), "b");
}

}  // namespace
}  // namespace interline::wire
