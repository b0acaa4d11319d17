// Reading from Kafka as a member of a group.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/bus/kafka_client.h"
#include "core/bus/kafka_errors.h"
#include "core/bus/kafka_poller.h"

namespace interline::bus {
namespace {

// A killed member's partitions move after this. Longer than any transaction (kafka_transactional_producer.cc), so that
// a hung commit dies before the group gives the partition away.
constexpr char kSessionTimeoutMs[] = "12000";
constexpr char kHeartbeatMs[] = "1000";
// The same for a member that lives but does not poll, and for the others to wait for one at a rebalance.
constexpr char kMaxPollMs[] = "30000";
// How long leaving a group may take.
constexpr std::chrono::seconds kLeaveTimeout(5);
// How long one question for committed offsets may take; Poll asks again.
constexpr int kOffsetsTimeoutMs = 1000;
// How long offsets may stay unknown: longer than a broker lets a transaction of a dead producer live.
constexpr std::chrono::seconds kMostOffsetsWait(30);

using Membership = KafkaPtr<rd_kafka_consumer_group_metadata_t>;

// Group, generation and member in one text; empty when there is none.
std::string NameOf(const Membership& membership) {
  void* buffer = nullptr;
  size_t size = 0;
  if (membership == nullptr) return "";
  const KafkaPtr<rd_kafka_error_t> error(rd_kafka_consumer_group_metadata_write(membership.get(), &buffer, &size));
  if (error != nullptr) return "";
  std::string name(static_cast<const char*>(buffer), size);
  rd_kafka_mem_free(nullptr, buffer);
  return name;
}

class KafkaGroupConsumer final : public GroupConsumer, private KafkaEvents {
 public:
  KafkaGroupConsumer(const std::string& brokers, GroupConsumerOptions options)
      : poller_(brokers), options_(std::move(options)) {}

  absl::Status Open(const Settings& base) {
    Settings own = ReaderSettings(Isolation::kReadCommitted);
    own["group.id"] = options_.group;
    own["partition.assignment.strategy"] = "range";
    own["session.timeout.ms"] = kSessionTimeoutMs;
    own["heartbeat.interval.ms"] = kHeartbeatMs;
    own["max.poll.interval.ms"] = kMaxPollMs;
    ASSIGN_OR_RETURN(client_, MakeClient(RD_KAFKA_CONSUMER, base, own, this));
    rd_kafka_poll_set_consumer(client_.get());
    KafkaPtr<rd_kafka_topic_partition_list_t> topics(
        rd_kafka_topic_partition_list_new(static_cast<int>(options_.topics.size())));
    for (const std::string& topic : options_.topics) {
      rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
    }
    return ToStatus(rd_kafka_subscribe(client_.get(), topics.get()), "subscribing");
  }

  absl::StatusOr<std::vector<Record>> Poll(absl::Duration wait, size_t max_records) override {
    if (closed_) return absl::InvalidArgumentError("the consumer is closed");
    RETURN_IF_ERROR(FinishAssignment());
    return poller_.Poll(client_.get(), wait, max_records);
  }

  absl::StatusOr<Offsets> Rewind() override {
    ASSIGN_OR_RETURN(const Offsets starts, Starts(partitions_));
    // Assigning would hide that the partitions are lost; the next Poll takes them away.
    if (rd_kafka_assignment_lost(client_.get()) == 0) {
      // To assign anew drops what was fetched ahead; to seek is not reliable in 2.0.2.
      RETURN_IF_ERROR(ToStatus(rd_kafka_assign(client_.get(), ToList(starts).get()), "going back"));
    }
    return Told(starts);
  }

