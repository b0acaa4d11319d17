#include "core/bus/memory_log.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::bus {

using Lock = std::unique_lock<std::mutex>;

absl::StatusOr<std::vector<std::string>> MemoryBus::Log::Create(const std::vector<TopicSpec>& specs) {
  Lock lock(mutex_);
  std::vector<std::string> created;
  for (const TopicSpec& spec : specs) {
    if (spec.partitions < 1) return absl::InvalidArgumentError(absl::StrCat(spec.name, ": no partitions"));
    if (topics_.emplace(spec.name, std::vector<Partition>(spec.partitions)).second) created.push_back(spec.name);
  }
  return created;
}

absl::Status MemoryBus::Log::Delete(const std::vector<std::string>& topics) {
  Lock lock(mutex_);
  for (const std::string& topic : topics) topics_.erase(topic);
  return absl::OkStatus();
}

std::map<std::string, int32_t> MemoryBus::Log::Topics() {
  Lock lock(mutex_);
  std::map<std::string, int32_t> counts;
  for (const auto& [name, partitions] : topics_) counts[name] = static_cast<int32_t>(partitions.size());
  return counts;
}

absl::StatusOr<MemoryBus::Log::Partition*> MemoryBus::Log::Find(const TopicPartition& at) {
  const auto topic = topics_.find(at.topic);
  if (topic == topics_.end() || at.partition < 0 || static_cast<size_t>(at.partition) >= topic->second.size()) {
    return absl::NotFoundError(absl::StrCat("no partition ", at.topic, "/", at.partition));
  }
  return &topic->second[at.partition];
}

// Everything before the first record of an open transaction.
size_t MemoryBus::Log::StableEnd(const Partition& partition) {
  const auto open =
      std::find_if(partition.begin(), partition.end(), [](const Slot& slot) { return slot.kind == Kind::kOpen; });
  return open - partition.begin();
}

absl::StatusOr<int64_t> MemoryBus::Log::End(const TopicPartition& at, Isolation isolation) {
  Lock lock(mutex_);
  ASSIGN_OR_RETURN(const Partition* partition, Find(at));
  return isolation == Isolation::kReadCommitted ? StableEnd(*partition) : partition->size();
}

