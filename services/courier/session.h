// A lane's membership in its group: the records of `out.<platform>` that are its to deliver, what the courier remembers
// of them, and transactions that are void once the group has moved on. After any error it is of no more use; a new one
// finds the truth in the log.
#ifndef INTERLINE_SERVICES_COURIER_SESSION_H_
#define INTERLINE_SERVICES_COURIER_SESSION_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/bus/bus.h"

namespace interline::courier {

// One thread at a time.
class Session final : private bus::RebalanceListener {
 public:
  // Group "courier-<platform>". `instance` makes the transactional id, so that a killed process's open transaction is
  // settled by its successor.
  static absl::StatusOr<std::unique_ptr<Session>> Open(bus::Bus& bus, const std::string& platform, int instance);

  // Leaves the group, so that others need not wait.
  void Close() { consumer_->Close(); }

  // The next records, of partitions that are ours.
  absl::StatusOr<std::vector<bus::Record>> Poll(absl::Duration wait, size_t most);
  // Goes up whenever partitions come or go: everything held is void then, and records are given again from `starts`.
  uint64_t generation() const { return generation_; }
  // Where each partition of ours is read from.
  const bus::Offsets& starts() const { return starts_; }
  // What the topic `courier` says of this platform in one of our partitions, as of when it became ours.
  const std::map<std::string, std::string>& kept(int32_t partition) { return kept_[partition]; }
  // Reads again from `starts`.
  absl::Status Rewind();

  // Writes all messages and the progress, or nothing.
  absl::Status Commit(std::vector<bus::Message> messages, const bus::Offsets& next);

 private:
  Session(bus::Bus& bus, const std::string& platform) : bus_(bus), prefix_(platform + "/") {}

  void OnAssigned(const bus::Offsets& committed) override;
  void OnRevoked(const std::vector<bus::TopicPartition>& partitions, bool lost) override;
  absl::Status Restore(int32_t partition);

  bus::Bus& bus_;
  const std::string prefix_;
  uint64_t generation_ = 0;
  bus::Offsets starts_;
  std::map<int32_t, std::map<std::string, std::string>> kept_;
  absl::Status restored_;
  std::unique_ptr<bus::TransactionalProducer> producer_;
  std::unique_ptr<bus::GroupConsumer> consumer_;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_SESSION_H_
