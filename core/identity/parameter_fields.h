// The named fields of a request, wherever a partner's convention puts them: headers, query, form, JSON.
#ifndef INTERLINE_CORE_IDENTITY_PARAMETER_FIELDS_H_
#define INTERLINE_CORE_IDENTITY_PARAMETER_FIELDS_H_

#include <map>
#include <string>

#include "absl/types/optional.h"
#include "core/identity/request.h"
#include "interline/adapter/v1/authentication.pb.h"

namespace interline::identity {

using Fields = std::map<std::string, std::string, std::less<>>;

// Fields in one request; more are refused.
inline constexpr size_t kMaxParameterFields = 200;

// Every field at the rule's place, decoded; of headers those that the rule names. None when they cannot be read: a name
// that stands twice, a bad "%", no JSON object, a fraction at its top.
absl::optional<Fields> ReadFields(const adapter::v1::ParameterSignature& rule, const Request& request);

// Adds a field at the rule's place. The body at PLACE_JSON is an object.
void AddField(const adapter::v1::ParameterSignature& rule, const std::string& name, const std::string& value,
              Request& request);

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_PARAMETER_FIELDS_H_
