#include "core/bus/memory_bus.h"

#include <chrono>
#include <utility>

#include "core/base/status_macros.h"
#include "core/bus/memory_core.h"

namespace interline::bus {
namespace {

using Core = MemoryBus::Core;
using Steady = std::chrono::steady_clock;

constexpr size_t kUnlimited = 1u << 30;

Steady::time_point After(absl::Duration wait) { return Steady::now() + absl::ToChronoNanoseconds(wait); }

class MemoryReader final : public Reader {
 public:
  MemoryReader(std::shared_ptr<Core> core, Offsets from, Isolation isolation)
      : core_(std::move(core)), positions_(std::move(from)), isolation_(isolation) {}

  absl::StatusOr<std::vector<Record>> Poll(absl::Duration wait, size_t max_records) override {
    const Steady::time_point deadline = After(wait);
    std::vector<Record> records;
    while (true) {
      const uint64_t seen = core_->version();
      RETURN_IF_ERROR(core_->Read(positions_, isolation_, max_records, records));
      if (!records.empty() || !core_->WaitForChange(seen, deadline)) return records;
    }
  }

  int64_t Position(const TopicPartition& partition) const override {
    const auto found = positions_.find(partition);
    return found == positions_.end() ? -1 : found->second;
  }

 private:
  std::shared_ptr<Core> core_;
  Offsets positions_;
  Isolation isolation_;
};

class MemoryGroupConsumer final : public GroupConsumer {
 public:
  MemoryGroupConsumer(std::shared_ptr<Core> core, GroupConsumerOptions options)
      : core_(std::move(core)), options_(std::move(options)), member_(core_->Join(options_.group, options_.topics)) {}

  // A consumer that just vanishes stays a member until the group expires it, as a killed process does.
  ~MemoryGroupConsumer() override = default;

  absl::StatusOr<std::vector<Record>> Poll(absl::Duration wait, size_t max_records) override {
    const Steady::time_point deadline = After(wait);
    std::vector<Record> records;
    while (true) {
      const uint64_t seen = core_->version();
      DoDuties();
      RETURN_IF_ERROR(core_->Read(positions_, Isolation::kReadCommitted, max_records, records));
      if (!records.empty() || !core_->WaitForChange(seen, deadline)) return records;
    }
  }

  absl::StatusOr<Offsets> Rewind() override {
    ASSIGN_OR_RETURN(positions_, core_->Committed(options_.group, Partitions()));
    return positions_;
  }

  void Close() override {
    Revoke(core_->DutyOf(options_.group, member_) == MemoryGroup::Duty::kRejoin);
    core_->Leave(options_.group, member_);
  }

  const std::string& group() const { return options_.group; }
  MemberNumber member() const { return member_; }
  int64_t generation() const { return generation_; }

 private:
  // What the group asks of this member, until it asks nothing more. The listener is called without the lock.
  void DoDuties() {
    while (true) {
      switch (core_->DutyOf(options_.group, member_)) {
        case MemoryGroup::Duty::kNone:
          return;
        case MemoryGroup::Duty::kRejoin:
          // The group took this member for dead: what it had is lost.
          Revoke(true);
          member_ = core_->Join(options_.group, options_.topics);
          break;
        case MemoryGroup::Duty::kGiveUp:
          Revoke(false);
          core_->GivenUp(options_.group, member_);
          break;
        case MemoryGroup::Duty::kTake: {
          absl::StatusOr<Core::Share> share = core_->Take(options_.group, member_);
          // The former owner's transaction is open still: its offsets are waited for.
          if (!share.ok()) return;
          generation_ = share->generation;
          positions_ = std::move(share->committed);
          if (!positions_.empty() && options_.listener != nullptr) options_.listener->OnAssigned(positions_);
          break;
        }
      }
    }
  }

  std::vector<TopicPartition> Partitions() const {
    std::vector<TopicPartition> partitions;
    for (const auto& [at, position] : positions_) partitions.push_back(at);
    return partitions;
  }

  void Revoke(bool lost) {
    if (!positions_.empty() && options_.listener != nullptr) options_.listener->OnRevoked(Partitions(), lost);
    positions_.clear();
  }

  std::shared_ptr<Core> core_;
  GroupConsumerOptions options_;
  MemberNumber member_;
  int64_t generation_ = 0;
  Offsets positions_;
};

class MemoryTransactionalProducer final : public TransactionalProducer {
 public:
  MemoryTransactionalProducer(std::shared_ptr<Core> core, std::string id)
      : core_(std::move(core)), id_(std::move(id)), epoch_(core_->OpenProducer(id_)) {}

