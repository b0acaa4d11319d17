#include "core/bus/memory_group.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace interline::bus {

MemberNumber MemoryGroup::Join(std::vector<std::string> topics) {
  members_[++last_member_].topics = std::move(topics);
  Rebalance();
  return last_member_;
}

void MemoryGroup::Leave(MemberNumber member) {
  if (members_.erase(member) != 0) Rebalance();
}

void MemoryGroup::ExpireSilent() {
  const size_t before = members_.size();
  for (auto it = members_.begin(); it != members_.end();) {
    it = it->second.heard ? std::next(it) : members_.erase(it);
  }
  if (members_.size() != before) Rebalance();
}

void MemoryGroup::Rebalance() {
  rebalancing_ = true;
  for (auto& [number, member] : members_) {
    member.heard = false;
    // A share that its member was never told of is taken back without a word.
    if (member.stage == Stage::kGiven) member.stage = Stage::kJoining;
  }
  CompleteIfAllJoined();
}

void MemoryGroup::CompleteIfAllJoined() {
  const auto joined = [](const auto& entry) { return entry.second.stage == Stage::kJoining; };
  if (!rebalancing_ || !std::all_of(members_.begin(), members_.end(), joined)) return;
  rebalancing_ = false;
  ++generation_;
  for (auto& [number, member] : members_) member.stage = Stage::kGiven;
}

MemoryGroup::Duty MemoryGroup::DutyOf(MemberNumber number) {
  const auto found = members_.find(number);
  if (found == members_.end()) return Duty::kRejoin;
  Member& member = found->second;
  member.heard = true;
  if (member.stage == Stage::kGiven) return Duty::kTake;
  return rebalancing_ && member.stage == Stage::kHolding ? Duty::kGiveUp : Duty::kNone;
}

void MemoryGroup::GivenUp(MemberNumber number) {
  const auto found = members_.find(number);
  // Declared dead while it was giving up.
  if (found == members_.end()) return;
  found->second.stage = Stage::kJoining;
  CompleteIfAllJoined();
}

// Range assignor: consecutive partitions of each topic, the first members get one more.
std::vector<TopicPartition> MemoryGroup::ShareOf(MemberNumber number,
                                                 const std::map<std::string, int32_t>& topics) const {
  std::vector<TopicPartition> share;
  for (const std::string& topic : members_.at(number).topics) {
    const auto found = topics.find(topic);
    if (found == topics.end()) continue;
    int32_t index = 0;
    int32_t subscribed = 0;
    for (const auto& [other, its] : members_) {
      if (std::find(its.topics.begin(), its.topics.end(), topic) == its.topics.end()) continue;
      if (other < number) ++index;
      ++subscribed;
    }
    const int32_t count = found->second / subscribed;
    const int32_t extra = found->second % subscribed;
    const int32_t first = index * count + std::min(index, extra);
    for (int32_t p = first; p < first + count + (index < extra ? 1 : 0); ++p) share.push_back({topic, p});
  }
  return share;
}

void MemoryGroup::Taken(MemberNumber number) {
  Member& member = members_.at(number);
  CHECK(member.stage == Stage::kGiven);
  member.stage = Stage::kHolding;
}

bool MemoryGroup::Holds(MemberNumber member, int64_t generation) const {
  const auto found = members_.find(member);
  return found != members_.end() && found->second.stage == Stage::kHolding && generation == generation_;
}

void MemoryGroup::Propose(TransactionNumber transaction, const Offsets& next) {
  for (const auto& [at, offset] : next) proposed_[transaction][at] = offset;
}

void MemoryGroup::EndTransaction(TransactionNumber transaction, bool commit) {
  const auto found = proposed_.find(transaction);
  if (found == proposed_.end()) return;
  for (const auto& [at, offset] : found->second) {
    if (commit) committed_[at] = offset;
  }
  proposed_.erase(found);
}

absl::StatusOr<Offsets> MemoryGroup::Committed(const std::vector<TopicPartition>& partitions) const {
  Offsets offsets;
  for (const TopicPartition& at : partitions) {
    for (const auto& [transaction, proposed] : proposed_) {
      if (proposed.count(at) == 0) continue;
      return absl::UnavailableError(
          absl::StrCat("an open transaction decides the offset of ", at.topic, "/", at.partition));
    }
    const auto found = committed_.find(at);
    offsets[at] = found == committed_.end() ? 0 : found->second;
  }
  return offsets;
}

}  // namespace interline::bus
