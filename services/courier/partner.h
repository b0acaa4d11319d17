// A platform that is called: where it is, what it can bear, how it is asked.
#ifndef INTERLINE_SERVICES_COURIER_PARTNER_H_
#define INTERLINE_SERVICES_COURIER_PARTNER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "interline/adapter/v1/poll.pb.h"
#include "services/courier/dialect.h"
#include "services/courier/http_client.h"
#include "services/courier/request_signer.h"

namespace interline::courier {

// The courier's own bounds, where the platform states none.
inline constexpr uint32_t kDefaultInFlight = 4;
inline constexpr uint32_t kMaxInFlight = 64;
inline constexpr absl::Duration kDefaultAnswerLimit = absl::Seconds(20);
inline constexpr absl::Duration kMaxAnswerLimit = absl::Minutes(2);
inline constexpr absl::Duration kDefaultPollEvery = absl::Seconds(30);
// The most that one poll asks for.
inline constexpr uint32_t kMaxPollMessages = 100;

struct Partner {
  std::string platform;
  // Without a slash at the end.
  std::string base_url;
  // For messages and for polls, whose answers may be larger.
  std::shared_ptr<const CallLimits> limits;
  std::shared_ptr<const CallLimits> poll_limits;
  uint32_t in_flight = kDefaultInFlight;
  // 0 = any number.
  uint32_t requests_per_minute = 0;
  // Largest message that it takes.
  size_t body_bytes = size_t{1} << 20;
  // What may have arrived is not sent again but parked.
  bool park_in_doubt = false;
  // Whether it tells by a message of its own that it has stored a ticket.
  bool acknowledges = false;
  absl::optional<adapter::v1::Enquiry> enquiry;
  std::vector<adapter::v1::Poll> polls;
  absl::Duration poll_every = kDefaultPollEvery;
  uint32_t poll_messages = kMaxPollMessages;
  // Without an entry for so long it counts as silent; zero = never.
  absl::Duration silence = absl::ZeroDuration();
  // Must outlive the courier.
  const Dialect* dialect = nullptr;
  const RequestSigner* signer = nullptr;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_PARTNER_H_
