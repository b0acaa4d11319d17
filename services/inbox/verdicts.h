// What became of the commands that this platform's agents have given: a reader of `events` and `rejected` from their
// ends, in every instance, so that an answer waits for nothing but the ticketing service.
#ifndef INTERLINE_SERVICES_INBOX_VERDICTS_H_
#define INTERLINE_SERVICES_INBOX_VERDICTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "interline/v1/refusal.pb.h"

namespace interline::inbox {

struct Verdict {
  bool accepted = false;
  // Unless accepted.
  ::interline::v1::Refusal refusal;
  // The ticket's sequence after it when accepted; 0 when only a repeat told that it had been.
  uint64_t sequence = 0;
};

// Await is thread-safe; Open once, then ReadOnce on one thread.
class Verdicts {
 public:
  using Done = std::function<void(absl::optional<Verdict>)>;

  // `bus` and `clock` must outlive it. `platform`: whose events these are.
  Verdicts(bus::Bus& bus, const Clock& clock, std::string platform);

  // Looks up where the log ends; what is awaited after that is found. UNAVAILABLE when the log does not answer.
  absl::Status Open();
  // Reads once, waiting up to `wait`, and gives up on those whose time is over. UNAVAILABLE: call again.
  absl::Status ReadOnce(absl::Duration wait);

  // Calls `done` once, from the reading thread: with the verdict on this event, or with none at `until`. To be called
  // before the command is written. RESOURCE_EXHAUSTED, without a call, when too many wait.
  absl::Status Await(const std::string& event_id, absl::Time until, Done done);

 private:
  struct Waiting {
    absl::Time until;
    Done done;
  };

  void Read(const bus::Record& record);
  void Tell(const std::string& event_id, const Verdict& verdict);
  void GiveUp();

  bus::Bus& bus_;
  const Clock& clock_;
  const std::string platform_;
  std::unique_ptr<bus::Reader> reader_;
  std::mutex mutex_;
  std::multimap<std::string, Waiting> waiting_;  // guarded by mutex_, by event id
};

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_VERDICTS_H_
