// The larger sections of a partner's interface document.
#ifndef INTERLINE_CLI_DOCUMENTS_DOCUMENT_SECTIONS_H_
#define INTERLINE_CLI_DOCUMENTS_DOCUMENT_SECTIONS_H_

#include <vector>

#include "adapters/engine/plan.h"
#include "cli/documents/page.h"
#include "cli/documents/shown_examples.h"

namespace interline::cli {

// Every message in each direction: what tells it apart, its fields, an example.
void WriteMessages(const adapters::Plan& plan, const std::vector<ShownExample>& examples, Page& page);

// Their codes and zones, with ours in words.
void WriteCodeTables(const adapters::Plan& plan, Page& page);

// What one side says and the other never hears.
void WriteLosses(const adapters::Plan& plan, Page& page);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_DOCUMENTS_DOCUMENT_SECTIONS_H_
