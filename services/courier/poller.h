// One poll of one platform: asks, hands each new entry on once, acknowledges what is durable, and knows how far it is.
// Makes no call and writes nothing itself: the lane carries out what it says and tells it how that went.
//
//   idle -- due --> asking -- answer --> page -- written --> acknowledging, entry by entry --> idle, or the next page
//
// Everything that must survive is in the cursor, which is written in one transaction with the entries. A process that
// is killed at any step asks again from there: what was written is recognised by its digest, what was not comes again.
#ifndef INTERLINE_SERVICES_COURIER_POLLER_H_
#define INTERLINE_SERVICES_COURIER_POLLER_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/bus/bus.h"
#include "interline/adapter/v1/poll.pb.h"
#include "interline/store/v1/courier_state.pb.h"
#include "services/courier/courier_metrics.h"
#include "services/courier/outcome.h"
#include "services/courier/partner.h"

namespace interline::courier {

// One thread at a time.
class Poller {
 public:
  // Digests that are remembered; older ones are forgotten first, and the ticket's own memory recognises their entries.
  static constexpr int kMostSeen = 5000;
  // Pages of one span; a platform that gives more is taken to repeat itself.
  static constexpr uint32_t kMostPages = 1000;
  // How often the cursor is written while there is no news.
  static constexpr absl::Duration kWriteEvery = absl::Minutes(10);

  // `stored`: the cursor as it was written last, or none. Both references must outlive it.
  Poller(const adapter::v1::Poll& poll, const Partner& partner, CourierMetrics& metrics,
         absl::optional<store::v1::PollCursor> stored, absl::Time now);

  // "<platform>/poll/<name>".
  static std::string CursorKey(absl::string_view platform, absl::string_view poll);

  // The call to make now, if any; one at a time.
  absl::optional<HttpRequest> NextCall(absl::Time now);
  // "poll" or "acknowledge": what the call under way is for.
  absl::string_view purpose() const { return state_ == State::kAcknowledging ? "acknowledge" : "poll"; }
  // How the call went. Returns what it says about the platform.
  Outcome::Health OnResult(const HttpResult& result, absl::Time now);

  // Adds what is to be written, if anything. What was added must be committed, or the poller be thrown away.
  void Stage(std::vector<bus::Message>& messages, absl::Time now);
  // After Stage, also when it added nothing.
  void OnCommitted(absl::Time now);

  // When the platform last gave an entry.
  absl::Time heard_at() const;

 private:
  enum class State { kIdle, kAsking, kPage, kPageStaged, kAcknowledging };

  absl::optional<HttpRequest> Ask(absl::Time now);
  absl::optional<HttpRequest> Acknowledge(absl::Time now);
  Outcome::Health OnPage(const HttpResult& result, absl::Time now);
  Outcome::Health OnAcknowledged(const HttpResult& result, absl::Time now);
  void TakeEntry(Entry entry, absl::Time now);
  void EndPage(size_t entries, bool news, absl::Time now);
  void ForgetOldDigests();
  void Rest(absl::Time now);
  // The span's beginning: the watermark less the overlap.
  absl::Time Since() const;
  absl::Duration Overlap() const;
  bool IsSeen(const std::string& digest) const { return seen_.count(digest) > 0; }

  const adapter::v1::Poll poll_;
  const Partner& partner_;
  CourierMetrics& metrics_;
  absl::TimeZone zone_;
  store::v1::PollCursor cursor_;
  // The digests in the cursor.
  std::map<std::string, absl::Time> seen_;
  State state_ = State::kIdle;
  absl::Time next_at_;
  absl::Time written_at_;
  bool changed_ = false;
  bool asked_ = false;
  // Of the page at hand.
  std::vector<bus::Message> handed_;
  std::string last_page_digest_;
  bool more_ = false;
  // An acknowledgement has just failed.
  bool ask_first_ = false;
  int failures_ = 0;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_POLLER_H_
