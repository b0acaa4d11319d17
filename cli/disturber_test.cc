#include "cli/disturber.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace interline::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Disturber With(const std::string& faults) { return Disturber(*Faults::Parse(faults, 1)); }

std::vector<std::string> Bodies(const std::vector<Outgoing>& all) {
  std::vector<std::string> bodies;
  for (const Outgoing& outgoing : all) bodies.push_back(outgoing.message.body);
  return bodies;
}

Outgoing Message(const std::string& key, const std::string& body) { return {key, {body, {{"h", "v"}}}}; }

TEST(Disturber, LetsEverythingPassWithoutFaults) {
  Disturber disturber{Faults()};
  const std::vector<Outgoing> now = disturber.Pass(Message("k", "{}"));
  EXPECT_THAT(Bodies(now), ElementsAre("{}"));
  EXPECT_EQ(now[0].key, "k");
  EXPECT_EQ(now[0].message.headers.at("h"), "v");
  EXPECT_THAT(disturber.counts(), IsEmpty());
}

TEST(Disturber, SendsAMessageTwice) {
  Disturber disturber = With("duplicate=100");
  EXPECT_THAT(Bodies(disturber.Pass(Message("k", "{}"))), ElementsAre("{}", "{}"));
  EXPECT_EQ(Words(disturber.counts()), "duplicate 1");
}

TEST(Disturber, SendsTheRightMessageBehindEachSpoiltOne) {
  Disturber disturber = With("broken=100,wrong_charset=100,half_body=100");
  EXPECT_THAT(Bodies(disturber.Pass(Message("k", R"({"a":"证"})"))),
              ElementsAre(R"({"a":"证")", "{\"a\":\"\xD6\xA4\"}", R"({"a":)", R"({"a":"证"})"));
  // Nothing to spoil is not counted.
  EXPECT_THAT(Bodies(disturber.Pass(Message("k", "{}"))), ElementsAre("{", "{", "{}"));
  EXPECT_EQ(Words(disturber.counts()), "broken 2, wrong_charset 1, half_body 2");
}

TEST(Disturber, HoldsAMessageBackUntilTheNextOneOfItsKey) {
  Disturber disturber = With("out_of_order=100");
  EXPECT_THAT(disturber.Pass(Message("one", "1")), IsEmpty());
  EXPECT_THAT(disturber.Pass(Message("two", "2")), IsEmpty());
  EXPECT_THAT(Bodies(disturber.Pass(Message("one", "3"))), ElementsAre("3", "1"));
  EXPECT_THAT(Bodies(disturber.Release()), ElementsAre("2"));
  EXPECT_THAT(disturber.Release(), IsEmpty());
}

TEST(Disturber, HoldsNoMoreThanItMay) {
  Disturber disturber = With("out_of_order=100");
  for (size_t i = 0; i < Disturber::kMostHeld; ++i) {
    EXPECT_THAT(disturber.Pass(Message(absl::StrCat(i), absl::StrCat(i))), IsEmpty());
  }
  EXPECT_THAT(Bodies(disturber.Pass(Message("last", "last"))), ElementsAre("0"));
}

}  // namespace
}  // namespace interline::cli
