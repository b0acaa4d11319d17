// A partner's interface as an AsyncAPI 3.0 document, in JSON: written as the partner's own program sees it, which sends
// what goes from the platform and receives what goes to it.
#ifndef INTERLINE_CLI_DOCUMENTS_ASYNC_API_H_
#define INTERLINE_CLI_DOCUMENTS_ASYNC_API_H_

#include <string>
#include <vector>

#include "adapters/engine/plan.h"
#include "cli/documents/shown_examples.h"

namespace interline::cli {

// XML messages are described by the tree of their elements; XsdOf has them as XML Schema.
std::string AsyncApiOf(const adapters::Plan& plan, const std::vector<ShownExample>& examples);

// The media type of the bodies in the direction, with their character set.
std::string MediaTypeOf(const adapters::Plan& plan, adapters::Direction direction);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_DOCUMENTS_ASYNC_API_H_
