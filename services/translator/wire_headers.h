// The headers of a record, as the dialect sees them.
#ifndef INTERLINE_SERVICES_TRANSLATOR_WIRE_HEADERS_H_
#define INTERLINE_SERVICES_TRANSLATOR_WIRE_HEADERS_H_

#include <map>
#include <string>
#include <vector>

#include "core/bus/bus.h"

namespace interline::translator {

// All but Interline's own ("interline-...", "ce_..."), names in lower case. Of two with one name the first counts.
std::map<std::string, std::string> WireHeaders(const std::vector<bus::Header>& headers);

// The W3C trace context among the headers, or empty when there is none of the right form.
std::string TraceParent(const std::map<std::string, std::string>& headers);

}  // namespace interline::translator

#endif  // INTERLINE_SERVICES_TRANSLATOR_WIRE_HEADERS_H_
