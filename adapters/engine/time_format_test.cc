#include "adapters/engine/time_format.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"

namespace interline::adapters {
namespace {

absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone));
  return zone;
}

absl::StatusOr<TimeFormat> Local(const std::string& layout, const std::string& zone = "Asia/Shanghai") {
  adapter::v1::Time time;
  time.set_local(layout);
  return TimeFormat::Make(time, Zone(zone));
}

TimeFormat Rfc3339(const std::string& zone = "Asia/Shanghai") {
  adapter::v1::Time time;
  time.set_rfc3339(true);
  return *TimeFormat::Make(time, Zone(zone));
}

std::string Written(const TimeFormat& format, absl::Time time) {
  TimeFormat::Buffer buffer;
  return std::string(format.WriteText(time, buffer));
}

const absl::Time kMorning = absl::FromUnixMillis(1795486200250);  // 2026-11-24T02:10:00.250Z

TEST(TimeFormat, ReadsALocalTimeInTheDialectsZone) {
  ASSERT_OK_AND_ASSIGN(const TimeFormat format, Local("%Y-%m-%d %H:%M:%S"));
  EXPECT_EQ(format.Read("2026-11-24 10:10:00"), absl::FromUnixSeconds(1795486200));
  EXPECT_EQ(format.Read("2028-02-29 23:59:59"), absl::FromUnixSeconds(1835452799));
  EXPECT_TRUE(format.is_complete());
  EXPECT_FALSE(format.is_number());
}

TEST(TimeFormat, DoesNotReadWhatItWouldNotWrite) {
  ASSERT_OK_AND_ASSIGN(const TimeFormat format, Local("%Y-%m-%d %H:%M:%S"));
  for (const char* text : {"",
                           "2026-11-24",
                           "2026-11-24T10:10:00",
                           "2026-11-24 10:10:00 ",
                           " 2026-11-24 10:10:00",
                           "2026-11-24 10:10",
                           "2026-11-24 10:10:00.5",
                           "2026-11-24 1:10:00",
                           "26-11-24 10:10:00",
                           "2026-11-24 10:10:60",
                           "2026-11-24 24:00:00",
                           "2026-11-31 10:10:00",
                           "2027-02-29 10:10:00",
                           "2026-13-01 10:10:00",
                           "2026-00-24 10:10:00",
                           "2026-11-00 10:10:00",
                           "0000-00-00 00:00:00",
                           "9999-12-31 23:59:59",
                           "1999-12-31 23:59:59",
                           "2026-11-24 10:-1:00",
                           "２０２６-11-24 10:10:00"}) {
    EXPECT_FALSE(format.Read(text)) << text;
  }
}

TEST(TimeFormat, DoesNotGuessWhereTheClockIsSet) {
  ASSERT_OK_AND_ASSIGN(const TimeFormat format, Local("%Y-%m-%d %H:%M", "Europe/Berlin"));
  EXPECT_TRUE(format.Read("2026-03-29 01:59"));
  EXPECT_FALSE(format.Read("2026-03-29 02:30")) << "skipped";
  EXPECT_FALSE(format.Read("2026-10-25 02:30")) << "twice";
}

