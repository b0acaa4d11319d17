#include "core/bus/memory_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::bus {
namespace {

// Kafka's own default of max.message.bytes.
constexpr size_t kDefaultMaxBytes = 1048588;

size_t SizeOf(const Message& message) {
  size_t size = message.key.size() + (message.value.has_value() ? message.value->size() : 0);
  for (const Header& header : message.headers) size += header.key.size() + header.value.size();
  return size;
}

}  // namespace

// Everything before the first record of an open transaction.
int64_t MemoryLog::Partition::stable_end() const {
  int64_t stable = end();
  for (const auto& [transaction, first] : open) stable = std::min(stable, first);
  return stable;
}

absl::StatusOr<std::vector<std::string>> MemoryLog::Create(const std::vector<TopicSpec>& specs) {
  std::vector<std::string> created;
  for (const TopicSpec& spec : specs) {
    if (spec.partitions < 1) return absl::InvalidArgumentError(absl::StrCat(spec.name, ": no partitions"));
    Topic topic{std::vector<Partition>(spec.partitions), kDefaultMaxBytes};
    const auto limit = spec.settings.find("max.message.bytes");
    if (limit != spec.settings.end() && !absl::SimpleAtoi(limit->second, &topic.max_bytes)) {
      return absl::InvalidArgumentError(absl::StrCat(spec.name, ": max.message.bytes is no number"));
    }
    if (topics_.emplace(spec.name, std::move(topic)).second) created.push_back(spec.name);
  }
  return created;
}

void MemoryLog::Delete(const std::vector<std::string>& topics) {
  for (const std::string& topic : topics) topics_.erase(topic);
}

std::map<std::string, int32_t> MemoryLog::Topics() const {
  std::map<std::string, int32_t> counts;
  for (const auto& [name, topic] : topics_) counts[name] = static_cast<int32_t>(topic.partitions.size());
  return counts;
}

absl::StatusOr<const MemoryLog::Partition*> MemoryLog::Find(const TopicPartition& at) const {
  const auto topic = topics_.find(at.topic);
  if (topic == topics_.end()) return absl::NotFoundError(absl::StrCat("no topic ", at.topic));
  if (at.partition < 0 || static_cast<size_t>(at.partition) >= topic->second.partitions.size()) {
    return absl::NotFoundError(absl::StrCat("no partition ", at.partition, " of ", at.topic));
  }
  return &topic->second.partitions[at.partition];
}

absl::StatusOr<int64_t> MemoryLog::End(const TopicPartition& at, Isolation isolation) const {
  ASSIGN_OR_RETURN(const Partition* const partition, Find(at));
  return isolation == Isolation::kReadCommitted ? partition->stable_end() : partition->end();
}

absl::StatusOr<int64_t> MemoryLog::Begin(const TopicPartition& at) const {
  ASSIGN_OR_RETURN(const Partition* const partition, Find(at));
  return partition->begin;
}

absl::Status MemoryLog::Trim(const TopicPartition& at, int64_t offset) {
  RETURN_IF_ERROR(Find(at).status());
  Partition& partition = topics_[at.topic].partitions[at.partition];
  const int64_t begin = std::min(offset, partition.stable_end());
  if (begin <= partition.begin) return absl::OkStatus();
  partition.slots.erase(partition.slots.begin(), partition.slots.begin() + (begin - partition.begin));
  partition.begin = begin;
  return absl::OkStatus();
}

absl::Status MemoryLog::Read(Offsets& positions, Isolation isolation, size_t most, std::vector<Record>& records) const {
  for (auto& [at, position] : positions) {
    ASSIGN_OR_RETURN(const Partition* const partition, Find(at));
    const bool committed = isolation == Isolation::kReadCommitted;
    const int64_t end = committed ? partition->stable_end() : partition->end();
    // A position that the log does not have starts over at the first record, as auto.offset.reset=earliest does.
    if (position < partition->begin || position > partition->end()) position = partition->begin;
    for (; position < end && records.size() < most; ++position) {
      const Slot& slot = partition->slots[position - partition->begin];
      if (!slot.mark && !(slot.aborted && committed)) records.push_back(slot.record);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Written> MemoryLog::Append(Message message, TransactionNumber transaction) {
  const auto topic = topics_.find(message.topic);
  if (topic == topics_.end()) return absl::NotFoundError(absl::StrCat("no topic ", message.topic));
  if (SizeOf(message) > topic->second.max_bytes) {
    return absl::InvalidArgumentError(absl::StrCat("a record is larger than ", message.topic, " takes"));
  }
  const int32_t number =
      message.partition.value_or(PartitionForKey(message.key, static_cast<int32_t>(topic->second.partitions.size())));
  RETURN_IF_ERROR(Find({message.topic, number}).status());
  Partition& partition = topic->second.partitions[number];
  const int64_t offset = partition.end();
  Slot slot;
  slot.record = {
      message.topic, number, offset, std::move(message.key), std::move(message.value), std::move(message.headers),
      clock_.Now()};
  slot.transaction = transaction;
  partition.slots.push_back(std::move(slot));
  if (transaction != 0) partition.open.emplace(transaction, offset);
  return Written{number, offset};
}

void MemoryLog::EndTransaction(TransactionNumber transaction, bool commit) {
  for (auto& [name, topic] : topics_) {
    for (Partition& partition : topic.partitions) {
      const auto open = partition.open.find(transaction);
      if (open == partition.open.end()) continue;
      for (int64_t offset = open->second; !commit && offset < partition.end(); ++offset) {
        Slot& slot = partition.slots[offset - partition.begin];
        slot.aborted = slot.aborted || slot.transaction == transaction;
      }
      partition.open.erase(open);
      Slot mark;
      mark.mark = true;
      partition.slots.push_back(std::move(mark));
    }
  }
}

}  // namespace interline::bus
