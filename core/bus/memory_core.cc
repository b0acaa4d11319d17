#include "core/bus/memory_core.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::bus {
namespace {

constexpr char kWish[] = "as the test wished";

}  // namespace

using Lock = std::unique_lock<std::mutex>;

absl::StatusOr<std::vector<std::string>> MemoryBus::Core::Create(const std::vector<TopicSpec>& specs) {
  Lock lock(mutex_);
  return log_.Create(specs);
}

void MemoryBus::Core::Delete(const std::vector<std::string>& topics) {
  Lock lock(mutex_);
  log_.Delete(topics);
  Changed();
}

std::map<std::string, int32_t> MemoryBus::Core::Topics() {
  Lock lock(mutex_);
  return log_.Topics();
}

absl::StatusOr<int64_t> MemoryBus::Core::End(const TopicPartition& at, Isolation isolation) {
  Lock lock(mutex_);
  return log_.End(at, isolation);
}

absl::StatusOr<int64_t> MemoryBus::Core::Begin(const TopicPartition& at) {
  Lock lock(mutex_);
  return log_.Begin(at);
}

absl::Status MemoryBus::Core::Trim(const TopicPartition& at, int64_t offset) {
  Lock lock(mutex_);
  return log_.Trim(at, offset);
}

absl::Status MemoryBus::Core::Read(Offsets& positions, Isolation isolation, size_t most, std::vector<Record>& records) {
  Lock lock(mutex_);
  return log_.Read(positions, isolation, most, records);
}

absl::StatusOr<Written> MemoryBus::Core::Append(Message message) {
  Lock lock(mutex_);
  Changed();
  return log_.Append(std::move(message), 0);
}

uint64_t MemoryBus::Core::version() {
  Lock lock(mutex_);
  return version_;
}

bool MemoryBus::Core::WaitForChange(uint64_t seen, std::chrono::steady_clock::time_point deadline) {
  Lock lock(mutex_);
  // A simulation never waits; to ask the kernel for no wait at all takes most of its time.
  if (std::chrono::steady_clock::now() >= deadline) return false;
  return changed_.wait_until(lock, deadline, [&] { return version_ != seen; });
}

void MemoryBus::Core::Changed() {
  ++version_;
  changed_.notify_all();
}

absl::StatusOr<MemoryBus::Core::Producer*> MemoryBus::Core::Find(const std::string& id, int64_t epoch) {
  Producer& producer = producers_[id];
  if (producer.epoch != epoch) {
    return absl::FailedPreconditionError(absl::StrCat("a younger producer has the transactional id ", id));
  }
  if (producer.spent) return absl::UnknownError("the outcome of this producer's last transaction is not known");
  return &producer;
}

absl::StatusOr<MemoryBus::Core::Producer*> MemoryBus::Core::FindOpen(const std::string& id, int64_t epoch) {
  ASSIGN_OR_RETURN(Producer* const producer, Find(id, epoch));
  if (producer->transaction == 0) return absl::InvalidArgumentError("no transaction is open");
  RETURN_IF_ERROR(producer->failed);
  return producer;
}

void MemoryBus::Core::Settle(Producer& producer, bool commit) {
  if (producer.transaction == 0) return;
  log_.EndTransaction(producer.transaction, commit);
  for (auto& [name, group] : groups_) group.EndTransaction(producer.transaction, commit);
  producer.transaction = 0;
  producer.failed = absl::OkStatus();
  Changed();
}

int64_t MemoryBus::Core::OpenProducer(const std::string& id) {
  Lock lock(mutex_);
  Producer& producer = producers_[id];
  Settle(producer, false);
  producer.spent = false;
  return ++producer.epoch;
}

absl::Status MemoryBus::Core::BeginTransaction(const std::string& id, int64_t epoch) {
  Lock lock(mutex_);
  ASSIGN_OR_RETURN(Producer* const producer, Find(id, epoch));
  if (producer->transaction != 0) return absl::InvalidArgumentError("a transaction is open already");
  producer->transaction = log_.BeginTransaction();
  return absl::OkStatus();
}

