// docs/life_of_a_ticket.md, printed from the table.
#ifndef INTERLINE_CORE_TICKET_LIFE_H_
#define INTERLINE_CORE_TICKET_LIFE_H_

#include <string>

namespace interline::ticket {

// The whole document, Markdown with a Mermaid diagram, ending in a line break.
std::string PrintLife();

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_LIFE_H_
