// A consumer group of a MemoryBus, by Kafka's eager protocol. When members come or go, every member that has partitions
// is asked to give them up; only when all have done so, or have been declared dead, does the next generation begin and
// the range assignor share the partitions out anew. Does not lock; MemoryBus::Core does.
#ifndef INTERLINE_CORE_BUS_MEMORY_GROUP_H_
#define INTERLINE_CORE_BUS_MEMORY_GROUP_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/bus/bus.h"
#include "core/bus/memory_log.h"

namespace interline::bus {

using MemberNumber = int64_t;

// One thread at a time.
class MemoryGroup {
 public:
  // What a member has to do next.
  enum class Duty {
    kNone,
    kRejoin,  // it is no longer a member
    kGiveUp,  // give its partitions up, then call GivenUp
    kTake,    // take its new share
  };

  MemberNumber Join(std::vector<std::string> topics);
  void Leave(MemberNumber member);
  // Declares dead who has not called DutyOf since the last rebalance began.
  void ExpireSilent();

  Duty DutyOf(MemberNumber member);
  void GivenUp(MemberNumber member);
  // The member's share in the present generation of these topics, given with their partition counts.
  std::vector<TopicPartition> ShareOf(MemberNumber member, const std::map<std::string, int32_t>& topics) const;
  // It has its share. Its duty must have been kTake.
  void Taken(MemberNumber member);

  int64_t generation() const { return generation_; }
  // Whether this member holds partitions of this generation, and the generation is the present one.
  bool Holds(MemberNumber member, int64_t generation) const;

  // ---- offsets; those of an open transaction wait for its end
  void Propose(TransactionNumber transaction, const Offsets& next);
  void EndTransaction(TransactionNumber transaction, bool commit);
  // 0 where none is committed. UNAVAILABLE while an open transaction has an offset for one of them.
  absl::StatusOr<Offsets> Committed(const std::vector<TopicPartition>& partitions) const;

 private:
  enum class Stage { kJoining, kGiven, kHolding };
  struct Member {
    std::vector<std::string> topics;
    Stage stage = Stage::kJoining;
    bool heard = false;
  };

  void Rebalance();
  void CompleteIfAllJoined();

  std::map<MemberNumber, Member> members_;
  MemberNumber last_member_ = 0;
  int64_t generation_ = 0;
  bool rebalancing_ = false;
  Offsets committed_;
  std::map<TransactionNumber, Offsets> proposed_;
};

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_MEMORY_GROUP_H_
