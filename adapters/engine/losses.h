// What a specification declares to lose, taken away, so that two messages or two events can be compared.
#ifndef INTERLINE_ADAPTERS_ENGINE_LOSSES_H_
#define INTERLINE_ADAPTERS_ENGINE_LOSSES_H_

#include <google/protobuf/message.h>
#include <rapidjson/document.h>

#include "adapters/engine/plan.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {

// Leaves what writing gives back after reading, in the words in which it is written: without what says nothing, fields
// that are read only or written only, and truth values and numbers that mean the same as nothing.
void KeepWhatIsWrittenBack(const Block& block, Day day, rapidjson::Document& message);

// Leaves what reading gives back after writing. Whether the id is kept is the caller's choice: one that is made from
// the bytes is another one for other bytes.
void KeepWhatIsReadBack(const MessagePlan& message, bool keep_id, v1::TicketEvent& event);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_LOSSES_H_