absl::Status MemoryBus::Log::Read(Offsets& positions, Isolation isolation, absl::Duration wait, size_t most,
                                  std::vector<Record>& records) {
  Lock lock(mutex_);
  const auto read = [&]() -> absl::Status {
    for (auto& [at, position] : positions) {
      ASSIGN_OR_RETURN(const Partition* partition, Find(at));
      const size_t end = isolation == Isolation::kReadCommitted ? StableEnd(*partition) : partition->size();
      for (; position < static_cast<int64_t>(end) && records.size() < most; ++position) {
        const Slot& slot = (*partition)[position];
        if (slot.kind == Kind::kMark) continue;
        if (slot.kind == Kind::kAborted && isolation == Isolation::kReadCommitted) continue;
        records.push_back(slot.record);
      }
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(read());
  if (records.empty() && wait > absl::ZeroDuration()) {
    const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(wait);
    while (records.empty() && grown_.wait_until(lock, deadline) == std::cv_status::no_timeout) {
      RETURN_IF_ERROR(read());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Written> MemoryBus::Log::Put(Message message, Kind kind, const std::string& producer) {
  const auto topic = topics_.find(message.topic);
  if (topic == topics_.end()) return absl::NotFoundError(absl::StrCat("no topic ", message.topic));
  const int32_t partition =
      message.partition.value_or(PartitionForKey(message.key, static_cast<int32_t>(topic->second.size())));
  ASSIGN_OR_RETURN(Partition* const slots, Find({message.topic, partition}));
  const int64_t offset = static_cast<int64_t>(slots->size());
  slots->push_back({{message.topic, partition, offset, std::move(message.key), std::move(message.value),
                     std::move(message.headers), clock_.Now()},
                    kind,
                    producer});
  grown_.notify_all();
  return Written{partition, offset};
}

absl::StatusOr<Written> MemoryBus::Log::Append(Message message) {
  Lock lock(mutex_);
  return Put(std::move(message), Kind::kPlain, "");
}

absl::Status MemoryBus::Log::Fenced(const std::string& id, int64_t epoch) const {
  const auto found = transactions_.find(id);
  if (found != transactions_.end() && found->second.epoch == epoch) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("a younger producer has the transactional id ", id));
}

int64_t MemoryBus::Log::InitProducer(const std::string& id) {
  Lock lock(mutex_);
  Settle(id, false);
  return ++transactions_[id].epoch;
}

// Ends the open transaction: its records become visible or stay hidden, and each partition it touched gets a mark.
void MemoryBus::Log::Settle(const std::string& id, bool commit) {
  Transaction& transaction = transactions_[id];
  if (!transaction.open) return;
  for (const TopicPartition& at : transaction.touched) {
    const auto partition = Find(at);
    if (!partition.ok()) continue;  // deleted meanwhile
    for (Slot& slot : **partition) {
      if (slot.kind == Kind::kOpen && slot.producer == id) slot.kind = commit ? Kind::kCommitted : Kind::kAborted;
    }
    Slot mark;
    mark.kind = Kind::kMark;
    (*partition)->push_back(std::move(mark));
  }
  if (commit) {
    for (const auto& [group, offsets] : transaction.offsets) {
      for (const auto& [at, next] : offsets) groups_[group].committed[at] = next;
    }
  }
  transaction.open = false;
  transaction.touched.clear();
  transaction.offsets.clear();
  grown_.notify_all();
}

absl::Status MemoryBus::Log::Begin(const std::string& id, int64_t epoch) {
  Lock lock(mutex_);
  RETURN_IF_ERROR(Fenced(id, epoch));
  transactions_[id].open = true;
  return absl::OkStatus();
}

absl::Status MemoryBus::Log::Send(const std::string& id, int64_t epoch, Message message) {
  Lock lock(mutex_);
  RETURN_IF_ERROR(Fenced(id, epoch));
  if (TakeFault(Fault::kSend)) return absl::AbortedError("as the test wished");
  const std::string topic = message.topic;
  ASSIGN_OR_RETURN(const Written written, Put(std::move(message), Kind::kOpen, id));
  transactions_[id].touched.insert({topic, written.partition});
  return absl::OkStatus();
}

absl::Status MemoryBus::Log::SendOffsets(const std::string& id, int64_t epoch, const std::string& group, int64_t member,
                                         int64_t generation, const Offsets& next) {
  Lock lock(mutex_);
  RETURN_IF_ERROR(Fenced(id, epoch));
  if (TakeFault(Fault::kSendOffsets)) return absl::AbortedError("as the test wished");
  const Group& known = groups_[group];
  if (!known.members.count(member) || known.generation != generation) {
    return absl::FailedPreconditionError(absl::StrCat("the group ", group, " has moved on"));
  }
  for (const auto& [at, offset] : next) transactions_[id].offsets[group][at] = offset;
  return absl::OkStatus();
}

absl::Status MemoryBus::Log::Commit(const std::string& id, int64_t epoch) {
  Lock lock(mutex_);
  RETURN_IF_ERROR(Fenced(id, epoch));
  if (TakeFault(Fault::kCommitAborted)) return absl::AbortedError("as the test wished");
  if (TakeFault(Fault::kCommitUnknownUndone)) return absl::UnknownError("as the test wished");
  Settle(id, true);
  if (TakeFault(Fault::kCommitUnknownDone)) return absl::UnknownError("as the test wished");
  return absl::OkStatus();
}

absl::Status MemoryBus::Log::Abort(const std::string& id, int64_t epoch) {
  Lock lock(mutex_);
  RETURN_IF_ERROR(Fenced(id, epoch));
  Settle(id, false);
  return absl::OkStatus();
}

int64_t MemoryBus::Log::Join(const std::string& group, const std::vector<std::string>& topics) {
  Lock lock(mutex_);
  const int64_t member = next_member_++;
  groups_[group].members[member] = {topics, 0};
  ++groups_[group].generation;
  return member;
}

void MemoryBus::Log::Leave(const std::string& group, int64_t member) {
  Lock lock(mutex_);
  if (groups_[group].members.erase(member)) ++groups_[group].generation;
}

void MemoryBus::Log::Expire(const std::string& group) {
  Lock lock(mutex_);
  Group& known = groups_[group];
  const size_t before = known.members.size();
  for (auto it = known.members.begin(); it != known.members.end();) {
    it = it->second.synced < known.generation ? known.members.erase(it) : std::next(it);
  }
  if (known.members.size() != before) {
    ++known.generation;
    // Those that are left are known to be alive.
    for (auto& [id, member] : known.members) member.synced = known.generation - 1;
  }
}

// Range assignor: consecutive partitions of each topic, the first members get one more.
Offsets MemoryBus::Log::Share(const Group& group, int64_t member) const {
  Offsets share;
  for (const std::string& topic : group.members.at(member).topics) {
    const auto found = topics_.find(topic);
    if (found == topics_.end()) continue;
    std::vector<int64_t> subscribed;
    for (const auto& [id, other] : group.members) {
      if (std::find(other.topics.begin(), other.topics.end(), topic) != other.topics.end()) subscribed.push_back(id);
    }
    const size_t index = std::find(subscribed.begin(), subscribed.end(), member) - subscribed.begin();
    const size_t count = found->second.size() / subscribed.size();
    const size_t extra = found->second.size() % subscribed.size();
    const size_t first = index * count + std::min(index, extra);
    for (size_t p = first; p < first + count + (index < extra ? 1 : 0); ++p) {
      const TopicPartition at{topic, static_cast<int32_t>(p)};
      const auto committed = group.committed.find(at);
      share[at] = committed == group.committed.end() ? 0 : committed->second;
    }
  }
  return share;
}

MemoryBus::Log::Assignment MemoryBus::Log::Sync(const std::string& group, int64_t member) {
  Lock lock(mutex_);
  Group& known = groups_[group];
  const auto found = known.members.find(member);
  if (found == known.members.end()) return {};
  found->second.synced = known.generation;
  return {true, known.generation, Share(known, member)};
}

void MemoryBus::Log::FailNext(Fault fault) {
  Lock lock(mutex_);
  faults_.insert(fault);
}

bool MemoryBus::Log::TakeFault(Fault fault) {
  const auto found = faults_.find(fault);
  if (found == faults_.end()) return false;
  faults_.erase(found);
  return true;
}

}  // namespace interline::bus
