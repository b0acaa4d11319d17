// What the parts of a MemoryBus share: the log, its transactional producers and its groups, behind one lock.
#ifndef INTERLINE_CORE_BUS_MEMORY_CORE_H_
#define INTERLINE_CORE_BUS_MEMORY_CORE_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/bus/memory_bus.h"
#include "core/bus/memory_group.h"
#include "core/bus/memory_log.h"

namespace interline::bus {

// Thread-safe.
class MemoryBus::Core {
 public:
  explicit Core(const Clock& clock) : log_(clock) {}

  // ---- topics
  absl::StatusOr<std::vector<std::string>> Create(const std::vector<TopicSpec>& specs);
  void Delete(const std::vector<std::string>& topics);
  std::map<std::string, int32_t> Topics();
  absl::StatusOr<int64_t> End(const TopicPartition& at, Isolation isolation);
  absl::StatusOr<int64_t> Begin(const TopicPartition& at);
  absl::Status Trim(const TopicPartition& at, int64_t offset);

  // ---- records
  absl::Status Read(Offsets& positions, Isolation isolation, size_t most, std::vector<Record>& records);
  absl::StatusOr<Written> Append(Message message);

  // ---- waiting: goes up with every change
  uint64_t version();
  // False when nothing has changed since `seen` until `deadline`.
  bool WaitForChange(uint64_t seen, std::chrono::steady_clock::time_point deadline);

  // ---- transactions; a producer is known by its id and the epoch that it was given
  int64_t OpenProducer(const std::string& id);
  absl::Status BeginTransaction(const std::string& id, int64_t epoch);
  absl::Status Send(const std::string& id, int64_t epoch, Message message);
  absl::Status SendOffsets(const std::string& id, int64_t epoch, const std::string& group, MemberNumber member,
                           int64_t generation, const Offsets& next);
  absl::Status Commit(const std::string& id, int64_t epoch);
  absl::Status Abort(const std::string& id, int64_t epoch);

  // ---- groups
  struct Share {
    int64_t generation = 0;
    Offsets committed;
  };
  MemberNumber Join(const std::string& group, const std::vector<std::string>& topics);
  void Leave(const std::string& group, MemberNumber member);
  void ExpireSilent(const std::string& group);
  MemoryGroup::Duty DutyOf(const std::string& group, MemberNumber member);
  void GivenUp(const std::string& group, MemberNumber member);
  // An empty share when the group has moved on meanwhile; UNAVAILABLE while a transaction decides the offsets.
  absl::StatusOr<Share> Take(const std::string& group, MemberNumber member);
  absl::StatusOr<Offsets> Committed(const std::string& group, const std::vector<TopicPartition>& partitions);

  void FailNext(Fault fault);

 private:
  struct Producer {
    int64_t epoch = 0;
    // The open transaction; 0 = none.
    TransactionNumber transaction = 0;
    // Why it cannot be committed any more.
    absl::Status failed;
    // Set once an outcome was unknown: the producer is of no more use.
    bool spent = false;
  };

  // All with mutex_ held.
  bool TakeFault(Fault fault);
  // The producer, if it may go on: FAILED_PRECONDITION when fenced, UNKNOWN when spent.
  absl::StatusOr<Producer*> Find(const std::string& id, int64_t epoch);
  // The same, with a transaction that has not failed: INVALID_ARGUMENT when none is open.
  absl::StatusOr<Producer*> FindOpen(const std::string& id, int64_t epoch);
  void Settle(Producer& producer, bool commit);
  void Changed();

  std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t version_ = 0;
  MemoryLog log_;
  std::map<std::string, Producer> producers_;
  std::map<std::string, MemoryGroup> groups_;
  std::multiset<Fault> faults_;
};

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_MEMORY_CORE_H_
