#include "core/runtime/collected.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <string>

namespace interline::runtime {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A registry with one counter of `value`.
class OneCounter {
 public:
  OneCounter(const std::string& name, const std::string& part, double value) {
    prometheus::BuildCounter().Name(name).Register(registry_).Add({{"part", part}}).Increment(value);
  }
  const prometheus::Collectable& collectable() const { return registry_; }

 private:
  prometheus::Registry registry_;
};

std::string TextOf(const Collected& collected) { return prometheus::TextSerializer().Serialize(collected.Collect()); }

TEST(Collected, ShowsEverySource) {
  const OneCounter apples("apples_total", "a", 1);
  const OneCounter pears("pears_total", "b", 2);
  Collected collected;
  const Collected::Source first(collected, apples.collectable());
  const Collected::Source second(collected, pears.collectable());
  EXPECT_THAT(TextOf(collected), HasSubstr("apples_total{part=\"a\"} 1"));
  EXPECT_THAT(TextOf(collected), HasSubstr("pears_total{part=\"b\"} 2"));
}

TEST(Collected, ShowsASourceNoLongerThanItLives) {
  const OneCounter apples("apples_total", "a", 1);
  Collected collected;
  { const Collected::Source source(collected, apples.collectable()); }
  EXPECT_THAT(collected.Collect(), IsEmpty());
}

TEST(Collected, MakesOneFamilyOfThoseOfOneName) {
  const OneCounter first("records_total", "decode", 1);
  const OneCounter second("records_total", "encode", 2);
  Collected collected;
  const Collected::Source a(collected, first.collectable());
  const Collected::Source b(collected, second.collectable());
  const std::string text = TextOf(collected);
  EXPECT_THAT(text, HasSubstr("records_total{part=\"decode\"} 1"));
  EXPECT_THAT(text, HasSubstr("records_total{part=\"encode\"} 2"));
  const size_t declared = text.find("# TYPE records_total");
  EXPECT_THAT(text.substr(declared + 1), Not(HasSubstr("# TYPE")));
}

}  // namespace
}  // namespace interline::runtime