absl::Status MemoryBus::Core::Send(const std::string& id, int64_t epoch, Message message) {
  Lock lock(mutex_);
  ASSIGN_OR_RETURN(Producer* const producer, FindOpen(id, epoch));
  producer->failed = TakeFault(Fault::kSend) ? absl::AbortedError(kWish)
                                             : log_.Append(std::move(message), producer->transaction).status();
  Changed();
  return producer->failed;
}

absl::Status MemoryBus::Core::SendOffsets(const std::string& id, int64_t epoch, const std::string& group,
                                          MemberNumber member, int64_t generation, const Offsets& next) {
  Lock lock(mutex_);
  ASSIGN_OR_RETURN(Producer* const producer, FindOpen(id, epoch));
  if (TakeFault(Fault::kSendOffsets)) {
    producer->failed = absl::AbortedError(kWish);
  } else if (!groups_[group].Holds(member, generation)) {
    producer->failed = absl::FailedPreconditionError(absl::StrCat("the group ", group, " has moved on"));
  } else {
    groups_[group].Propose(producer->transaction, next);
  }
  return producer->failed;
}

absl::Status MemoryBus::Core::Commit(const std::string& id, int64_t epoch) {
  Lock lock(mutex_);
  ASSIGN_OR_RETURN(Producer* const producer, FindOpen(id, epoch));
  if (TakeFault(Fault::kCommitAborted)) return producer->failed = absl::AbortedError(kWish);
  producer->spent = TakeFault(Fault::kCommitUnknownUndone);
  if (producer->spent) return absl::UnknownError(kWish);
  Settle(*producer, true);
  producer->spent = TakeFault(Fault::kCommitUnknownDone);
  return producer->spent ? absl::UnknownError(kWish) : absl::OkStatus();
}

absl::Status MemoryBus::Core::Abort(const std::string& id, int64_t epoch) {
  Lock lock(mutex_);
  ASSIGN_OR_RETURN(Producer* const producer, Find(id, epoch));
  Settle(*producer, false);
  return absl::OkStatus();
}

MemberNumber MemoryBus::Core::Join(const std::string& group, const std::vector<std::string>& topics) {
  Lock lock(mutex_);
  Changed();
  return groups_[group].Join(topics);
}

void MemoryBus::Core::Leave(const std::string& group, MemberNumber member) {
  Lock lock(mutex_);
  groups_[group].Leave(member);
  Changed();
}

void MemoryBus::Core::ExpireSilent(const std::string& group) {
  Lock lock(mutex_);
  groups_[group].ExpireSilent();
  Changed();
}

MemoryGroup::Duty MemoryBus::Core::DutyOf(const std::string& group, MemberNumber member) {
  Lock lock(mutex_);
  return groups_[group].DutyOf(member);
}

void MemoryBus::Core::GivenUp(const std::string& group, MemberNumber member) {
  Lock lock(mutex_);
  groups_[group].GivenUp(member);
  Changed();
}

absl::StatusOr<MemoryBus::Core::Share> MemoryBus::Core::Take(const std::string& group, MemberNumber member) {
  Lock lock(mutex_);
  MemoryGroup& known = groups_[group];
  if (known.DutyOf(member) != MemoryGroup::Duty::kTake) return Share{};
  ASSIGN_OR_RETURN(Offsets committed, known.Committed(known.ShareOf(member, log_.Topics())));
  known.Taken(member);
  return Share{known.generation(), std::move(committed)};
}

absl::StatusOr<Offsets> MemoryBus::Core::Committed(const std::string& group,
                                                   const std::vector<TopicPartition>& partitions) {
  Lock lock(mutex_);
  return groups_[group].Committed(partitions);
}

void MemoryBus::Core::FailNext(Fault fault) {
  Lock lock(mutex_);
  faults_.insert(fault);
}

bool MemoryBus::Core::TakeFault(Fault fault) {
  const auto found = faults_.find(fault);
  if (found == faults_.end()) return false;
  faults_.erase(found);
  return true;
}

}  // namespace interline::bus
