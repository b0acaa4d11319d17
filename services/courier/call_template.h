// Fills in the names of a Call (protos/interline/adapter/v1/poll.proto).
#ifndef INTERLINE_SERVICES_COURIER_CALL_TEMPLATE_H_
#define INTERLINE_SERVICES_COURIER_CALL_TEMPLATE_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "interline/adapter/v1/poll.pb.h"
#include "services/courier/partner.h"

namespace interline::courier {

using CallValues = std::map<std::string, std::string, std::less<>>;

// INVALID_ARGUMENT for a name that is not among `values` (nor "key:..."), an unknown way of writing, an open brace.
absl::StatusOr<std::string> FillIn(absl::string_view text, const CallValues& values, const RequestSigner& signer,
                                   absl::Time now);

// The request of `call` to the partner, signed. `message_id` as in RequestSigner. Errors as FillIn and Sign.
absl::StatusOr<HttpRequest> MakeCall(const adapter::v1::Call& call, const CallValues& values,
                                     const std::string& message_id, const Partner& partner, absl::Time now);

// Whether the templates of the partner's polls and enquiry can be filled in at all; to be asked at the start, so that a
// wrong name does not show at night.
absl::Status CheckCalls(const Partner& partner);

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_CALL_TEMPLATE_H_
