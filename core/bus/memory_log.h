// What a MemoryBus holds. Shared by its readers, consumers and producers; every public function locks.
#ifndef INTERLINE_CORE_BUS_MEMORY_LOG_H_
#define INTERLINE_CORE_BUS_MEMORY_LOG_H_

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/bus/memory_bus.h"

namespace interline::bus {

class MemoryBus::Log {
 public:
  explicit Log(const Clock& clock) : clock_(clock) {}

  // ---- topics
  absl::StatusOr<std::vector<std::string>> Create(const std::vector<TopicSpec>& specs);
  absl::Status Delete(const std::vector<std::string>& topics);
  std::map<std::string, int32_t> Topics();
  absl::StatusOr<int64_t> End(const TopicPartition& at, Isolation isolation);

  // ---- reading: appends to `records` and moves `positions`; waits for the first record.
  absl::Status Read(Offsets& positions, Isolation isolation, absl::Duration wait, size_t most,
                    std::vector<Record>& records);

  // ---- writing outside a transaction
  absl::StatusOr<Written> Append(Message message);

  // ---- transactions; a producer is known by its id and the epoch it was given
  int64_t InitProducer(const std::string& id);
  absl::Status Begin(const std::string& id, int64_t epoch);
  absl::Status Send(const std::string& id, int64_t epoch, Message message);
  absl::Status SendOffsets(const std::string& id, int64_t epoch, const std::string& group, int64_t member,
                           int64_t generation, const Offsets& next);
  absl::Status Commit(const std::string& id, int64_t epoch);
  absl::Status Abort(const std::string& id, int64_t epoch);

  // ---- groups
  int64_t Join(const std::string& group, const std::vector<std::string>& topics);
  void Leave(const std::string& group, int64_t member);
  void Expire(const std::string& group);
  // The member's view: whether it is still in, the generation, and its partitions with their committed offsets.
  struct Assignment {
    bool member = false;
    int64_t generation = 0;
    Offsets committed;
  };
  Assignment Sync(const std::string& group, int64_t member);

  void FailNext(Fault fault);

 private:
  enum class Kind { kPlain, kOpen, kCommitted, kAborted, kMark };
  struct Slot {
    Record record;
    Kind kind = Kind::kPlain;
    std::string producer;
  };
  using Partition = std::vector<Slot>;
  struct Transaction {
    int64_t epoch = 0;
    bool open = false;
    std::set<TopicPartition> touched;
    std::map<std::string, Offsets> offsets;  // by group
  };
  struct Member {
    std::vector<std::string> topics;
    int64_t synced = 0;  // generation it has seen
  };
  struct Group {
    std::map<int64_t, Member> members;
    int64_t generation = 0;
    Offsets committed;
  };

  // All with mutex_ held.
  bool TakeFault(Fault fault);
  absl::Status Fenced(const std::string& id, int64_t epoch) const;
  absl::StatusOr<Partition*> Find(const TopicPartition& at);
  absl::StatusOr<Written> Put(Message message, Kind kind, const std::string& producer);
  void Settle(const std::string& id, bool commit);
  static size_t StableEnd(const Partition& partition);
  Offsets Share(const Group& group, int64_t member) const;

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable grown_;
  std::map<std::string, std::vector<Partition>> topics_;
  std::map<std::string, Transaction> transactions_;
  std::map<std::string, Group> groups_;
  int64_t next_member_ = 1;
  std::multiset<Fault> faults_;
};

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_MEMORY_LOG_H_
