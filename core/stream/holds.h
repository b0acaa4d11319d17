// What is done about records and timers that fail. The batch was aborted; now the items of the failing one's partition
// come alone, each in a batch of its own, until the failing one stands alone too. While it keeps failing its partition
// is held back, longer each time, and the other partitions go on. Nothing is ever skipped.
#ifndef INTERLINE_CORE_STREAM_HOLDS_H_
#define INTERLINE_CORE_STREAM_HOLDS_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/time/time.h"

namespace interline::stream {

// One thread at a time.
class Holds {
 public:
  enum class Standing {
    kFree,   // may join any batch
    kAlone,  // may only be a batch of its own
    kHeld,   // may not be handled now
  };

  // `item` names the record or timer; the name must be the same when it comes again.
  void Failed(int32_t partition, std::string item, absl::Time now);
  Standing Of(int32_t partition, absl::Time now) const;
  // A record of a held partition was passed over, so it must be read again.
  void PassedOver(int32_t partition);
  // An item of the partition has been committed.
  void Committed(int32_t partition, const std::string& item);
  // Whether records that were passed over may come again now. Tells it once.
  bool TakeReleased(absl::Time now);
  // When the next held partition is to be tried again.
  absl::Time next_release(absl::Time now) const;
  void Forget(int32_t partition) { holds_.erase(partition); }
  bool empty() const { return holds_.empty(); }

 private:
  struct Hold {
    std::string item;
    int failures = 0;
    absl::Time until;
    bool passed_over = false;
    int committed_alone = 0;
  };

  static bool IsHeld(const Hold& hold, absl::Time now);

  std::map<int32_t, Hold> holds_;
};

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_HOLDS_H_
