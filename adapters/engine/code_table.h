// A code table made ready for look-up in both directions.
#ifndef INTERLINE_ADAPTERS_ENGINE_CODE_TABLE_H_
#define INTERLINE_ADAPTERS_ENGINE_CODE_TABLE_H_

#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "adapters/engine/mistakes.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// A day of the calendar, counted from 1970-01-01.
using Day = int32_t;

Day DayOf(absl::Time time, const absl::TimeZone& zone);

// Immutable once made; thread-safe.
class CodeTable {
 public:
  // Compiles the table at `place`; what is wrong goes to `mistakes`: an unknown enum or value, no such date, and for
  // any day a value without a row that is written and without `refuse_ours`, a code of theirs that is read twice, a
  // value of ours that is written twice.
  static CodeTable Make(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes);

  // Our value for their code; none when the code has no row on this day.
  absl::optional<int> Ours(absl::string_view theirs, Day day) const;
  // Their code for our value; null when the value has no row on this day.
  const std::string* Theirs(int ours, Day day) const;

  // Whether the day matters.
  bool is_dated() const { return is_dated_; }
  // Null when the enum is unknown.
  const google::protobuf::EnumDescriptor* ours() const { return enum_; }
  // All codes that stand in the table, refused ones included.
  const std::vector<std::string>& codes() const { return codes_; }
  // Whether some code is read as our value, on any day.
  bool Reads(int ours) const;
  // Values that can be written on this day, ascending.
  std::vector<int> written_values(Day day) const;

 private:
  struct Entry {
    std::string theirs;
    int ours = 0;
    // Both included.
    Day from = std::numeric_limits<Day>::min();
    Day until = std::numeric_limits<Day>::max();
    // Where the row stands in the specification.
    int row = 0;
  };

  void AddRows(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes);
  std::vector<Day> FirstDays() const;
  void CheckDays(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes) const;
  // Tells what is wrong, and what comes behind the day.
  using Tell = std::function<void(const Place& at, const std::string& what, absl::string_view advice)>;
  void CheckDay(const adapter::v1::CodeTable& table, const Place& place, Day day, const Tell& tell) const;
  void CheckRefused(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes) const;
  const std::string& NameOf(int ours) const;

  const google::protobuf::EnumDescriptor* enum_ = nullptr;
  bool is_dated_ = false;
  std::vector<Entry> read_;     // sorted by code, then by day
  std::vector<Entry> written_;  // sorted by value, then by day
  std::vector<std::string> codes_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_CODE_TABLE_H_
