// The transactions of a stream, one after the other, and the producer behind them. Whatever goes wrong, a transaction
// ends here: it is committed, or aborted, or its outcome is unknown, and then the producer is gone and ready() is
// false. The next producer of the same id settles what the last one left.
#ifndef INTERLINE_CORE_STREAM_TRANSACTION_H_
#define INTERLINE_CORE_STREAM_TRANSACTION_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"
#include "core/stream/backoff.h"

namespace interline::stream {

// One thread at a time.
class Transaction {
 public:
  using Pause = std::function<void(absl::Duration)>;

  // `bus` must outlive it. `pause` waits between two tries of a call that the log did not answer.
  Transaction(bus::Bus& bus, std::string transactional_id, Pause pause);

  // Whether there is a producer that can be trusted.
  bool ready() const { return producer_ != nullptr; }
  // Makes one.
  absl::Status Prepare();

  bool open() const { return open_; }
  // Opens a transaction; ready() must be true.
  absl::Status Begin();
  // Adds a record to the open transaction.
  absl::Status Send(bus::Message message) { return producer_->Send(std::move(message)); }
  // Ends the open transaction. OK: all of it is in the log. Else nothing is, unless ready() turned false.
  absl::Status Commit(bus::GroupConsumer& consumer, const bus::Offsets& next);
  // Ends the open transaction, if there is one, with nothing of it in the log.
  void Abort();
  // After an error of Send that says the producer cannot be trusted.
  void Distrust();

 private:
  absl::Status Retry(const std::function<absl::Status()>& call);

  bus::Bus& bus_;
  const std::string transactional_id_;
  const Pause pause_;
  Backoff backoff_;
  std::unique_ptr<bus::TransactionalProducer> producer_;
  bool open_ = false;
};

// Whether an error of a producer means that it is of no more use.
bool NeedsNewProducer(const absl::Status& status);

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_TRANSACTION_H_
