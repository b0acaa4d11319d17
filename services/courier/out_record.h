// A record of `out.<platform>` as the courier sees it: which delivery it is, and the request that it becomes.
#ifndef INTERLINE_SERVICES_COURIER_OUT_RECORD_H_
#define INTERLINE_SERVICES_COURIER_OUT_RECORD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"
#include "services/courier/partner.h"

namespace interline::courier {

// What the translator wrote beside the bytes.
struct Label {
  std::string delivery_id;
  // Empty for what is told about no known ticket.
  std::string ticket_id;
  std::string event_id;
  std::string kind;
};

// INVALID_ARGUMENT for a record without a value or without a delivery id.
absl::StatusOr<Label> ReadLabel(const bus::Record& record);

// The id under which every attempt at this delivery goes out: 34 characters of [a-z0-9-].
std::string MessageId(const std::string& delivery_id);

// The request that carries the record to the partner, signed. The dialect says method and path in its headers ":method"
// and
// ":path"; a message without a content type is a query string. FAILED_PRECONDITION when it cannot be signed now,
// INVALID_ARGUMENT when it never can.
absl::StatusOr<HttpRequest> MakeRequest(const bus::Record& record, const Label& label, const Partner& partner,
                                        absl::Time now);

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_OUT_RECORD_H_
