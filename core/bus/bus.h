// The door to the log. Two things stand behind it: Apache Kafka through librdkafka (kafka_bus.h) and a log in memory
// with the same rules of transactions, groups and fencing (memory_bus.h). Both pass bus_contract_test.h, so what is
// proven on one holds on the other.
//
// Error codes are the same for every call and decide what the caller does next:
//   UNAVAILABLE          the log does not answer; call again.
//   ABORTED              the open transaction cannot be committed any more: Abort(), rewind, do the batch again.
//   FAILED_PRECONDITION  another producer with this transactional id, or a younger generation of the group, has taken
//   over.
//                        Whatever is open here is void. Give the work up.
//   UNKNOWN              the outcome of the transaction is not known. The producer is of no more use: make a new one
//   (which
//                        settles the old one's transaction) and read the committed offsets again.
//   INVALID_ARGUMENT     the call can never succeed, for instance a record larger than the topic takes.
#ifndef INTERLINE_CORE_BUS_BUS_H_
#define INTERLINE_CORE_BUS_BUS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace interline::bus {

struct Header {
  std::string key;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

// The first header of this name, or empty.
std::string FindHeader(const std::vector<Header>& headers, const std::string& key);

// One partition of one topic.
struct TopicPartition {
  std::string topic;
  int32_t partition = 0;

  friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

// Offset of the record to be read next, per partition.
using Offsets = std::map<TopicPartition, int64_t>;

// A record to be written.
struct Message {
  std::string topic;
  // Chosen by the key (murmur2, as Java clients do) when not given.
  absl::optional<int32_t> partition;
  std::string key;
  // Absent value = tombstone: deletes the key in a compacted topic.
  absl::optional<std::string> value;
  std::vector<Header> headers;
};

// A record as read.
struct Record {
  std::string topic;
  int32_t partition = 0;
  int64_t offset = 0;
  std::string key;
  absl::optional<std::string> value;
  std::vector<Header> headers;
  // When the log took it, by the log's clock (LogAppendTime).
  absl::Time appended_at;
};

enum class Isolation {
  kReadCommitted,    // only records of committed transactions and records written without one
  kReadUncommitted,  // everything, as it arrives
};

// Reads partitions from chosen offsets and belongs to no group. One thread at a time.
class Reader {
 public:
  virtual ~Reader() = default;
  // Up to `max_records` records in order of each partition; waits up to `wait` for the first one. Empty = nothing came.
  virtual absl::StatusOr<std::vector<Record>> Poll(absl::Duration wait, size_t max_records) = 0;
  // Offset of the next record of this partition; moves past the marks of transactions, which take offsets too.
  virtual int64_t Position(const TopicPartition& partition) const = 0;
};

// Told from within GroupConsumer::Poll and Close, on their thread.
class RebalanceListener {
 public:
  virtual ~RebalanceListener() = default;
  // The partitions are ours and nothing of them has been returned yet. `committed` holds the offset each will be read
  // from, 0 where the group has not committed any.
  virtual void OnAssigned(const Offsets& committed) = 0;
  // They will be somebody else's when this returns: commit or drop what is open. `lost`: they already are; only drop. A
  // member that was expelled and does not know yet is told `lost` = false, and its commit is refused.
  virtual void OnRevoked(const std::vector<TopicPartition>& partitions, bool lost) = 0;
};

// A member of a consumer group: read-committed, offsets committed by the transaction only. One thread at a time. Poll
// at least every few seconds, or the group takes the partitions away.
class GroupConsumer {
 public:
  virtual ~GroupConsumer() = default;
  // As Reader::Poll.
  virtual absl::StatusOr<std::vector<Record>> Poll(absl::Duration wait, size_t max_records) = 0;
  // Goes back to the committed offsets of all assigned partitions, dropping what was fetched ahead; after an abort.
  // Returns the offsets.
  virtual absl::StatusOr<Offsets> Rewind() = 0;
  // Leaves the group at once, so that the others need not wait for a time-out. Calls OnRevoked.
  virtual void Close() = 0;
};

// Writes all or nothing. One thread at a time. Owned by one consumer loop.
class TransactionalProducer {
 public:
  virtual ~TransactionalProducer() = default;
  virtual absl::Status Begin() = 0;
  // Queues the record; a failure to write it shows in Commit at the latest.
  virtual absl::Status Send(Message message) = 0;
  // Puts the consumer's progress into the transaction. Refused with FAILED_PRECONDITION when the consumer's group has
  // moved on.
  virtual absl::Status SendOffsets(GroupConsumer& consumer, const Offsets& next) = 0;
  // Waits until every record is written, then commits.
  virtual absl::Status Commit() = 0;
  virtual absl::Status Abort() = 0;
};

// Where a record was written.
struct Written {
  int32_t partition = 0;
  int64_t offset = 0;
};

// Writes single records, each once (idempotent, acknowledged by all in-sync replicas). Thread-safe.
class Producer {
 public:
  virtual ~Producer() = default;
  // Calls `done` from another thread once the record is safe or has failed for good (UNAVAILABLE after the delivery
  // time-out). RESOURCE_EXHAUSTED at once when too much is queued already: nothing was taken.
  virtual absl::Status Send(Message message, std::function<void(absl::StatusOr<Written>)> done) = 0;
  // Sends and waits. Not to be called from `done`.
  absl::StatusOr<Written> SendAndWait(Message message);
};

// A topic as it shall be.
struct TopicSpec {
  std::string name;
  int32_t partitions = 1;
  // 0 = the broker's default.
  int32_t replication_factor = 0;
  // Settings in Kafka's own names, for instance {"cleanup.policy", "compact"}.
  std::map<std::string, std::string> settings;
};

// Thread-safe.
class Admin {
 public:
  virtual ~Admin() = default;
  // Creates those that do not exist; returns the names of those it created. Existing topics are left as they are.
  virtual absl::StatusOr<std::vector<std::string>> CreateTopics(const std::vector<TopicSpec>& topics) = 0;
  virtual absl::Status DeleteTopics(const std::vector<std::string>& topics) = 0;
  // Partition count of each existing topic.
  virtual absl::StatusOr<std::map<std::string, int32_t>> ListTopics() = 0;
  // Offset after the last record. Uncommitted: the high watermark; committed: the end of what read-committed readers
  // see.
  virtual absl::StatusOr<int64_t> EndOffset(const TopicPartition& partition, Isolation isolation) = 0;
  // Offset of the first record still kept.
  virtual absl::StatusOr<int64_t> BeginOffset(const TopicPartition& partition) = 0;
};

struct GroupConsumerOptions {
  std::string group;
  std::vector<std::string> topics;
  // Must outlive the consumer.
  RebalanceListener* listener = nullptr;
};

// Makes the parts. Must outlive them. Thread-safe.
class Bus {
 public:
  virtual ~Bus() = default;
  virtual absl::StatusOr<std::unique_ptr<Reader>> NewReader(const Offsets& from, Isolation isolation) = 0;
  virtual absl::StatusOr<std::unique_ptr<GroupConsumer>> NewGroupConsumer(const GroupConsumerOptions& options) = 0;
  // Fences every older producer of this id and settles what it left open before it returns.
  virtual absl::StatusOr<std::unique_ptr<TransactionalProducer>> NewTransactionalProducer(
      const std::string& transactional_id) = 0;
  virtual absl::StatusOr<std::unique_ptr<Producer>> NewProducer() = 0;
  virtual Admin& admin() = 0;
};

// The partition that a key belongs to: Kafka's murmur2, so that all clients in all languages agree.
int32_t PartitionForKey(const std::string& key, int32_t partition_count);

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_BUS_H_
