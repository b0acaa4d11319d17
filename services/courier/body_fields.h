// Credentials that stand in the body of a message: fields that a dialect's rows pass over and that are filled in here,
// where the keys are.
#ifndef INTERLINE_SERVICES_COURIER_BODY_FIELDS_H_
#define INTERLINE_SERVICES_COURIER_BODY_FIELDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/courier/request_signer.h"

namespace interline::courier {

// Puts each of `paths` that belongs into this body in front of what stands there. A path is a name ("agentID", for JSON
// and forms) or, in XML and SOAP, the element that the message consists of and a field directly below it
// ("A5SignOrder.agentID"); those of other messages are passed over. The value is the key that is called like the field.
// INVALID_ARGUMENT for a body that is not of the form that `content_type` says; FAILED_PRECONDITION when a key is
// missing.
absl::Status FillBodyFields(const std::vector<std::string>& paths, absl::string_view content_type,
                            const RequestSigner& keys, absl::Time now, std::string& body);

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_BODY_FIELDS_H_
