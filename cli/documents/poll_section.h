// The section on polling of a partner's interface document.
#ifndef INTERLINE_CLI_DOCUMENTS_POLL_SECTION_H_
#define INTERLINE_CLI_DOCUMENTS_POLL_SECTION_H_

#include <vector>

#include "adapters/engine/plan.h"
#include "cli/documents/page.h"
#include "cli/documents/shown_examples.h"

namespace interline::cli {

// How the platform is asked for news and what became of a message, and the lists that it answers, each with an example
// that the adapter itself writes. Nothing when the dialect has none of it.
void WritePolls(const adapters::Plan& plan, const std::vector<ShownExample>& examples, Page& page);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_DOCUMENTS_POLL_SECTION_H_
