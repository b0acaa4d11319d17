// The working days of China: weekends, public holidays, and the make-up working days (调休上班日) that the State
// Council publishes once a year. Held in a data file, so that a new year needs no new program.
#ifndef INTERLINE_CORE_CALENDAR_CALENDAR_H_
#define INTERLINE_CORE_CALENDAR_CALENDAR_H_

#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "interline/v1/time_limit.pb.h"

namespace interline::calendar {

// A due time and how sure it is.
struct Due {
  absl::Time at;
  // The calendar of a year that was needed is not published: weekends were counted, holidays were not.
  bool provisional = false;
};

// Immutable; thread-safe.
class Calendar {
 public:
  // Reads a file as described in core/calendar/china.calendar. INVALID_ARGUMENT names the line.
  static absl::StatusOr<Calendar> Load(const std::string& path);
  static absl::StatusOr<Calendar> Parse(absl::string_view text);

  bool IsWorkingDay(absl::CivilDay day) const;
  // Whether the year's holidays are known.
  bool Covers(int year) const;

  // When `limit` is over if its clock starts at `start`. Hours run through nights and holidays. Days and working days
  // end with the last moment (23:59:59) of the last day in China's time; counted from the next day, or from the day of
  // `start` if the limit says so (COUNTING_INCLUSIVE); unspecified counts as exclusive. INVALID_ARGUMENT for a limit
  // without unit or value.
  absl::StatusOr<Due> DueAt(absl::Time start, const v1::TimeLimit& limit) const;

 private:
  std::set<int> years_;
  std::map<absl::CivilDay, bool> working_;  // the days that differ from their weekday
};

// Asia/Shanghai.
absl::TimeZone ChinaTime();

}  // namespace interline::calendar

#endif  // INTERLINE_CORE_CALENDAR_CALENDAR_H_
