#include "adapters/engine/code_table.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace interline::adapters {
namespace {

using adapter::v1::CodeRow;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

constexpr Day kAlwaysBefore = std::numeric_limits<Day>::min();
constexpr Day kAlwaysAfter = std::numeric_limits<Day>::max();

// "CATEGORY_", what stands before UNSPECIFIED in the name of the zero value.
std::string PrefixOf(const EnumDescriptor& type) {
  const EnumValueDescriptor* zero = type.FindValueByNumber(0);
  return zero == nullptr ? "" : std::string(absl::StripSuffix(zero->name(), "UNSPECIFIED"));
}

const EnumValueDescriptor* FindValue(const EnumDescriptor& type, const std::string& name) {
  const EnumValueDescriptor* whole = type.FindValueByName(name);
  return whole != nullptr ? whole : type.FindValueByName(PrefixOf(type) + name);
}

Day ToDay(absl::CivilDay day) { return static_cast<Day>(day - absl::CivilDay(1970, 1, 1)); }
std::string ToText(Day day) { return absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + day); }

// `otherwise` for an empty text; a text that is no date of the calendar goes to `mistakes`.
Day ReadDay(const std::string& text, Day otherwise, const Place& place, Mistakes& mistakes) {
  if (text.empty()) return otherwise;
  absl::CivilDay day;
  if (absl::ParseCivilTime(text, &day) && absl::FormatCivilTime(day) == text) return ToDay(day);
  mistakes.Add(place, absl::StrCat("'", text, "' is no date like 2026-07-01."));
  return otherwise;
}

}  // namespace

Day DayOf(absl::Time time, const absl::TimeZone& zone) { return ToDay(absl::ToCivilDay(time, zone)); }

CodeTable CodeTable::Make(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes) {
  CodeTable made;
  if (table.name().empty()) mistakes.Add(place, "A table needs a name.");
  made.enum_ = DescriptorPool::generated_pool()->FindEnumTypeByName(table.enum_());
  if (made.enum_ == nullptr) {
    mistakes.Add(place.In("enum"), absl::StrCat("There is no enum '", table.enum_(), "'."));
    return made;
  }
  made.AddRows(table, place, mistakes);
  made.CheckDays(table, place, mistakes);
  made.CheckRefused(table, place, mistakes);
  return made;
}

void CodeTable::AddRows(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes) {
  for (int i = 0; i < table.rows_size(); ++i) {
    const CodeRow& row = table.rows(i);
    const Place here = place.In("rows", i);
    if (row.theirs().empty()) mistakes.Add(here, "A code must not be empty: an empty field is one that is not stated.");
    const EnumValueDescriptor* value = FindValue(*enum_, row.ours());
    if (value == nullptr) {
      mistakes.Add(here.In("ours"), absl::StrCat(enum_->name(), " has no value '", row.ours(), "'."));
      continue;
    }
    if (value->number() == 0) {
      mistakes.Add(here.In("ours"), "The value zero means that nothing is stated; no code stands for it.");
      continue;
    }
    Entry entry{row.theirs(), value->number(), kAlwaysBefore, kAlwaysAfter, i};
    entry.from = ReadDay(row.valid_from(), kAlwaysBefore, here.In("valid_from"), mistakes);
    entry.until = ReadDay(row.valid_until(), kAlwaysAfter, here.In("valid_until"), mistakes);
    if (entry.from > entry.until) mistakes.Add(here, "The row ends before it begins.");
    is_dated_ |= !row.valid_from().empty() || !row.valid_until().empty();
    codes_.push_back(row.theirs());
    if (row.way() != adapter::v1::WAY_WRITE_ONLY) read_.push_back(entry);
    if (row.way() != adapter::v1::WAY_READ_ONLY) written_.push_back(std::move(entry));
  }
  codes_.insert(codes_.end(), table.refuse_theirs().begin(), table.refuse_theirs().end());
  absl::c_sort(read_, [](const Entry& a, const Entry& b) {
    return std::tie(a.theirs, a.from, a.row) < std::tie(b.theirs, b.from, b.row);
  });
  absl::c_sort(written_, [](const Entry& a, const Entry& b) {
    return std::tie(a.ours, a.from, a.row) < std::tie(b.ours, b.from, b.row);
  });
}

// The first day of every stretch of days on which the same rows hold, ascending; the first stretch has no beginning.
std::vector<Day> CodeTable::FirstDays() const {
  std::set<Day> days{kAlwaysBefore};
  for (const auto* entries : {&read_, &written_}) {
    for (const Entry& entry : *entries) {
      days.insert(entry.from);
      if (entry.until != kAlwaysAfter) days.insert(entry.until + 1);
    }
  }
  return {days.begin(), days.end()};
}

