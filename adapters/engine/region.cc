#include "adapters/engine/region.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace interline::adapters {
namespace {

// Province, prefecture and county; then township; then village.
constexpr size_t kCounty = 6;
constexpr size_t kTownship = 9;
constexpr size_t kVillage = 12;

bool IsDigits(absl::string_view text) { return std::all_of(text.begin(), text.end(), absl::ascii_isdigit); }

}  // namespace

bool IsRegionLength(size_t digits) {
  return digits == 2 || digits == 4 || digits == kCounty || digits == kTownship || digits == kVillage;
}

absl::optional<std::string> ReadRegion(absl::string_view theirs, size_t digits) {
  if (theirs.size() != digits || !IsDigits(theirs)) return absl::nullopt;
  std::string ours(theirs);
  if (ours.size() < kCounty) ours.resize(kCounty, '0');
  while (ours.size() > kCounty && absl::EndsWith(ours, "000")) ours.resize(ours.size() - 3);
  return ours;
}

absl::optional<std::string> WriteRegion(absl::string_view ours, size_t digits) {
  const bool known = ours.size() == kCounty || ours.size() == kTownship || ours.size() == kVillage;
  if (!known || !IsDigits(ours)) return absl::nullopt;
  std::string theirs(ours.substr(0, digits));
  theirs.resize(digits, '0');
  return theirs;
}

}  // namespace interline::adapters
