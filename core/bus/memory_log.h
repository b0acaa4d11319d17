// The records of a MemoryBus: topics, partitions, transactions. Knows nothing of groups and does not lock;
// MemoryBus::Core does both.
#ifndef INTERLINE_CORE_BUS_MEMORY_LOG_H_
#define INTERLINE_CORE_BUS_MEMORY_LOG_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"

namespace interline::bus {

// Number of a transaction; 0 = none.
using TransactionNumber = uint64_t;

// One thread at a time.
class MemoryLog {
 public:
  // `clock` gives the append times and must outlive the log.
  explicit MemoryLog(const Clock& clock) : clock_(clock) {}

  absl::StatusOr<std::vector<std::string>> Create(const std::vector<TopicSpec>& specs);
  void Delete(const std::vector<std::string>& topics);
  // Partition counts.
  std::map<std::string, int32_t> Topics() const;

  // NOT_FOUND for a partition that does not exist.
  absl::StatusOr<int64_t> End(const TopicPartition& at, Isolation isolation) const;
  absl::StatusOr<int64_t> Begin(const TopicPartition& at) const;
  // Forgets the records before `offset`, as retention does.
  absl::Status Trim(const TopicPartition& at, int64_t offset);

  // Appends visible records to `records` until it holds `most`, partition after partition, and moves `positions` past
  // what was read and past what will never be seen.
  absl::Status Read(Offsets& positions, Isolation isolation, size_t most, std::vector<Record>& records) const;

  // INVALID_ARGUMENT for a record larger than the topic takes.
  absl::StatusOr<Written> Append(Message message, TransactionNumber transaction);

  TransactionNumber BeginTransaction() { return ++last_transaction_; }
  // Makes its records visible, or hides them for ever; each partition that it wrote to gets a mark.
  void EndTransaction(TransactionNumber transaction, bool commit);

 private:
  struct Slot {
    Record record;
    TransactionNumber transaction = 0;
    bool aborted = false;
    bool mark = false;
  };
  struct Partition {
    // Offset of slots[0].
    int64_t begin = 0;
    std::vector<Slot> slots;
    // Open transactions that wrote here, with the offset of their first record.
    std::map<TransactionNumber, int64_t> open;

    int64_t end() const { return begin + static_cast<int64_t>(slots.size()); }
    int64_t stable_end() const;
  };
  struct Topic {
    std::vector<Partition> partitions;
    size_t max_bytes = 0;
  };

  absl::StatusOr<const Partition*> Find(const TopicPartition& at) const;

  const Clock& clock_;
  std::map<std::string, Topic> topics_;
  TransactionNumber last_transaction_ = 0;
};

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_MEMORY_LOG_H_
