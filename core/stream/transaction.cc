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

Transaction::Transaction(bus::Bus& bus, std::string transactional_id, Pause pause)
    : bus_(bus),
      transactional_id_(std::move(transactional_id)),
      pause_(std::move(pause)),
      backoff_(kFirstPause, kMaxPause) {}

absl::Status Transaction::Prepare() {
  if (ready()) return absl::OkStatus();
  ASSIGN_OR_RETURN(producer_, bus_.NewTransactionalProducer(transactional_id_));
  return absl::OkStatus();
}

absl::Status Transaction::Begin() {
  absl::Status status = Retry([this] { return producer_->Begin(); });
  open_ = status.ok();
  if (!status.ok()) Distrust();
  return status;
}

absl::Status Transaction::Commit(bus::GroupConsumer& consumer, const bus::Offsets& next) {
  absl::Status status = Retry([&] { return producer_->SendOffsets(consumer, next); });
  if (status.ok()) status = Retry([this] { return producer_->Commit(); });
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
  if (!Retry([this] { return producer_->Abort(); }).ok()) Distrust();
}

void Transaction::Distrust() {
  open_ = false;
  producer_.reset();
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
