#include "core/stream/transaction.h"

#include <utility>

#include "core/base/status_macros.h"

namespace interline::stream {
namespace {

// A call that the log does not answer is made so often, then the producer is given up: its outcome is unknown.
constexpr int kMaxTries = 3;
constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
constexpr absl::Duration kMaxPause = absl::Seconds(2);

}  // namespace

bool NeedsNewProducer(const absl::Status& status) {
  return absl::IsUnknown(status) || absl::IsFailedPrecondition(status) || absl::IsUnavailable(status);
}

Transaction::Transaction(bus::Bus& bus, const std::string& transactional_id, Pause pause)
    : bus_(bus),
      ids_({transactional_id, transactional_id + "-b"}),
      pause_(std::move(pause)),
      backoff_(kFirstPause, kMaxPause) {}

absl::Status Transaction::Prepare() {
  for (size_t i = 0; i < producers_.size(); ++i) {
    if (producers_[i] != nullptr) continue;
    ASSIGN_OR_RETURN(producers_[i], bus_.NewTransactionalProducer(ids_[i]));
  }
  return absl::OkStatus();
}

absl::Status Transaction::Begin() {
  turn_ = 1 - turn_;
  absl::Status status = Retry([this] { return current().Begin(); });
  open_ = status.ok();
  if (!status.ok()) Distrust();
  return status;
}

absl::Status Transaction::Commit(bus::GroupConsumer& consumer, const bus::Offsets& next) {
  absl::Status status = Retry([&] { return current().SendOffsets(consumer, next); });
  if (status.ok()) status = Retry([this] { return current().Commit(); });
  if (NeedsNewProducer(status)) {
    Distrust();
  } else if (!status.ok()) {
    Abort();
  }
  open_ = false;
  return status;
}

void Transaction::Abort() {
  if (!open_) return;
  open_ = false;
  if (!Retry([this] { return current().Abort(); }).ok()) Distrust();
}

void Transaction::Distrust() {
  open_ = false;
  for (auto& producer : producers_) producer.reset();
}

absl::Status Transaction::Retry(const std::function<absl::Status()>& call) {
  backoff_.Reset();
  absl::Status status = call();
  for (int tries = 1; absl::IsUnavailable(status) && tries < kMaxTries; ++tries) {
    pause_(backoff_.Next());
    status = call();
  }
  return status;
}

}  // namespace interline::stream
