#include "core/bus/memory_bus.h"

#include "core/base/status_macros.h"
#include "core/bus/memory_log.h"

namespace interline::bus {
namespace {

using Log = MemoryBus::Log;

constexpr size_t kUnlimited = 1u << 30;

class MemoryReader final : public Reader {
 public:
  MemoryReader(std::shared_ptr<Log> log, Offsets from, Isolation isolation)
      : log_(std::move(log)), positions_(std::move(from)), isolation_(isolation) {}

  absl::StatusOr<std::vector<Record>> Poll(absl::Duration wait, size_t max_records) override {
    std::vector<Record> records;
    RETURN_IF_ERROR(log_->Read(positions_, isolation_, wait, max_records, records));
    return records;
  }

  int64_t Position(const TopicPartition& partition) const override {
    const auto found = positions_.find(partition);
    return found == positions_.end() ? -1 : found->second;
  }

 private:
  std::shared_ptr<Log> log_;
  Offsets positions_;
  Isolation isolation_;
};

class MemoryGroupConsumer final : public GroupConsumer {
 public:
  MemoryGroupConsumer(std::shared_ptr<Log> log, GroupConsumerOptions options)
      : log_(std::move(log)), options_(std::move(options)), member_(log_->Join(options_.group, options_.topics)) {}

  // A consumer that just vanishes stays a member until the group expires it, as a killed process does.
  ~MemoryGroupConsumer() override = default;

  absl::StatusOr<std::vector<Record>> Poll(absl::Duration wait, size_t max_records) override {
    Log::Assignment now = log_->Sync(options_.group, member_);
    if (!now.member) {
      // The group took this member for dead: what it had is lost, and it joins anew.
      Revoke(true);
      member_ = log_->Join(options_.group, options_.topics);
      now = log_->Sync(options_.group, member_);
    }
    if (now.generation != generation_) {
      Revoke(false);
      // The listener may have committed, so the offsets are asked for again.
      now = log_->Sync(options_.group, member_);
      generation_ = now.generation;
      positions_ = now.committed;
      assigned_ = true;
      if (options_.listener != nullptr) options_.listener->OnAssigned(positions_);
    }
    std::vector<Record> records;
    RETURN_IF_ERROR(log_->Read(positions_, Isolation::kReadCommitted, wait, max_records, records));
    return records;
  }

  absl::StatusOr<Offsets> Rewind() override {
    const Log::Assignment now = log_->Sync(options_.group, member_);
    for (auto& [at, position] : positions_) {
      const auto committed = now.committed.find(at);
      if (committed != now.committed.end()) position = committed->second;
    }
    return positions_;
  }

  void Close() override {
    Revoke(false);
    log_->Leave(options_.group, member_);
  }

  const std::string& group() const { return options_.group; }
  int64_t member() const { return member_; }
  int64_t generation() const { return generation_; }

 private:
  void Revoke(bool lost) {
    if (!assigned_) return;
    assigned_ = false;
    std::vector<TopicPartition> partitions;
    for (const auto& [at, position] : positions_) partitions.push_back(at);
    if (options_.listener != nullptr) options_.listener->OnRevoked(partitions, lost);
    positions_.clear();
  }

  std::shared_ptr<Log> log_;
  GroupConsumerOptions options_;
  int64_t member_;
  int64_t generation_ = 0;
  bool assigned_ = false;
  Offsets positions_;
};

class MemoryTransactionalProducer final : public TransactionalProducer {
 public:
  MemoryTransactionalProducer(std::shared_ptr<Log> log, std::string id)
      : log_(std::move(log)), id_(std::move(id)), epoch_(log_->InitProducer(id_)) {}

