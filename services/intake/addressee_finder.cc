#include "services/intake/addressee_finder.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"

namespace interline::intake {
namespace {

constexpr int64_t kNanosPerSecond = 1'000'000'000;
constexpr size_t kRegionDigits = 6;
constexpr size_t kCountryLetters = 3;
constexpr char kAddresseePath[] = "transferred.to";

// When the file was changed, and its size; zeros when it is not there.
std::pair<int64_t, int64_t> LookOf(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return {};
  return {found.st_mtim.tv_sec * kNanosPerSecond + found.st_mtim.tv_nsec, found.st_size};
}

absl::Status CheckPlace(const v1::CallerPlace& place) {
  const std::string& region = place.region_code();
  if (place.has_region_code() &&
      (region.size() != kRegionDigits || !std::all_of(region.begin(), region.end(), absl::ascii_isdigit))) {
    return RefusalError(v1::REFUSAL_REASON_INVALID_REGION, "caller_place.region_code",
                        "The caller's region has a code of 6 digits.");
  }
  const std::string& country = place.country();
  if (place.has_country() &&
      (country.size() != kCountryLetters || !std::all_of(country.begin(), country.end(), absl::ascii_isupper))) {
    return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, "caller_place.country",
                        "A country has a code of three capital letters.");
  }
  return absl::OkStatus();
}

absl::Status Unclear(const routing::Decision& decision) {
  const std::string help =
      decision.missing.empty() ? "" : absl::StrCat(", or tell: ", absl::StrJoin(decision.missing, ", "));
  return RefusalError(v1::REFUSAL_REASON_MISSING_FIELD,
                      decision.missing.empty() ? std::string(kAddresseePath) : decision.missing[0],
                      absl::StrCat("No addressee is named and the routing table does not tell one. ", decision.why,
                                   " Name the addressee", help, "."));
}

absl::Status Stays(const routing::Decision& decision) {
  return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, kAddresseePath,
                      absl::StrCat("By the rule ", decision.routing.rule(), " of the routing table ",
                                   decision.routing.table(), " the ticket stays with its source."));
}

}  // namespace

absl::StatusOr<std::unique_ptr<AddresseeFinder>> AddresseeFinder::Load(const std::string& path) {
  // Before it is read, so that a change meanwhile shows at the next look.
  const std::pair<int64_t, int64_t> look = LookOf(path);
  ASSIGN_OR_RETURN(routing::Table table, routing::Table::Load(path));
  return std::unique_ptr<AddresseeFinder>(new AddresseeFinder(path, look, std::move(table)));
}

AddresseeFinder::AddresseeFinder(std::string path, std::pair<int64_t, int64_t> seen, routing::Table table)
    : path_(std::move(path)), seen_(seen), table_(std::make_shared<const routing::Table>(std::move(table))) {}

std::shared_ptr<const routing::Table> AddresseeFinder::table() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return table_;
}

Addressed AddresseeFinder::Address(const v1::CallerPlace& place, v1::TicketEvent& event) const {
  const std::shared_ptr<const routing::Table> table = this->table();
  if (!event.has_transferred() || !event.transferred().to().empty() || event.source() != table->home()) return {};
  if (absl::Status status = CheckPlace(place); !status.ok()) return {std::move(status), absl::nullopt};
  const routing::Decision decision = table->Decide(routing::FactsOf(event.transferred().matter(), place));
  switch (decision.verdict) {
    case routing::Verdict::kUnclear:
      return {Unclear(decision), absl::nullopt};
    case routing::Verdict::kStays:
      return {Stays(decision), decision.routing};
    case routing::Verdict::kLeaves:
      break;
  }
  event.mutable_transferred()->set_to(decision.routing.platform());
  *event.mutable_provenance()->mutable_routing() = decision.routing;
  return {absl::OkStatus(), decision.routing};
}

absl::Status AddresseeFinder::Refresh() {
  const std::pair<int64_t, int64_t> look = LookOf(path_);
  if (look == seen_) return absl::OkStatus();
  // Also when it cannot be taken: that is told once, not at every look.
  seen_ = look;
  ASSIGN_OR_RETURN(routing::Table table, routing::Table::Load(path_));
  std::lock_guard<std::mutex> lock(mutex_);
  table_ = std::make_shared<const routing::Table>(std::move(table));
  return absl::OkStatus();
}

}  // namespace interline::intake
