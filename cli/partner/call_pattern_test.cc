#include "cli/partner/call_pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interline::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

adapter::v1::Call Acknowledgement() {
  adapter::v1::Call call;
  call.set_path("/yers");
  call.set_body("<A5AcceptNotice><agentID>${key:agent|xml}</agentID><noticeID>${id|xml}</noticeID></A5AcceptNotice>");
  return call;
}

adapter::v1::Call Question() {
  adapter::v1::Call call;
  call.set_method("GET");
  call.set_path("/calls");
  call.set_query("act=getSearchCall&from=${offset}&limit=${count}&since=${since|percent}");
  return call;
}

TEST(CallPattern, ReadsWhatWasFilledIn) {
  const auto values = CallPattern(Question())
                          .Match("GET", "/calls", "act=getSearchCall&from=0&limit=100&since=2026-11-24%2008%3A00", "");
  ASSERT_TRUE(values.has_value());
  EXPECT_THAT(*values, ElementsAre(Pair("count", "100"), Pair("offset", "0"), Pair("since", "2026-11-24 08:00")));
}

TEST(CallPattern, ReadsTextsOfXml) {
  const auto values = CallPattern(Acknowledgement())
                          .Match("POST", "/yers", "",
                                 "<A5AcceptNotice><agentID>a&amp;b</agentID><noticeID>N-7</noticeID></A5AcceptNotice>");
  ASSERT_TRUE(values.has_value());
  EXPECT_THAT(*values, ElementsAre(Pair("id", "N-7"), Pair("key:agent", "a&b")));
}

TEST(CallPattern, IsForItsOwnRequestsOnly) {
  const CallPattern question(Question());
  const std::string query = "act=getSearchCall&from=0&limit=100&since=x";
  EXPECT_TRUE(question.Match("GET", "/calls", query, "").has_value());
  EXPECT_FALSE(question.Match("POST", "/calls", query, "").has_value());
  EXPECT_FALSE(question.Match("GET", "/other", query, "").has_value());
  EXPECT_FALSE(question.Match("GET", "/calls", "act=getCall&from=0&limit=100&since=x", "").has_value());
  EXPECT_FALSE(question.Match("GET", "/calls", query, "a body").has_value());
  EXPECT_FALSE(CallPattern(Acknowledgement()).Match("POST", "/yers", "", "<A5AcceptNotice><agentID>a").has_value());
}

}  // namespace
}  // namespace interline::cli