TEST(TimeFormat, GivesBackWhatItReads) {
  for (const std::string layout :
       {"%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S", "%d/%m/%Y %H:%M:%S", "%H:%M:%E3S %Y年%m月%d日", "%%%Y-%m-%d %H:%M:%S%%"}) {
    ASSERT_OK_AND_ASSIGN(const TimeFormat format, Local(layout));
    const std::string text = Written(format, kMorning);
    const auto time = format.Read(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(Written(format, *time), text);
  }
}

TEST(TimeFormat, CutsTheFractionThatHasNoPlace) {
  ASSERT_OK_AND_ASSIGN(const TimeFormat seconds, Local("%Y-%m-%d %H:%M:%S"));
  EXPECT_EQ(Written(seconds, kMorning + absl::Milliseconds(749)), "2026-11-24 10:10:00");
  ASSERT_OK_AND_ASSIGN(const TimeFormat milliseconds, Local("%Y-%m-%d %H:%M:%E3S"));
  EXPECT_EQ(Written(milliseconds, kMorning + absl::Microseconds(999)), "2026-11-24 10:10:00.250");
}

TEST(TimeFormat, MayStopEarlyWhenItIsOnlyRead) {
  ASSERT_OK_AND_ASSIGN(const TimeFormat day, Local("%Y-%m-%d"));
  EXPECT_FALSE(day.is_complete());
  EXPECT_EQ(day.Read("2026-11-24"), absl::FromUnixSeconds(1795449600));
}

TEST(TimeFormat, RefusesLayoutsThatItDoesNotUnderstand) {
  for (const std::string layout : {"", "%H:%M:%S", "%Y-%d %H:%M:%S", "%Y-%m-%d %M:%S", "%Y-%m-%d %H:%S", "%Y-%m-%d %b",
                                   "%Y-%m-%d %H:%M:%S %", "%Y-%Y-%m-%d", "%y-%m-%d"}) {
    EXPECT_THAT(Local(layout), HasCode(absl::StatusCode::kInvalidArgument)) << layout;
  }
  EXPECT_THAT(Local(absl::StrCat("%Y-%m-%d", std::string(100, ' '))), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(TimeFormat::Make({}, absl::UTCTimeZone()), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(TimeFormat, ReadsRfc3339WithAnyOffset) {
  const TimeFormat format = Rfc3339();
  for (const char* text : {"2026-11-24T10:10:00.25+08:00", "2026-11-24T02:10:00.250Z",
                           "2026-11-23T21:10:00.250000000-05:00", "2026-11-24T16:10:00.250+14:00"}) {
    EXPECT_EQ(format.Read(text), kMorning) << text;
  }
  for (const char* text :
       {"2026-11-24T10:10:00", "2026-11-24 10:10:00Z", "2026-11-24t10:10:00Z", "2026-11-24T10:10:00z",
        "2026-11-24T10:10:00+0800", "2026-11-24T10:10:00+8:00", "2026-11-24T10:10:00+24:00", "2026-11-24T10:10:00.Z",
        "2026-11-24T10:10:00.1234567890Z", "2026-11-24T10:10:60Z", "2026-11-24T10:10:00Z ", "2026-11-24T10:10Z"}) {
    EXPECT_FALSE(format.Read(text)) << text;
  }
}

TEST(TimeFormat, WritesRfc3339InTheDialectsZone) {
  EXPECT_EQ(Written(Rfc3339(), kMorning), "2026-11-24T10:10:00.250+08:00");
  EXPECT_EQ(Written(Rfc3339(), absl::FromUnixSeconds(1795486200)), "2026-11-24T10:10:00+08:00");
  EXPECT_EQ(Written(Rfc3339("America/St_Johns"), kMorning), "2026-11-23T22:40:00.250-03:30");
}

TEST(TimeFormat, CountsFromTheEpoch) {
  adapter::v1::Time time;
  time.set_epoch(adapter::v1::Time::EPOCH_SECONDS);
  ASSERT_OK_AND_ASSIGN(const TimeFormat seconds, TimeFormat::Make(time, absl::UTCTimeZone()));
  time.set_epoch(adapter::v1::Time::EPOCH_MILLISECONDS);
  ASSERT_OK_AND_ASSIGN(const TimeFormat milliseconds, TimeFormat::Make(time, absl::UTCTimeZone()));
  EXPECT_TRUE(seconds.is_number());
  EXPECT_EQ(seconds.Read(1795486200), absl::FromUnixSeconds(1795486200));
  EXPECT_EQ(milliseconds.Read(1795486200250), kMorning);
  EXPECT_EQ(seconds.WriteNumber(kMorning), 1795486200);
  EXPECT_EQ(milliseconds.WriteNumber(kMorning), 1795486200250);
  EXPECT_FALSE(seconds.Read(1795486200250)) << "milliseconds for seconds";
  EXPECT_FALSE(milliseconds.Read(1795486200)) << "seconds for milliseconds";
  EXPECT_FALSE(seconds.Read(-1));
}

}  // namespace
}  // namespace interline::adapters