void CodeTable::CheckDays(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes) const {
  std::set<std::string> told;
  const std::vector<Day> days = FirstDays();
  for (size_t i = 0; i < days.size(); ++i) {
    const std::string when = days.size() == 1 ? ""
                             : i == 0         ? absl::StrCat(" before ", ToText(days[1]))
                                              : absl::StrCat(" on ", ToText(days[i]));
    // What is wrong for long is told once.
    const auto tell = [&](const Place& at, const std::string& what, absl::string_view advice) {
      if (told.insert(absl::StrCat(at.ToString(), what)).second) {
        mistakes.Add(at, absl::StrCat(what, when, advice));
      }
    };
    CheckDay(table, place, days[i], tell);
  }
}

void CodeTable::CheckDay(const adapter::v1::CodeTable& table, const Place& place, Day day, const Tell& tell) const {
  const auto holds = [&](const Entry& entry) { return entry.from <= day && day <= entry.until; };
  const auto twin = [&](const std::vector<Entry>& entries, const Entry& of, auto same) {
    return absl::c_any_of(entries,
                          [&](const Entry& other) { return other.row < of.row && same(other, of) && holds(other); });
  };
  for (const Entry& entry : read_) {
    const auto same = [](const Entry& a, const Entry& b) { return a.theirs == b.theirs; };
    if (!holds(entry) || !twin(read_, entry, same)) continue;
    tell(place.In("rows", entry.row), absl::StrCat("The code '", entry.theirs, "' is read twice"),
         "; mark one row WAY_WRITE_ONLY.");
  }
  for (const Entry& entry : written_) {
    const auto same = [](const Entry& a, const Entry& b) { return a.ours == b.ours; };
    if (!holds(entry) || !twin(written_, entry, same)) continue;
    tell(place.In("rows", entry.row), absl::StrCat(NameOf(entry.ours), " is written twice"),
         "; mark one row WAY_READ_ONLY.");
  }
  for (int i = 0; i < enum_->value_count(); ++i) {
    const EnumValueDescriptor* value = enum_->value(i);
    if (value->number() == 0 || Theirs(value->number(), day) != nullptr) continue;
    const bool is_refused =
        absl::c_any_of(table.refuse_ours(), [&](const std::string& name) { return FindValue(*enum_, name) == value; });
    if (is_refused) continue;
    tell(place,
         absl::StrCat("The table '", table.name(), "' is not total: ", value->name(), " has no row that is written"),
         " and does not stand in refuse_ours.");
  }
}

void CodeTable::CheckRefused(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes) const {
  const std::vector<Day> days = FirstDays();
  for (int i = 0; i < table.refuse_ours_size(); ++i) {
    const Place here = place.In("refuse_ours", i);
    const EnumValueDescriptor* value = FindValue(*enum_, table.refuse_ours(i));
    if (value == nullptr) {
      mistakes.Add(here, absl::StrCat(enum_->name(), " has no value '", table.refuse_ours(i), "'."));
    } else if (absl::c_all_of(days, [&](Day day) { return Theirs(value->number(), day) != nullptr; })) {
      mistakes.Add(here, absl::StrCat(value->name(), " is written by a row too."));
    }
  }
  for (int i = 0; i < table.refuse_theirs_size(); ++i) {
    const std::string& code = table.refuse_theirs(i);
    if (!absl::c_all_of(days, [&](Day day) { return Ours(code, day).has_value(); })) continue;
    mistakes.Add(place.In("refuse_theirs", i), absl::StrCat("'", code, "' is read by a row too."));
  }
  for (size_t i = 0; i + 1 < read_.size(); ++i) {
    const Entry& entry = read_[i];
    const Entry& next = read_[i + 1];
    if (next.theirs != entry.theirs || entry.until == kAlwaysAfter || next.from <= entry.until + 1) continue;
    if (absl::c_linear_search(table.refuse_theirs(), entry.theirs)) continue;
    mistakes.Add(place.In("rows", next.row), absl::StrCat("The code '", entry.theirs, "' has no row on ",
                                                          ToText(entry.until + 1), ", between two that it has."));
  }
}

const std::string& CodeTable::NameOf(int ours) const { return enum_->FindValueByNumber(ours)->name(); }

absl::optional<int> CodeTable::Ours(absl::string_view theirs, Day day) const {
  auto it = std::lower_bound(read_.begin(), read_.end(), theirs,
                             [](const Entry& entry, absl::string_view code) { return entry.theirs < code; });
  for (; it != read_.end() && it->theirs == theirs; ++it) {
    if (it->from <= day && day <= it->until) return it->ours;
  }
  return absl::nullopt;
}

const std::string* CodeTable::Theirs(int ours, Day day) const {
  auto it = std::lower_bound(written_.begin(), written_.end(), ours,
                             [](const Entry& entry, int value) { return entry.ours < value; });
  for (; it != written_.end() && it->ours == ours; ++it) {
    if (it->from <= day && day <= it->until) return &it->theirs;
  }
  return nullptr;
}

bool CodeTable::Reads(int ours) const {
  return absl::c_any_of(read_, [ours](const Entry& entry) { return entry.ours == ours; });
}

std::vector<int> CodeTable::written_values(Day day) const {
  std::vector<int> values;
  for (const Entry& entry : written_) {
    if (entry.from <= day && day <= entry.until) values.push_back(entry.ours);
  }
  return values;
}

}  // namespace interline::adapters
