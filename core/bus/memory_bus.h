// A log in memory with Kafka's rules: records of open and aborted transactions are invisible to read-committed readers,
// an open transaction holds back all that follows it, marks of transactions take offsets, offsets become committed with
// their transaction and are not told before it ends, an older producer of the same id and a member of an older
// generation are fenced. Groups rebalance eagerly and share partitions as Kafka's range assignor does: a new member
// gets nothing until the others have polled and given up theirs, or have been declared dead. Nothing is compacted and
// nothing expires by itself.
//
// Polls wait in real time for real threads; a simulation polls with a wait of zero. Producer::Send calls `done` before
// it returns, on the same thread.
#ifndef INTERLINE_CORE_BUS_MEMORY_BUS_H_
#define INTERLINE_CORE_BUS_MEMORY_BUS_H_

#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/bus/bus.h"

namespace interline::bus {

// A call that a test can make fail, once, the next time anybody makes it.
enum class Fault {
  kSend,                 // TransactionalProducer::Send answers ABORTED
  kSendOffsets,          // SendOffsets answers ABORTED
  kCommitAborted,        // Commit answers ABORTED, nothing is committed
  kCommitUnknownDone,    // Commit answers UNKNOWN, and it was committed
  kCommitUnknownUndone,  // Commit answers UNKNOWN, and it was not
};

// Thread-safe. Parts that it made keep what is in the log alive, but are of no use after it is gone.
class MemoryBus final : public Bus {
 public:
  // `clock` gives the append times and must outlive the bus.
  explicit MemoryBus(const Clock& clock);
  ~MemoryBus() override;

  absl::StatusOr<std::unique_ptr<Reader>> NewReader(const Offsets& from, Isolation isolation) override;
  absl::StatusOr<std::unique_ptr<GroupConsumer>> NewGroupConsumer(const GroupConsumerOptions& options) override;
  absl::StatusOr<std::unique_ptr<TransactionalProducer>> NewTransactionalProducer(
      const std::string& transactional_id) override;
  absl::StatusOr<std::unique_ptr<Producer>> NewProducer() override;
  Admin& admin() override;

  // The next call of this kind fails so.
  void FailNext(Fault fault);
  // The group takes every member that has not polled since the last rebalance began for dead, as after a session
  // time-out.
  void ExpireMembers(const std::string& group);
  // Forgets the records of a partition before `offset`, as retention does.
  absl::Status Trim(const TopicPartition& partition, int64_t offset);
  // What a read-committed reader sees of a topic, partition after partition.
  std::vector<Record> Committed(const std::string& topic);

  class Core;

 private:
  std::shared_ptr<Core> core_;
  std::unique_ptr<Admin> admin_;
};

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_MEMORY_BUS_H_
