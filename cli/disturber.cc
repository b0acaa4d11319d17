#include "cli/disturber.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace interline::cli {

bool Disturber::Hits(Fault fault, const Outgoing& outgoing) {
  return faults_.Hits(fault, absl::StrCat(outgoing.key, "/", outgoing.message.body));
}

void Disturber::AddSpoilt(Fault fault, const Outgoing& outgoing, std::vector<Outgoing>& now) {
  if (!Hits(fault, outgoing)) return;
  Outgoing spoilt = outgoing;
  spoilt.message.body = Spoil(fault, outgoing.message.body);
  // Nothing to spoil is no fault.
  if (spoilt.message.body == outgoing.message.body) return;
  ++counts_[fault];
  now.push_back(std::move(spoilt));
}

std::vector<Outgoing> Disturber::Pass(Outgoing outgoing) {
  std::vector<Outgoing> now;
  const auto waiting =
      std::find_if(held_.begin(), held_.end(), [&](const Outgoing& held) { return held.key == outgoing.key; });
  if (waiting == held_.end() && Hits(Fault::kOutOfOrder, outgoing)) {
    ++counts_[Fault::kOutOfOrder];
    held_.push_back(std::move(outgoing));
    if (held_.size() > kMostHeld) {
      now.push_back(std::move(held_.front()));
      held_.pop_front();
    }
    return now;
  }
  for (const Fault fault : {Fault::kBroken, Fault::kWrongCharset, Fault::kHalfBody}) AddSpoilt(fault, outgoing, now);
  const bool twice = Hits(Fault::kDuplicate, outgoing);
  if (twice) {
    ++counts_[Fault::kDuplicate];
    now.push_back(outgoing);
  }
  now.push_back(std::move(outgoing));
  if (waiting != held_.end()) {
    now.push_back(std::move(*waiting));
    held_.erase(waiting);
  }
  return now;
}

std::vector<Outgoing> Disturber::Release() {
  std::vector<Outgoing> all(std::make_move_iterator(held_.begin()), std::make_move_iterator(held_.end()));
  held_.clear();
  return all;
}

std::string Words(const std::map<Fault, uint64_t>& counts) {
  return absl::StrJoin(counts, ", ", [](std::string* text, const auto& count) {
    absl::StrAppend(text, NameOf(count.first), " ", count.second);
  });
}

}  // namespace interline::cli
