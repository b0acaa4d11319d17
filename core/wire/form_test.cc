#include "core/wire/form.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/wire/json_reader.h"

namespace interline::wire {
namespace {

// The JSON, or the reason and the path of the refusal.
std::string Read(const std::string& form, Charset charset = Charset::kUtf8, size_t most_bytes = kMaxFormBytes) {
  JsonWriter json;
  const absl::Status status = FormToJson(form, most_bytes, charset, json);
  if (status.ok()) return std::string(json.json());
  const auto refusal = GetRefusal(status);
  return refusal ? absl::StrCat(ReasonName(refusal->reason()), " ", refusal->path()) : status.ToString();
}

std::string Write(const std::string& json, Charset charset = Charset::kUtf8, size_t most_bytes = kMaxFormBytes) {
  JsonReader reader;
  const auto object = reader.Parse(json);
  EXPECT_TRUE(object.ok());
  const auto form = JsonToForm(*object, most_bytes, charset);
  if (form.ok()) return *form;
  const auto refusal = GetRefusal(form.status());
  return refusal ? absl::StrCat(ReasonName(refusal->reason()), " ", refusal->path()) : form.status().ToString();
}

TEST(Form, ReadsFields) {
  EXPECT_EQ(Read("b=2&a=%E4%B8%8A+x&c="), R"({"a":"上 x","b":"2","c":""})");
  EXPECT_EQ(Read("a=1&b=x&a=2"), R"({"a":["1","2"],"b":"x"})");
  EXPECT_EQ(Read("a=%C9%CF", Charset::kGb18030), R"({"a":"上"})");
  EXPECT_EQ(Read("a=b=c"), R"({"a":"b=c"})");
  EXPECT_EQ(Read("a=%7B%22x%22%3A%22%2525%22%7D"), R"({"a":"{\"x\":\"%25\"}"})");
}

TEST(Form, RefusesWhatIsNoForm) {
  EXPECT_EQ(Read(""), "MALFORMED ");
  EXPECT_EQ(Read("a"), "MALFORMED ");
  EXPECT_EQ(Read("=a"), "MALFORMED ");
  EXPECT_EQ(Read("a=1&&b=2"), "MALFORMED ");
  EXPECT_EQ(Read("a=%4"), "MALFORMED a");
  EXPECT_EQ(Read("a=%zz"), "MALFORMED a");
  EXPECT_EQ(Read("a=%00"), "MALFORMED a");
  EXPECT_EQ(Read("a=%C9%CF"), "WRONG_CHARSET a");
  EXPECT_EQ(Read("a=\xC9\xCF"), "WRONG_CHARSET a");
  EXPECT_EQ(Read("a=1234", Charset::kUtf8, 5), "TOO_LARGE ");
  std::string many = "a=1";
  for (size_t i = 0; i < kMaxFormFields; ++i) many += "&a=1";
  EXPECT_EQ(Read(many), "TOO_LARGE ");
}

TEST(Form, WritesWhatItReads) {
  EXPECT_EQ(Write(R"({"a":"上 x&=%","b":["1","2"],"n":3,"t":true})"), "a=%E4%B8%8A+x%26%3D%25&b=1&b=2&n=3&t=true");
  EXPECT_EQ(Write(R"({"a":"上"})", Charset::kGb18030), "a=%C9%CF");
  EXPECT_EQ(Write(R"({"a":{"b":"1"}})"), "NOT_EXPRESSIBLE a");
  EXPECT_EQ(Write(R"({"a":"123"})", Charset::kUtf8, 4), "TOO_LONG_FOR_RECEIVER ");
}

}  // namespace
}  // namespace interline::wire