  absl::Status Begin() override { return core_->BeginTransaction(id_, epoch_); }
  absl::Status Send(Message message) override { return core_->Send(id_, epoch_, std::move(message)); }
  absl::Status SendOffsets(GroupConsumer& consumer, const Offsets& next) override {
    const auto& member = static_cast<MemoryGroupConsumer&>(consumer);
    return core_->SendOffsets(id_, epoch_, member.group(), member.member(), member.generation(), next);
  }
  absl::Status Commit() override { return core_->Commit(id_, epoch_); }
  absl::Status Abort() override { return core_->Abort(id_, epoch_); }

 private:
  std::shared_ptr<Core> core_;
  std::string id_;
  int64_t epoch_;
};

class MemoryProducer final : public Producer {
 public:
  explicit MemoryProducer(std::shared_ptr<Core> core) : core_(std::move(core)) {}
  absl::Status Send(Message message, std::function<void(absl::StatusOr<Written>)> done) override {
    done(core_->Append(std::move(message)));
    return absl::OkStatus();
  }

 private:
  std::shared_ptr<Core> core_;
};

class MemoryAdmin final : public Admin {
 public:
  explicit MemoryAdmin(std::shared_ptr<Core> core) : core_(std::move(core)) {}
  absl::StatusOr<std::vector<std::string>> CreateTopics(const std::vector<TopicSpec>& topics) override {
    return core_->Create(topics);
  }
  absl::Status DeleteTopics(const std::vector<std::string>& topics) override {
    core_->Delete(topics);
    return absl::OkStatus();
  }
  absl::StatusOr<std::map<std::string, int32_t>> ListTopics() override { return core_->Topics(); }
  absl::StatusOr<int64_t> EndOffset(const TopicPartition& partition, Isolation isolation) override {
    return core_->End(partition, isolation);
  }
  absl::StatusOr<int64_t> BeginOffset(const TopicPartition& partition) override { return core_->Begin(partition); }

 private:
  std::shared_ptr<Core> core_;
};

}  // namespace

MemoryBus::MemoryBus(const Clock& clock)
    : core_(std::make_shared<Core>(clock)), admin_(std::make_unique<MemoryAdmin>(core_)) {}

MemoryBus::~MemoryBus() = default;

absl::StatusOr<std::unique_ptr<Reader>> MemoryBus::NewReader(const Offsets& from, Isolation isolation) {
  for (const auto& [at, offset] : from) RETURN_IF_ERROR(core_->End(at, isolation).status());
  return std::make_unique<MemoryReader>(core_, from, isolation);
}

absl::StatusOr<std::unique_ptr<GroupConsumer>> MemoryBus::NewGroupConsumer(const GroupConsumerOptions& options) {
  const auto topics = core_->Topics();
  for (const std::string& topic : options.topics) {
    if (!topics.count(topic)) return absl::NotFoundError("no topic " + topic);
  }
  return std::make_unique<MemoryGroupConsumer>(core_, options);
}

absl::StatusOr<std::unique_ptr<TransactionalProducer>> MemoryBus::NewTransactionalProducer(
    const std::string& transactional_id) {
  return std::make_unique<MemoryTransactionalProducer>(core_, transactional_id);
}

absl::StatusOr<std::unique_ptr<Producer>> MemoryBus::NewProducer() { return std::make_unique<MemoryProducer>(core_); }

Admin& MemoryBus::admin() { return *admin_; }

void MemoryBus::FailNext(Fault fault) { core_->FailNext(fault); }

void MemoryBus::ExpireMembers(const std::string& group) { core_->ExpireSilent(group); }

absl::Status MemoryBus::Trim(const TopicPartition& partition, int64_t offset) { return core_->Trim(partition, offset); }

std::vector<Record> MemoryBus::Committed(const std::string& topic) {
  Offsets from;
  const auto topics = core_->Topics();
  const auto found = topics.find(topic);
  for (int32_t p = 0; found != topics.end() && p < found->second; ++p) from[{topic, p}] = 0;
  std::vector<Record> records;
  (void)core_->Read(from, Isolation::kReadCommitted, kUnlimited, records);
  return records;
}

}  // namespace interline::bus
