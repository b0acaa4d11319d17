// The transactions of a stream, one after the other, and the producers behind them. Whatever goes wrong, a transaction
// ends here: it is committed, or aborted, or its outcome is unknown, and then the producers are gone and ready() is
// false. The next producers of the same ids settle what the last ones left.
//
// There are two producers, and they take turns. The log answers a commit once it is decided and writes the marks
// afterwards; a producer that begins again before they are written is sent away and asks again, 20 ms later each time.
// The other one need not wait. There is still one transaction at a time, and each begins after the last is decided.
#ifndef INTERLINE_CORE_STREAM_TRANSACTION_H_
#define INTERLINE_CORE_STREAM_TRANSACTION_H_

#include <array>
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
  Transaction(bus::Bus& bus, const std::string& transactional_id, Pause pause);

  // Whether there are producers that can be trusted.
  bool ready() const { return producers_[0] != nullptr && producers_[1] != nullptr; }
  // Makes them.
  absl::Status Prepare();

  bool open() const { return open_; }
  // Opens a transaction; ready() must be true.
  absl::Status Begin();
  // Adds a record to the open transaction.
  absl::Status Send(bus::Message message) { return current().Send(std::move(message)); }
  // Ends the open transaction. OK: all of it is in the log. Else nothing is, unless ready() turned false.
  absl::Status Commit(bus::GroupConsumer& consumer, const bus::Offsets& next);
  // Ends the open transaction, if there is one, with nothing of it in the log.
  void Abort();
  // After an error of Send that says the producer cannot be trusted: what is open is left to its successor.
  void Distrust();

 private:
  bus::TransactionalProducer& current() { return *producers_[turn_]; }
  absl::Status Retry(const std::function<absl::Status()>& call);

  bus::Bus& bus_;
  const std::array<std::string, 2> ids_;
  const Pause pause_;
  Backoff backoff_;
  std::array<std::unique_ptr<bus::TransactionalProducer>, 2> producers_;
  size_t turn_ = 0;
  bool open_ = false;
};

// Whether an error of a producer means that it is of no more use.
bool NeedsNewProducer(const absl::Status& status);

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_TRANSACTION_H_
