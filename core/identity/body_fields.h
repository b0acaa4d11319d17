// Fields that are put into the body of a message after the dialect has written it: credentials and signatures, which
// the dialect's rows pass over.
#ifndef INTERLINE_CORE_IDENTITY_BODY_FIELDS_H_
#define INTERLINE_CORE_IDENTITY_BODY_FIELDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/identity/request.h"

namespace interline::identity {

struct BodyField {
  // A name ("agentID", for JSON, forms and query strings) or, in XML and SOAP, the element that the message consists of
  // and a field directly below it ("A5SignOrder.agentID").
  std::string path;
  std::string value;
};

// Puts each field that belongs into this request in front of what stands there, in forms behind it; those of other
// elements are passed over. The content type says the form; a request without one has a query string. INVALID_ARGUMENT
// for a body that is not of the form, or has no place for the field.
absl::Status FillBodyFields(const std::vector<BodyField>& fields, Request& request);

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_BODY_FIELDS_H_