  absl::Status Begin() override { return log_->Begin(id_, epoch_); }
  absl::Status Send(Message message) override { return log_->Send(id_, epoch_, std::move(message)); }
  absl::Status SendOffsets(GroupConsumer& consumer, const Offsets& next) override {
    const auto& member = static_cast<MemoryGroupConsumer&>(consumer);
    return log_->SendOffsets(id_, epoch_, member.group(), member.member(), member.generation(), next);
  }
  absl::Status Commit() override { return log_->Commit(id_, epoch_); }
  absl::Status Abort() override { return log_->Abort(id_, epoch_); }

 private:
  std::shared_ptr<Log> log_;
  std::string id_;
  int64_t epoch_;
};

class MemoryProducer final : public Producer {
 public:
  explicit MemoryProducer(std::shared_ptr<Log> log) : log_(std::move(log)) {}
  absl::Status Send(Message message, std::function<void(absl::StatusOr<Written>)> done) override {
    done(log_->Append(std::move(message)));
    return absl::OkStatus();
  }

 private:
  std::shared_ptr<Log> log_;
};

class MemoryAdmin final : public Admin {
 public:
  explicit MemoryAdmin(std::shared_ptr<Log> log) : log_(std::move(log)) {}
  absl::StatusOr<std::vector<std::string>> CreateTopics(const std::vector<TopicSpec>& topics) override {
    return log_->Create(topics);
  }
  absl::Status DeleteTopics(const std::vector<std::string>& topics) override { return log_->Delete(topics); }
  absl::StatusOr<std::map<std::string, int32_t>> ListTopics() override { return log_->Topics(); }
  absl::StatusOr<int64_t> EndOffset(const TopicPartition& partition, Isolation isolation) override {
    return log_->End(partition, isolation);
  }
  absl::StatusOr<int64_t> BeginOffset(const TopicPartition& partition) override {
    RETURN_IF_ERROR(log_->End(partition, Isolation::kReadUncommitted).status());
    return 0;
  }

 private:
  std::shared_ptr<Log> log_;
};

}  // namespace

MemoryBus::MemoryBus(const Clock& clock)
    : log_(std::make_shared<Log>(clock)), admin_(std::make_unique<MemoryAdmin>(log_)) {}

MemoryBus::~MemoryBus() = default;

absl::StatusOr<std::unique_ptr<Reader>> MemoryBus::NewReader(const Offsets& from, Isolation isolation) {
  for (const auto& [at, offset] : from) RETURN_IF_ERROR(log_->End(at, isolation).status());
  return std::make_unique<MemoryReader>(log_, from, isolation);
}

absl::StatusOr<std::unique_ptr<GroupConsumer>> MemoryBus::NewGroupConsumer(const GroupConsumerOptions& options) {
  const auto topics = log_->Topics();
  for (const std::string& topic : options.topics) {
    if (!topics.count(topic)) return absl::NotFoundError("no topic " + topic);
  }
  return std::make_unique<MemoryGroupConsumer>(log_, options);
}

absl::StatusOr<std::unique_ptr<TransactionalProducer>> MemoryBus::NewTransactionalProducer(
    const std::string& transactional_id) {
  return std::make_unique<MemoryTransactionalProducer>(log_, transactional_id);
}

absl::StatusOr<std::unique_ptr<Producer>> MemoryBus::NewProducer() { return std::make_unique<MemoryProducer>(log_); }

Admin& MemoryBus::admin() { return *admin_; }

void MemoryBus::FailNext(Fault fault) { log_->FailNext(fault); }

void MemoryBus::ExpireMembers(const std::string& group) { log_->Expire(group); }

std::vector<Record> MemoryBus::Committed(const std::string& topic) {
  Offsets from;
  const auto topics = log_->Topics();
  const auto found = topics.find(topic);
  for (int32_t p = 0; found != topics.end() && p < found->second; ++p) from[{topic, p}] = 0;
  std::vector<Record> records;
  (void)log_->Read(from, Isolation::kReadCommitted, absl::ZeroDuration(), kUnlimited, records);
  return records;
}

}  // namespace interline::bus
