// The calls of a lane that are under way. They outlive its sessions: what comes back after a rebalance still counts, if
// the lane finds the attempt again that it belongs to.
#ifndef INTERLINE_SERVICES_COURIER_CALLS_H_
#define INTERLINE_SERVICES_COURIER_CALLS_H_

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/courier/http_client.h"

namespace interline::courier {

// One thread at a time; results come in from any.
class Calls {
 public:
  // `http` must outlive it.
  explicit Calls(HttpClient& http) : http_(http) {}

  struct Ended {
    uint64_t id = 0;
    HttpResult result;
  };

  // `attempt` names what is called for (see Find); empty for what has no effect.
  uint64_t Start(HttpRequest request, const std::string& attempt);
  // Those that have ended since the last call, after waiting up to `wait` for one.
  std::vector<Ended> TakeEnded(absl::Duration wait);

  // The call that was started for this attempt and has not been forgotten; 0 when there is none.
  uint64_t Find(const std::string& attempt) const;
  bool Knows(uint64_t id) const { return attempts_.count(id) > 0; }
  // Its attempt's result is in the log, or does not matter any more.
  void Forget(uint64_t id) { attempts_.erase(id); }

  size_t under_way() const { return under_way_; }

 private:
  struct Inbox {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Ended> ended;
  };

  HttpClient& http_;
  // Shared with the client, which may say its last word when the lane is gone.
  const std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
  std::map<uint64_t, std::string> attempts_;
  size_t under_way_ = 0;
  uint64_t last_ = 0;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_CALLS_H_
