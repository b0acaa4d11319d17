// How a delivery went, as proposals for the topic `commands`.
#ifndef INTERLINE_SERVICES_COURIER_REPORTS_H_
#define INTERLINE_SERVICES_COURIER_REPORTS_H_

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "core/bus/bus.h"
#include "services/courier/out_record.h"
#include "services/courier/outcome.h"
#include "services/courier/partner.h"

namespace interline::courier {

// A DeliveryReported of the broker. When the platform answered with its number for a ticket that was handed to it, and
// tells nothing of the kind by itself, also its Received, which is what such an answer means. Ids follow from the
// record's place and the delivery.
std::vector<bus::Message> Reports(const bus::Record& record, const Label& label, const Outcome& outcome,
                                  uint32_t attempts, const Partner& partner, absl::Time now);

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_REPORTS_H_
