// The section on answers of a partner's interface document.
#ifndef INTERLINE_CLI_DOCUMENTS_ANSWER_SECTION_H_
#define INTERLINE_CLI_DOCUMENTS_ANSWER_SECTION_H_

#include "adapters/engine/plan.h"
#include "cli/documents/page.h"

namespace interline::cli {

// What is answered on the same connection, each answer with its fields and an example that the adapter itself writes; a
// sentence when the dialect has no answers.
void WriteAnswers(const adapters::Plan& plan, Page& page);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_DOCUMENTS_ANSWER_SECTION_H_
