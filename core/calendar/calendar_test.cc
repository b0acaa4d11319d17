#include "core/calendar/calendar.h"

#include "core/base/status_matchers.h"

namespace interline::calendar {
namespace {

Calendar China() {
  absl::StatusOr<Calendar> calendar = Calendar::Load("core/calendar/china.calendar");
  EXPECT_OK(calendar);
  return *std::move(calendar);
}

absl::Time InChina(absl::string_view text) {
  absl::CivilSecond time;
  EXPECT_TRUE(absl::ParseCivilTime(text, &time)) << text;
  return absl::FromCivil(time, ChinaTime());
}

v1::TimeLimit Limit(uint32_t value, v1::TimeLimit::Unit unit,
                    v1::TimeLimit::Counting counting = v1::TimeLimit::COUNTING_EXCLUSIVE) {
  v1::TimeLimit limit;
  limit.set_value(value);
  limit.set_unit(unit);
  limit.set_counting(counting);
  return limit;
}

TEST(Calendar, HasAsManyWorkingDaysAsTheNoticesLeave) {
  const Calendar calendar = China();
  // 365 days less weekends and holidays, plus make-up days; counted by hand and by the PyPI package chinesecalendar.
  for (const auto& [year, expected] : {std::pair(2024, 251), std::pair(2025, 248), std::pair(2026, 248)}) {
    int days = 0;
    for (absl::CivilDay day(year, 1, 1); day.year() == year; ++day) days += calendar.IsWorkingDay(day);
    EXPECT_EQ(days, expected) << year;
  }
}

TEST(Calendar, AMakeUpSaturdayIsWorkedAndSpringFestivalIsNot) {
  const Calendar calendar = China();
  EXPECT_TRUE(calendar.IsWorkingDay(absl::CivilDay(2026, 2, 14)));   // Saturday
  EXPECT_FALSE(calendar.IsWorkingDay(absl::CivilDay(2026, 2, 16)));  // Monday
  EXPECT_TRUE(calendar.IsWorkingDay(absl::CivilDay(2026, 2, 28)));   // Saturday
  EXPECT_FALSE(calendar.IsWorkingDay(absl::CivilDay(2026, 3, 1)));   // an ordinary Sunday
}

TEST(Calendar, DueTimes) {
  const Calendar calendar = China();
  const auto working = v1::TimeLimit::UNIT_WORKING_DAY;
  const auto inclusive = v1::TimeLimit::COUNTING_INCLUSIVE;
  struct Case {
    const char* what;
    const char* start;
    v1::TimeLimit limit;
    const char* due;
  };
  const Case cases[] = {
      {"hours run through the night", "2026-11-24T22:00:00", Limit(4, v1::TimeLimit::UNIT_HOUR), "2026-11-25T02:00:00"},
      {"days count from the next day", "2026-11-24T09:00:00", Limit(7, v1::TimeLimit::UNIT_DAY), "2026-12-01T23:59:59"},
      {"the first day included", "2026-11-24T09:00:00", Limit(7, v1::TimeLimit::UNIT_DAY, inclusive),
       "2026-11-30T23:59:59"},
      {"working days skip a weekend", "2026-11-26T09:00:00", Limit(2, working), "2026-11-30T23:59:59"},
      {"started on a Saturday, included or not, Monday is day one", "2026-11-28T09:00:00", Limit(1, working, inclusive),
       "2026-11-30T23:59:59"},
      {"a working day included is day one", "2026-11-24T09:00:00", Limit(1, working, inclusive), "2026-11-24T23:59:59"},
      {"a make-up Saturday counts", "2026-02-13T09:00:00", Limit(1, working), "2026-02-14T23:59:59"},
      {"Spring Festival does not", "2026-02-14T09:00:00", Limit(1, working), "2026-02-24T23:59:59"},
      {"the National Day week of 2025", "2025-09-30T18:00:00", Limit(3, working), "2025-10-11T23:59:59"},
      {"midnight in China, not in London", "2026-11-25T00:30:00", Limit(1, v1::TimeLimit::UNIT_DAY, inclusive),
       "2026-11-25T23:59:59"},
  };
  for (const Case& c : cases) {
    ASSERT_OK_AND_ASSIGN(const Due due, calendar.DueAt(InChina(c.start), c.limit));
    EXPECT_EQ(due.at, InChina(c.due)) << c.what;
    EXPECT_FALSE(due.provisional) << c.what;
  }
}

TEST(Calendar, ADateBeyondThePublishedYearsIsProvisional) {
  const Calendar calendar = China();
  ASSERT_OK_AND_ASSIGN(const Due due,
                       calendar.DueAt(InChina("2026-12-31T09:00:00"), Limit(1, v1::TimeLimit::UNIT_WORKING_DAY)));
  EXPECT_TRUE(due.provisional);
  EXPECT_EQ(due.at, InChina("2027-01-01T23:59:59"));  // a holiday, once the notice is out
}

TEST(Calendar, RefusesALimitThatSaysTooLittle) {
  const Calendar calendar = China();
  for (const v1::TimeLimit& limit : {Limit(0, v1::TimeLimit::UNIT_DAY), Limit(1001, v1::TimeLimit::UNIT_DAY),
                                     Limit(1, v1::TimeLimit::UNIT_UNSPECIFIED)}) {
    EXPECT_THAT(calendar.DueAt(absl::UnixEpoch(), limit), HasCode(absl::StatusCode::kInvalidArgument));
  }
}

TEST(Calendar, NamesTheLineThatIsWrong) {
  struct Case {
    const char* text;
    const char* error;
  };
  const Case cases[] = {
      {"year 2026", "line 1: a year names the notice"},
      {"year 2026 x\nholiday 2026-13-01", "line 2: a day is written"},
      {"year 2026 x\nholiday 2026-01-03..2026-01-01", "line 2: a day is written"},
      {"holiday 2026-01-01", "line 1: the year of this day is not opened"},
      {"year 2026 x\nholiday 2026-01-01\n\nwork 2026-01-01", "line 4: this day stands twice"},
      {"year 2026 x\nwork 2026-01-05", "line 2: a make-up day falls on a weekend"},
      {"year 2026 x\nyear 2026 y", "line 2: this year stands twice"},
      {"vacation 2026-01-01", "line 1: a line starts with"},
      {"holiday", "line 1: a day or a year is missing"},
  };
  for (const Case& c : cases) {
    const auto calendar = Calendar::Parse(c.text);
    EXPECT_THAT(calendar, HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(std::string(calendar.status().message()), testing::HasSubstr(c.error));
  }
  EXPECT_THAT(Calendar::Load("no/such/file"), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace interline::calendar
