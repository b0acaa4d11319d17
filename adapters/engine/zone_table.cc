#include "adapters/engine/zone_table.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "adapters/engine/region.h"

namespace interline::adapters {
namespace {

// Of the parts of a code, each of which names a region inside the one before.
constexpr size_t kLevels[] = {12, 9, 6, 4, 2};

}  // namespace

ZoneTable ZoneTable::Make(const adapter::v1::ZoneTable& table, const Place& place, Mistakes& mistakes) {
  ZoneTable made;
  std::set<std::string> read;
  std::set<std::string> written;
  if (table.name().empty()) mistakes.Add(place, "A table needs a name.");
  if (table.rows().empty()) mistakes.Add(place, "A table needs rows.");
  for (int i = 0; i < table.rows_size(); ++i) {
    const adapter::v1::ZoneRow& row = table.rows(i);
    const Place here = place.In("rows", i);
    if (row.theirs().empty()) mistakes.Add(here, "A zone must not be empty: an empty field is one that is not stated.");
    const auto shortest = row.code().size() < 6 ? absl::nullopt : ReadRegion(row.code(), row.code().size());
    if (!IsRegionLength(row.code().size()) || shortest != row.code()) {
      mistakes.Add(
          here.In("code"),
          absl::StrCat("'", row.code(), "' is no code of a region in its shortest form of 6, ", "9 or 12 digits."));
    }
    if (row.way() != adapter::v1::WAY_WRITE_ONLY) {
      made.read_.emplace_back(row.theirs(), row.code());
      if (!read.insert(row.theirs()).second) {
        mistakes.Add(here, absl::StrCat("The zone '", row.theirs(), "' is read twice; mark one row WAY_WRITE_ONLY."));
      }
    }
    if (row.way() != adapter::v1::WAY_READ_ONLY) {
      made.written_.emplace_back(row.code(), row.theirs());
      if (!written.insert(row.code()).second) {
        mistakes.Add(here, absl::StrCat("The region ", row.code(), " is written twice; mark one row WAY_READ_ONLY."));
      }
    }
  }
  std::sort(made.read_.begin(), made.read_.end());
  std::sort(made.written_.begin(), made.written_.end());
  return made;
}

const std::string* ZoneTable::Ours(absl::string_view theirs) const { return Find(read_, theirs); }

const std::string* ZoneTable::Theirs(absl::string_view ours) const {
  for (const size_t level : kLevels) {
    if (level > ours.size()) continue;
    // Above the county a code is filled with zeros.
    std::string code(ours.substr(0, level));
    code.resize(std::max<size_t>(level, 6), '0');
    const std::string* zone = Find(written_, code);
    if (zone != nullptr) return zone;
  }
  return nullptr;
}

std::vector<std::string> ZoneTable::written_codes() const {
  std::vector<std::string> codes;
  for (const auto& [code, zone] : written_) codes.push_back(code);
  return codes;
}

const std::string* ZoneTable::Find(const Rows& rows, absl::string_view key) {
  const auto it = std::lower_bound(rows.begin(), rows.end(), key,
                                   [](const auto& row, absl::string_view wanted) { return row.first < wanted; });
  return it == rows.end() || it->first != key ? nullptr : &it->second;
}

}  // namespace interline::adapters
