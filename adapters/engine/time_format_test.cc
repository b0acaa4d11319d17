#include "adapters/engine/time_format.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

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

TEST(TimeFormat, ReadsAndWritesEnglishLayouts) {
  struct Case {
    const char* layout;
    const char* text;
    int64_t seconds;
  };
  for (const Case& c : std::vector<Case>{
           {"%b %-d, %Y %-I:%M:%S %p", "Jan 5, 2021 3:04:05 PM", 1609830245},
           {"%b %-d, %Y %-I:%M:%S %p", "Jan 5, 2021 12:04:05 AM", 1609776245},
           {"%b %-d, %Y %-I:%M:%S %p", "Dec 31, 2021 12:00:00 PM", 1640923200},
           {"%b %-d, %Y %-K:%-M:%-S %p", "Jan 5, 2021 0:4:5 PM", 1609819445},
           {"%b %d, %Y %K:%M:%S %p", "May 05, 2021 11:04:05 AM", 1620183845},
           {"%p%I %d%b%y %M:%S", "PM03 05Jan21 04:05", 1609830245},
           {"%-y年%-m月%-d日 %-H时%-M分%-S秒", "9年1月5日 0时0分0秒", 1231084800},
       }) {
    ASSERT_OK_AND_ASSIGN(const TimeFormat format, Local(c.layout));
    EXPECT_EQ(format.Read(c.text), absl::FromUnixSeconds(c.seconds)) << c.text;
    EXPECT_EQ(Written(format, absl::FromUnixSeconds(c.seconds)), c.text);
  }
}

TEST(TimeFormat, IsAsStrictWithEnglishLayouts) {
  ASSERT_OK_AND_ASSIGN(const TimeFormat format, Local("%b %-d, %Y %-I:%M:%S %p"));
  for (const char* text :
       {"jan 5, 2021 3:04:05 PM", "January 5, 2021 3:04:05 PM", "Jan 05, 2021 3:04:05 PM", "Jan 5, 2021 03:04:05 PM",
        "Jan 5, 2021 0:04:05 PM", "Jan 5, 2021 13:04:05 PM", "Jan 5, 2021 3:04:05 pm", "Jan 5, 2021 3:04:05",
        "Feb 30, 2021 3:04:05 PM", "Jan , 2021 3:04:05 PM", "Jan 5, 2021 3:04:05 PM "}) {
    EXPECT_FALSE(format.Read(text)) << text;
  }
  ASSERT_OK_AND_ASSIGN(const TimeFormat java, Local("%b %-d, %Y %-K:%M:%S %p"));
  EXPECT_FALSE(java.Read("Jan 5, 2021 12:04:05 PM")) << "there noon is 0 PM";
}

TEST(TimeFormat, WritesAYearOfTwoDigitsOnlyWhereItIsReadBack) {
  const absl::Time last_evening = absl::FromUnixSeconds(4102444800 - 3600);  // of 2099 in UTC, 2100 in Shanghai
  ASSERT_OK_AND_ASSIGN(const TimeFormat shorted, Local("%y-%m-%d %H:%M:%S"));
  ASSERT_OK_AND_ASSIGN(const TimeFormat whole, Local("%Y-%m-%d %H:%M:%S"));
  EXPECT_FALSE(shorted.CanWrite(last_evening));
  EXPECT_TRUE(shorted.CanWrite(last_evening - absl::Hours(8)));
  EXPECT_TRUE(whole.CanWrite(last_evening));
  EXPECT_FALSE(whole.CanWrite(last_evening + absl::Hours(1)));
}

TEST(TimeFormat, RefusesLayoutsThatItDoesNotUnderstand) {
  for (const std::string layout : {"",
                                   "%H:%M:%S",
                                   "%Y-%d %H:%M:%S",
                                   "%Y-%m-%d %M:%S",
                                   "%Y-%m-%d %H:%S",
                                   "%Y-%m-%d %b",
                                   "%Y-%m-%d %H:%M:%S %",
                                   "%Y-%Y-%m-%d",
                                   "%y-%Y-%m-%d",
                                   "%Y-%b-%m",
                                   "%Y-%m-%d %j",
                                   "%Y-%m-%d %I:%M:%S",
                                   "%Y-%m-%d %H:%M:%S %p",
                                   "%Y-%m-%d %I:%K:%p",
                                   "%Y-%m-%d %-Y",
                                   "%Y-%m-%d %-p",
                                   "%Y-%m-%d %-",
                                   "%Y-%-m%d",
                                   "%Y-%-m0-%d",
                                   "%-d%-m-%Y"}) {
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
