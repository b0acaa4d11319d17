// All that goes to and comes from one platform. Each platform has a lane of its own, with its own membership in a
// group, its own transactions and its own bounds, so one that is slow or away delays no other.
//
//   out.<platform> ──► new ─► start written ─► called ─► judged ─► report in `commands`, progress
//                                                 └─ in doubt ─► asked, where the dialect can be
//
// One step is one transaction: the reports of what has ended, the starts of what is to be called next, pages of polls
// and the progress. Calls are made after it. So a lane that is killed has either not called or has left a start without
// a result, which the next one finds and takes for in doubt. Retrying later is the ticketing service's matter, which
// has durable timers: a lane reports and goes on.
#ifndef INTERLINE_SERVICES_COURIER_LANE_H_
#define INTERLINE_SERVICES_COURIER_LANE_H_

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/clock.h"
#include "core/bus/bus.h"
#include "interline/store/v1/courier_state.pb.h"
#include "services/courier/breaker.h"
#include "services/courier/calls.h"
#include "services/courier/courier_metrics.h"
#include "services/courier/out_record.h"
#include "services/courier/partner.h"
#include "services/courier/poller.h"
#include "services/courier/session.h"

namespace interline::courier {

// One thread at a time.
class Lane {
 public:
  // A record waits in the log for so long at most while the platform is away; then the ticketing service gets it back,
  // whose memory has no end.
  static constexpr absl::Duration kMostAge = absl::Hours(72);
  // What is told about no known ticket has no timer in the ticketing service: it is tried so often, here.
  static constexpr uint32_t kMostOwnTries = 5;
  // An attempt in doubt that nobody has asked for again is forgotten after this.
  static constexpr absl::Duration kRemembered = absl::Hours(24 * 30);

  // All but `partner` must outlive the lane.
  Lane(bus::Bus& bus, const Clock& clock, HttpClient& http, Partner partner, prometheus::Registry& metrics,
       int instance);

  // One step, waiting up to `wait` for something to do. Returns whether anything happened. After an error everything is
  // as in the log; call again.
  absl::StatusOr<bool> Step(absl::Duration wait);

  // Steps until `stop` is true, then waits for calls under way, up to the platform's answer limit, and reports them.
  // Errors are logged and waited out.
  void Run(const std::atomic<bool>& stop);

 private:
  enum class Phase { kNew, kReady, kEnquiring, kCalling, kEnded, kReported };
  struct Item {
    bus::Record record;
    Label label;
    Phase phase = Phase::kNew;
    // Of attempts at the delivery, this one included once it has started.
    uint32_t number = 0;
    absl::Time not_before = absl::InfinitePast();
    // An attempt may have arrived, and the platform is to be asked first.
    bool ask_first = false;
    // That was an attempt of an earlier record, so somebody has decided to send again.
    bool sent_anew = false;
    // This record was called, and its call ended in doubt.
    bool called = false;
    bool in_doubt = false;
    // Its report is not in the log yet.
    bool fresh = false;
    uint64_t call = 0;
    HttpRequest request;
    Outcome outcome;
  };
  using Place = std::pair<int32_t, int64_t>;

  // ---- lane.cc: membership, reading, the step
  absl::Status OpenSession();
  void CloseSession();
  void Forget();
  size_t Room(absl::Time now) const;
  absl::StatusOr<bool> Read(absl::Time now, absl::Duration wait);
  void AdoptPartitions(absl::Time now);
  void Take(bus::Record record);
  absl::StatusOr<bool> Commit(absl::Time now);
  void Launch(absl::Time now);
  bool IsAway(absl::Time now) const;
  bool HasEnded() const;
  void Show(absl::Time now);

  // ---- lane_calls.cc: what comes back, and what goes out next
  bool TakeResults(absl::Time now, absl::Duration wait);
  Outcome JudgeEnquiry(const HttpResult& result, absl::Time now) const;
  bool GiveToPoller(const Calls::Ended& ended, absl::Time now);
  void NoteHealth(Outcome::Health health, absl::Time now);
  // Whether the platform can be asked what became of it.
  bool CanAskFor(const Item& item) const;
  void OnSent(Item& item, const Outcome& outcome);
  void OnEnquired(Item& item, const Outcome& outcome);
  void End(Item& item, v1::DeliveryReported::Result result);
  void StageStarts(absl::Time now, std::vector<bus::Message>& messages);
  // Finds out what is already known of the delivery.
  void Recall(Item& item);
  bool MayCall(absl::Time now) const;
  // Makes the item's request; when there is none to make the item has ended or waits.
  bool Prepare(Item& item, absl::Time now);
  bool PrepareEnquiry(Item& item, absl::Time now);

  // ---- lane_records.cc: what is written
  bool TriesByItself(Item& item, absl::Time now);
  void StageReports(absl::Time now, std::vector<bus::Message>& messages);
  std::map<int32_t, int64_t> StageProgress(std::vector<bus::Message>& messages);
  void StageAttempt(int32_t partition, const std::string& delivery_id, std::vector<bus::Message>& messages) const;
  static std::string AttemptName(const Item& item, const store::v1::Attempt& attempt);

  bus::Bus& bus_;
  const Clock& clock_;
  const Partner partner_;
  const int instance_;
  CourierMetrics metrics_;
  Calls calls_;
  Breaker breaker_;
  absl::Time next_start_ = absl::InfinitePast();
  absl::Time next_keep_alive_ = absl::InfinitePast();
  bool silent_told_ = false;
  bool draining_ = false;
  // Results of calls that are not in the log yet; items may be dropped meanwhile.
  std::map<uint64_t, Outcome> results_;
  // Calls of polls, and whose they are; null once that poller is gone.
  std::map<uint64_t, Poller*> poll_calls_;

  std::unique_ptr<Session> session_;
  // The rest is void whenever the session's generation changes.
  uint64_t generation_ = 0;
  std::map<Place, Item> items_;
  // Offset after the last record that was read, and as last committed.
  std::map<int32_t, int64_t> read_to_;
  std::map<int32_t, int64_t> committed_;
  // To be called once the transaction at hand is through.
  std::vector<Place> staged_;
  std::vector<uint64_t> settled_;
  std::map<std::pair<int32_t, std::string>, store::v1::Attempt> attempts_;
  std::vector<bus::Message> tidying_;
  std::vector<std::unique_ptr<Poller>> pollers_;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_LANE_H_
