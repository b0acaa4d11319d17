#include "cli/faults.h"

#include <cstdlib>
#include <iterator>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/sha256.h"
#include "core/wire/charset.h"

namespace interline::cli {
namespace {

constexpr uint32_t kUsualPercent = 10;

constexpr std::pair<Fault, const char*> kNames[] = {
    {Fault::kSlow, "slow"},
    {Fault::kSilent, "silent"},
    {Fault::kServerError, "500"},
    {Fault::kDuplicate, "duplicate"},
    {Fault::kOutOfOrder, "out_of_order"},
    {Fault::kBroken, "broken"},
    {Fault::kWrongCharset, "wrong_charset"},
    {Fault::kHalfBody, "half_body"},
    {Fault::kWrongClock, "wrong_clock"},
};

// As clocks are wrong in life: a summer time that does not exist, a day, a year that was typed wrongly.
constexpr absl::Duration kWrongBy[] = {absl::Hours(1),   absl::Hours(-1),       absl::Hours(24),
                                       absl::Hours(-24), absl::Hours(365 * 24), absl::Hours(-365 * 24)};

// What closes something in any of the formats.
constexpr char kClosing[] = "}>]";

std::string Broken(const std::string& body) {
  const size_t last = body.find_last_of(kClosing);
  // A form has nothing to close; a bad escape breaks it.
  if (last == std::string::npos) return body + "%";
  return body.substr(0, last) + body.substr(last + 1);
}

}  // namespace

const char* NameOf(Fault fault) {
  for (const auto& [known, name] : kNames) {
    if (known == fault) return name;
  }
  return "";
}

std::vector<std::string> FaultNames() {
  std::vector<std::string> names;
  for (const auto& [fault, name] : kNames) names.push_back(name);
  return names;
}

absl::StatusOr<Faults> Faults::Parse(absl::string_view text, uint64_t seed) {
  Faults faults;
  faults.seed_ = seed;
  for (const absl::string_view part : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> share = absl::StrSplit(part, absl::MaxSplits('=', 1));
    uint32_t percent = kUsualPercent;
    const bool has_share = share.first.size() < part.size();
    if (has_share && (!absl::SimpleAtoi(share.second, &percent) || percent < 1 || percent > 100)) {
      return absl::InvalidArgumentError(absl::StrCat("the share of ", share.first, " is 1 to 100 percent"));
    }
    bool is_known = false;
    for (const auto& [fault, name] : kNames) {
      if (share.first != name) continue;
      faults.percent_[fault] = percent;
      is_known = true;
    }
    if (!is_known) {
      return absl::InvalidArgumentError(
          absl::StrCat("no fault is called ", share.first, "; there are ", absl::StrJoin(FaultNames(), ", ")));
    }
  }
  return faults;
}

uint64_t Faults::Chance(Fault fault, absl::string_view what) const {
  const std::string digest = Sha256Hex(absl::StrCat(seed_, "/", NameOf(fault), "/", what));
  return std::strtoull(digest.substr(0, 15).c_str(), nullptr, 16);
}

bool Faults::Hits(Fault fault, absl::string_view what) const {
  const auto found = percent_.find(fault);
  return found != percent_.end() && Chance(fault, what) % 100 < found->second;
}

absl::Time Faults::ClockAt(absl::Time time, absl::string_view event_id) const {
  if (!Hits(Fault::kWrongClock, event_id)) return time;
  return time + kWrongBy[Chance(Fault::kWrongClock, event_id) / 100 % std::size(kWrongBy)];
}

std::string Spoil(Fault fault, const std::string& body) {
  switch (fault) {
    case Fault::kBroken:
      return Broken(body);
    case Fault::kHalfBody:
      return body.substr(0, body.size() / 2);
    case Fault::kWrongCharset:
      return wire::ToUtf8(body, wire::Charset::kUtf8).ok()
                 ? wire::FromUtf8(body, wire::Charset::kGb18030).value_or(body)
                 : wire::ToUtf8(body, wire::Charset::kGb18030).value_or(body);
    default:
      return body;
  }
}

}  // namespace interline::cli
