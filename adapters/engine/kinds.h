// What a dialect can talk about at all.
#ifndef INTERLINE_ADAPTERS_ENGINE_KINDS_H_
#define INTERLINE_ADAPTERS_ENGINE_KINDS_H_

#include <set>

#include "adapters/engine/adapter.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {

// The kinds of event for which the dialect has a message in this direction. That there is one does not mean that it can
// say everything that an event of the kind may hold.
std::set<v1::TicketEvent::KindCase> KindsOf(const adapter::v1::Dialect& dialect, Direction direction);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_KINDS_H_
