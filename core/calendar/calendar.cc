#include "core/calendar/calendar.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"

namespace interline::calendar {
namespace {

// The longest holiday so far had nine days; more is a slip of the pen in the data.
constexpr int kLongestHoliday = 31;

absl::Status LineError(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("calendar, line ", line, ": ", what));
}

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

// "2026-02-15..2026-02-23" or one day.
bool ParseDays(absl::string_view text, std::vector<absl::CivilDay>& days) {
  const std::vector<std::string> ends = absl::StrSplit(text, "..");
  absl::CivilDay first;
  absl::CivilDay last;
  if (ends.size() > 2 || !absl::ParseCivilTime(ends.front(), &first) || !absl::ParseCivilTime(ends.back(), &last)) {
    return false;
  }
  if (last < first || last - first >= kLongestHoliday) return false;
  for (absl::CivilDay day = first; day <= last; ++day) days.push_back(day);
  return true;
}

absl::Time LastSecondOf(absl::CivilDay day) {
  return absl::FromCivil(absl::CivilSecond(day + 1), ChinaTime()) - absl::Seconds(1);
}

}  // namespace

absl::TimeZone ChinaTime() {
  // China has had one zone and no summer time since 1992, so the fixed offset needs no zone files on the machine.
  static const absl::TimeZone zone = absl::FixedTimeZone(8 * 60 * 60);
  return zone;
}

absl::StatusOr<Calendar> Calendar::Load(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) {
    return absl::NotFoundError(absl::StrCat("cannot read the calendar file ", path));
  }
  return Parse(text.str());
}

absl::StatusOr<Calendar> Calendar::Parse(absl::string_view text) {
  Calendar calendar;
  int line_number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++line_number;
    const std::vector<std::string> words =
        absl::StrSplit(line.substr(0, line.find('#')), absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    if (words.empty()) continue;
    if (words.size() < 2) return LineError(line_number, "a day or a year is missing");
    if (words[0] == "year") {
      int year = 0;
      if (!absl::SimpleAtoi(words[1], &year)) return LineError(line_number, "not a year");
      if (words.size() < 3) return LineError(line_number, "a year names the notice it was taken from");
      if (!calendar.years_.insert(year).second) return LineError(line_number, "this year stands twice");
      continue;
    }
    if (words[0] != "holiday" && words[0] != "work") {
      return LineError(line_number, "a line starts with year, holiday or work");
    }
    std::vector<absl::CivilDay> days;
    if (!ParseDays(words[1], days)) return LineError(line_number, "a day is written YYYY-MM-DD, a span DAY..DAY");
    for (const absl::CivilDay day : days) {
      if (!calendar.Covers(day.year())) return LineError(line_number, "the year of this day is not opened");
      if (!calendar.working_.emplace(day, words[0] == "work").second) {
        return LineError(line_number, "this day stands twice");
      }
      if (words[0] == "work" && !IsWeekend(day)) return LineError(line_number, "a make-up day falls on a weekend");
    }
  }
  return calendar;
}

bool Calendar::IsWorkingDay(absl::CivilDay day) const {
  const auto special = working_.find(day);
  return special != working_.end() ? special->second : !IsWeekend(day);
}

bool Calendar::Covers(int year) const { return years_.count(year) > 0; }

absl::StatusOr<Due> Calendar::DueAt(absl::Time start, const v1::TimeLimit& limit) const {
  constexpr uint32_t kMaxValue = 1000;  // as the contract says
  if (limit.value() == 0 || limit.value() > kMaxValue) {
    return absl::InvalidArgumentError("a limit counts from 1 to 1000");
  }
  const int value = static_cast<int>(limit.value());
  const absl::CivilDay first = absl::ToCivilDay(start, ChinaTime());
  const bool inclusive = limit.counting() == v1::TimeLimit::COUNTING_INCLUSIVE;
  switch (limit.unit()) {
    case v1::TimeLimit::UNIT_HOUR:
      return Due{start + absl::Hours(value), false};
    case v1::TimeLimit::UNIT_DAY:
      return Due{LastSecondOf(first + (inclusive ? value - 1 : value)), false};
    case v1::TimeLimit::UNIT_WORKING_DAY: {
      // Day zero is the day before the first one that counts, if it is a working day.
      absl::CivilDay day = inclusive ? first - 1 : first;
      bool provisional = false;
      for (int counted = 0; counted < value;) {
        ++day;
        provisional = provisional || !Covers(static_cast<int>(day.year()));
        if (IsWorkingDay(day)) ++counted;
      }
      return Due{LastSecondOf(day), provisional};
    }
    default:
      return absl::InvalidArgumentError("a limit has a unit: hour, day or working day");
  }
}

}  // namespace interline::calendar
