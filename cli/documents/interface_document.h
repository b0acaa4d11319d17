// A partner's interface document, in Chinese and English: how to connect, messages with their fields and examples,
// codes, answers, signatures, and what is lost on the way. Printed from the specification, so it cannot be out of date.
#ifndef INTERLINE_CLI_DOCUMENTS_INTERFACE_DOCUMENT_H_
#define INTERLINE_CLI_DOCUMENTS_INTERFACE_DOCUMENT_H_

#include <vector>

#include "adapters/engine/plan.h"
#include "cli/documents/page.h"
#include "cli/documents/shown_examples.h"

namespace interline::cli {

void WriteInterfaceDocument(const adapters::Plan& plan, const std::vector<ShownExample>& examples, Page& page);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_DOCUMENTS_INTERFACE_DOCUMENT_H_
