// Reads the receipts in the topics `in.<platform>` into the index, so that every instance knows what each of them took,
// before and after a restart.
#ifndef INTERLINE_SERVICES_GATEWAY_RECEIPTS_FOLLOWER_H_
#define INTERLINE_SERVICES_GATEWAY_RECEIPTS_FOLLOWER_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "services/gateway/receipts.h"

namespace interline::gateway {

// One thread at a time.
class ReceiptsFollower {
 public:
  // All must outlive the follower. Goes on where the index stands, or at the first record that is still kept. Errors of
  // the bus and the store.
  static absl::StatusOr<std::unique_ptr<ReceiptsFollower>> Make(bus::Bus& bus, const std::vector<std::string>& topics,
                                                                Receipts& receipts, const Clock& clock);

  // Reads what was in the log when the follower was made. CANCELLED once `stop` is true.
  absl::Status CatchUp(const std::atomic<bool>& stop);
  // Reads on until `stop` is true. A log that does not answer is waited for.
  absl::Status Run(const std::atomic<bool>& stop);
  // One round of Run: reads what is there, waits for `wait` when nothing is.
  absl::Status Step(absl::Duration wait);

 private:
  ReceiptsFollower(std::unique_ptr<bus::Reader> reader, bus::Offsets next, bus::Offsets ends, Receipts& receipts,
                   const Clock& clock);

  const std::unique_ptr<bus::Reader> reader_;
  bus::Offsets next_;
  const bus::Offsets ends_;
  Receipts& receipts_;
  const Clock& clock_;
  absl::Time forgot_at_;
};

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_RECEIPTS_FOLLOWER_H_
