// What a batch has changed and not yet committed, laid over the stores: reads see it, the stores do not. Sends the
// changes to the changelog as it goes, one record for each key that an item of the batch changed.
#ifndef INTERLINE_CORE_STREAM_OVERLAY_H_
#define INTERLINE_CORE_STREAM_OVERLAY_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/bus/bus.h"
#include "core/store/store.h"
#include "core/stream/processor.h"

namespace interline::stream {

// One thread at a time.
class Overlay final : public Context {
 public:
  using Sender = std::function<absl::Status(bus::Message message)>;

  // `changelog` empty = there is no state. `send` writes into the open transaction.
  Overlay(std::string changelog, Sender send) : changelog_(std::move(changelog)), send_(std::move(send)) {}

  // A new batch begins: nothing is changed.
  void Start(absl::Time now);
  // The record or timer at hand is one of this partition. `store` may be null when there is no state.
  void Enter(int32_t partition, const store::Store* store);
  // It has been handled. Returns the first error that it met on its way; the batch must not be committed then.
  absl::Status Leave();
  // Whose error that was.
  enum class Fault { kNone, kStore, kSend, kProcessor };
  Fault fault() const { return fault_; }

  // When the timer of this key is due, as the item at hand sees it.
  absl::StatusOr<absl::optional<absl::Time>> TimerDue(absl::string_view key) const;

  // What the batch has done to one partition.
  struct Changes {
    std::vector<store::Change> changes;
    // The earliest timer that it set.
    absl::Time earliest_timer = absl::InfiniteFuture();
  };
  // Takes everything, by partition.
  std::map<int32_t, Changes> Take();

  absl::Time Now() const override { return now_; }
  void Emit(bus::Message message) override;
  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override;
  void Put(absl::string_view key, std::string value) override;
  void Delete(absl::string_view key) override;
  void SetTimer(absl::string_view key, absl::Time due) override;
  void CancelTimer(absl::string_view key) override;

 private:
  struct Entry {
    absl::optional<std::string> value;
    // In touched_.
    bool touched = false;
  };
  struct Layer {
    absl::flat_hash_map<std::string, Entry> entries;
    absl::Time earliest_timer = absl::InfiniteFuture();
  };

  absl::Status NoState() const;
  absl::StatusOr<absl::optional<std::string>> GetStored(absl::string_view stored) const;
  void SetStored(std::string stored, absl::optional<std::string> value, bool in_changelog);
  void MoveTimer(absl::string_view key, absl::optional<absl::Time> due);
  void Note(const absl::Status& error, Fault fault) const;

  const std::string changelog_;
  const Sender send_;
  absl::Time now_;
  std::map<int32_t, Layer> layers_;
  // The item at hand.
  int32_t partition_ = 0;
  Layer* layer_ = nullptr;
  const store::Store* store_ = nullptr;
  std::vector<std::string> touched_;
  // First error; a read is const to the processor and may still fail.
  mutable absl::Status error_;
  mutable Fault fault_ = Fault::kNone;
};

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_OVERLAY_H_