  void Close() override {
    if (std::exchange(closed_, true)) return;
    const Steady::time_point deadline = Steady::now() + kLeaveTimeout;
    if (pending_) {
      pending_ = false;
      partitions_.clear();
      rd_kafka_assign(client_.get(), nullptr);
    }
    // To close alone sends no LeaveGroup in 2.0.2; to unsubscribe does, once the partitions are given up.
    rd_kafka_unsubscribe(client_.get());
    while (!partitions_.empty() && Steady::now() < deadline) {
      KafkaPtr<rd_kafka_message_t> dropped(rd_kafka_consumer_poll(client_.get(), 20));
    }
    if (!partitions_.empty()) Revoke(true);
    const KafkaPtr<rd_kafka_queue_t> queue(rd_kafka_queue_new(client_.get()));
    const KafkaPtr<rd_kafka_error_t> error(rd_kafka_consumer_close_queue(client_.get(), queue.get()));
    while (error == nullptr && rd_kafka_consumer_closed(client_.get()) == 0 && Steady::now() < deadline) {
      KafkaPtr<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), 20));
    }
  }

  // A member that was expelled must not commit. The broker would refuse its old name, but librdkafka forgets that name
  // when it hears of it, and a request without a name is taken. So the name must be the one of the assignment.
  absl::StatusOr<Membership> membership() const {
    Membership membership(rd_kafka_consumer_group_metadata(client_.get()));
    if (member_name_.empty() || NameOf(membership) != member_name_) {
      return absl::FailedPreconditionError(absl::StrCat("the group ", options_.group, " has moved on"));
    }
    return membership;
  }

 private:
  void OnError(rd_kafka_resp_err_t error, const char* reason) override { poller_.OnError(error, reason); }

  void OnRebalance(rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t* partitions) override {
    if (error == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
      partitions_ = FromList(*partitions);
      pending_ = true;
      pending_since_ = Steady::now();
      // What goes wrong now is tried again by the next Poll.
      FinishAssignment().IgnoreError();
      return;
    }
    // A member that is expelled while it is asked to give up is not told so; that it has lost its name says it.
    Revoke(rd_kafka_assignment_lost(client_.get()) != 0 || !membership().ok());
    rd_kafka_assign(client_.get(), nullptr);
  }

  // Nothing may be read before the offsets are known. Not to know them for a while is normal: the former owner's
  // transaction may be open still.
  absl::Status FinishAssignment() {
    if (!pending_) return absl::OkStatus();
    const absl::StatusOr<Offsets> starts = Starts(partitions_);
    if (absl::IsUnavailable(starts.status()) && Steady::now() - pending_since_ < kMostOffsetsWait)
      return absl::OkStatus();
    RETURN_IF_ERROR(starts.status());
    pending_ = false;
    member_name_ = NameOf(Membership(rd_kafka_consumer_group_metadata(client_.get())));
    if (!IsMember() || rd_kafka_assignment_lost(client_.get()) != 0) member_name_.clear();
    if (!partitions_.empty() && options_.listener != nullptr) options_.listener->OnAssigned(Told(*starts));
    return ToStatus(rd_kafka_assign(client_.get(), ToList(*starts).get()), "taking partitions");
  }

  bool IsMember() const {
    char* const id = rd_kafka_memberid(client_.get());
    const bool member = id != nullptr && *id != '\0';
    if (id != nullptr) rd_kafka_mem_free(client_.get(), id);
    return member;
  }

  void Revoke(bool lost) {
    std::vector<TopicPartition> revoked;
    for (const auto& [at, offset] : std::exchange(partitions_, {})) revoked.push_back(at);
    const bool told = !std::exchange(pending_, false);
    if (told && !revoked.empty() && options_.listener != nullptr) options_.listener->OnRevoked(revoked, lost);
    member_name_.clear();
  }

  // Where each partition is to be read from: its committed offset, or its beginning.
  absl::StatusOr<Offsets> Starts(const Offsets& partitions) {
    if (partitions.empty()) return Offsets();
    const auto list = ToList(partitions);
    RETURN_IF_ERROR(ToStatus(rd_kafka_committed(client_.get(), list.get(), kOffsetsTimeoutMs), "reading offsets"));
    for (int i = 0; i < list->cnt; ++i) RETURN_IF_ERROR(ToStatus(list->elems[i].err, "reading offsets"));
    Offsets starts = FromList(*list);
    for (auto& [at, start] : starts) {
      if (start >= 0) {
        known_.insert(at);
      } else if (known_.count(at) != 0) {
        // A coordinator that is about to hand the group over may forget what it knew.
        return absl::UnavailableError(absl::StrCat("the offset of ", at.topic, " is not known at the moment"));
      } else {
        start = RD_KAFKA_OFFSET_BEGINNING;
      }
    }
    return starts;
  }

  static Offsets Told(Offsets starts) {
    for (auto& [at, start] : starts) start = std::max<int64_t>(start, 0);
    return starts;
  }

  KafkaPoller poller_;
  GroupConsumerOptions options_;
  // The partitions of the present assignment; the offsets say nothing.
  Offsets partitions_;
  // The group has given them, and their offsets are not known yet: nobody was told.
  bool pending_ = false;
  Steady::time_point pending_since_;
  // As what the partitions were given; empty while there are none.
  std::string member_name_;
  // Partitions that had a committed offset.
  std::set<TopicPartition> known_;
  bool closed_ = false;
  KafkaPtr<rd_kafka_t> client_;  // last: it ends first
};

}  // namespace

absl::StatusOr<std::unique_ptr<GroupConsumer>> MakeKafkaGroupConsumer(const Settings& base,
                                                                      const GroupConsumerOptions& options) {
  auto consumer = std::make_unique<KafkaGroupConsumer>(BrokersOf(base), options);
  RETURN_IF_ERROR(consumer->Open(base));
  return consumer;
}

absl::StatusOr<KafkaPtr<rd_kafka_consumer_group_metadata_t>> MembershipOf(GroupConsumer& consumer) {
  auto* const ours = dynamic_cast<KafkaGroupConsumer*>(&consumer);
  CHECK(ours != nullptr);
  return ours->membership();
}

}  // namespace interline::bus
