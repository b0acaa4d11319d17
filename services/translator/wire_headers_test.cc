#include "services/translator/wire_headers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interline::translator {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(WireHeaders, AreThoseOfTheDialectInLowerCase) {
  EXPECT_THAT(WireHeaders({{"Target", "/push"},
                           {"interline-source", "440000"},
                           {"Interline-Position", "0/1"},
                           {"ce_id", "1"},
                           {"content-type", "application/json"}}),
              ElementsAre(Pair("content-type", "application/json"), Pair("target", "/push")));
}

TEST(WireHeaders, TakeTheFirstOfTwoWithOneName) {
  EXPECT_THAT(WireHeaders({{"target", "a"}, {"TARGET", "b"}}), ElementsAre(Pair("target", "a")));
}

TEST(TraceParent, IsTakenOnlyInItsOwnForm) {
  const char* const good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  EXPECT_EQ(TraceParent({{"traceparent", good}}), good);
  EXPECT_EQ(TraceParent({}), "");
  for (const char* bad : {"", "00", "00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
                          "00-4bf92f3577b34da6a3ce929d0e0e473600f067aa0ba902b7--01",
                          "13800000000-13800000000-13800000000-13800000000-1380000"}) {
    EXPECT_EQ(TraceParent({{"traceparent", bad}}), "") << bad;
  }
}

}  // namespace
}  // namespace interline::translator
