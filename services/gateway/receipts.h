// Which requests were taken, and what was answered: the same request again gets the same answer. What was taken stands
// in the log with its receipt; this is an index of it, which every instance builds for itself.
//
//   const Receipts::Looked looked = receipts.Begin(platform, recognitions);
//   if (looked.found == Receipts::Found::kNew) ... write the message with its receipt ... receipts.Finish(...)
//
// Two instances that are sent the same request at the same moment may both take it; ticketing recognises the second
// copy, and the answers are alike.
#ifndef INTERLINE_SERVICES_GATEWAY_RECEIPTS_H_
#define INTERLINE_SERVICES_GATEWAY_RECEIPTS_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"
#include "core/store/store.h"
#include "interline/store/v1/receipt.pb.h"

namespace interline::gateway {

// Header of a record in `in.<platform>`: a serialised interline.store.v1.Receipt.
inline constexpr char kReceiptHeader[] = "interline-receipt";

// `what` tells apart what the value is: "key", "message", "nonce".
store::v1::Recognition Recognise(absl::string_view what, absl::string_view value, absl::string_view said);

// Thread-safe.
class Receipts {
 public:
  enum class Found {
    kNew,        // nobody has sent this; it is running now, until Finish or Abandon
    kRunning,    // the same was sent and is not answered yet
    kOther,      // the same key, something else was said
    kAnswered,   // the same was sent and answered
    kTooMany,    // too many answers wait to be indexed
    kUnreadable  // the index cannot be read
  };
  struct Looked {
    Found found = Found::kNew;
    // Which recognition decided, for kRunning, kOther and kAnswered.
    size_t which = 0;
    store::v1::StoredAnswer answer;
  };
  using Recognitions = google::protobuf::RepeatedPtrField<store::v1::Recognition>;

  explicit Receipts(std::unique_ptr<store::Store> index) : index_(std::move(index)) {}

  // The first recognition that is known decides; when none is, all are running now.
  Looked Begin(const std::string& platform, const Recognitions& recognitions);
  // The message is durable and answered.
  void Finish(const std::string& platform, const store::v1::Receipt& receipt);
  // The message was not written.
  void Abandon(const std::string& platform, const Recognitions& recognitions);
  // Whether this was part of a message that was taken.
  bool Knows(const std::string& platform, const store::v1::Recognition& recognition) const;

  // Takes in what was read from the log and where to go on. Errors as store::Store.
  absl::Status Index(const std::vector<bus::Record>& records, const bus::Offsets& next);
  // Where to go on reading; 0 for what was never read.
  absl::StatusOr<int64_t> Position(const bus::TopicPartition& partition) const;
  // Forgets what is older than kRememberedTime, looking at `most` entries at most; goes on where it stopped.
  absl::Status Forget(absl::Time now, size_t most);

 private:
  // As Begin for one key; 0 = not known. Guarded by mutex_.
  Looked Look(const std::string& key, const std::string& fingerprint) const;

  struct Unindexed {
    std::string fingerprint;
    // One for all recognitions of a message.
    std::shared_ptr<const store::v1::StoredAnswer> answer;
  };

  mutable std::mutex mutex_;
  // All guarded by mutex_. Keys are "r/<platform>/<key>".
  const std::unique_ptr<store::Store> index_;
  absl::flat_hash_map<std::string, std::string> running_;  // fingerprints
  absl::flat_hash_map<std::string, Unindexed> unindexed_;
  std::string forget_from_;
};

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_RECEIPTS_H_
