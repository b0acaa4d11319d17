// The platforms that are connected, as far as ticketing must know them.
#ifndef INTERLINE_SERVICES_TICKETING_PLATFORMS_H_
#define INTERLINE_SERVICES_TICKETING_PLATFORMS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticketing {

struct PlatformSettings {
  std::string id;
  // Behind HTTP: it gets a ticket's next delivery only after the last one was reported.
  bool gated = false;
  // Whether a delivery that may have arrived is sent again: the platform must recognise a repeat. Otherwise it is
  // parked for a person.
  bool retry_in_doubt = true;
  adapter::v1::Capabilities capabilities;
  // The kinds that its dialect has a message for; absent = all.
  absl::optional<std::set<v1::TicketEvent::KindCase>> expressible;
};

// Immutable.
class Platforms {
 public:
  explicit Platforms(std::vector<PlatformSettings> platforms);

  // Null when it is not connected.
  const PlatformSettings* Find(absl::string_view id) const;

 private:
  std::map<std::string, PlatformSettings, std::less<>> by_id_;
};

// Whether the platform takes this kind of event at all.
bool CanTake(const PlatformSettings& platform, v1::TicketEvent::KindCase kind);

// Whether the other side has to act on the event, so that it must not be left untold: then who says it is refused and
// can go another way. What only informs is left out.
bool MustBeTold(const v1::TicketEvent& event);

}  // namespace interline::ticketing

#endif  // INTERLINE_SERVICES_TICKETING_PLATFORMS_H_
