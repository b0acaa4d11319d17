#include "adapters/engine/decode.h"

#include "absl/strings/str_cat.h"
#include "adapters/engine/block_reader.h"
#include "adapters/engine/implied.h"
#include "adapters/engine/subjects.h"
#include "adapters/engine/wire_document.h"
#include "core/base/ids.h"
#include "core/base/refusal.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"

namespace interline::adapters {
namespace {

namespace dom = simdjson::dom;
using google::protobuf::Message;
using v1::TicketEvent;

// Of a SHA-256 in hexadecimal: 128 bits.
constexpr size_t kIdDigits = 32;

// Below parts of the event that nothing else has made, nothing is implied.
void SetAllImplied(const MessagePlan& message, BlockReader& reader) {
  for (const ImpliedPlan& implied : message.implied) {
    Message* holder = implied.is_made ? reader.Mutable(implied.node) : reader.Find(implied.node);
    if (holder != nullptr) SetImplied(implied, holder);
  }
}

// The platform speaks for itself, and what is written to it is for it.
absl::Status SetEnds(const MessagePlan& message, const std::string& platform, Direction direction, TicketEvent& event) {
  if (direction == Direction::kFromPlatform) {
    if (!event.source().empty() && event.source() != platform) {
      return RefusalError(v1::REFUSAL_REASON_FOREIGN_SOURCE, message.source_path, "A platform speaks for itself only.");
    }
    event.set_source(platform);
    return absl::OkStatus();
  }
  if (!event.recipient().empty() && event.recipient() != platform) {
    return RefusalError(v1::REFUSAL_REASON_OUT_OF_RANGE, message.recipient_path,
                        "The message is for another platform.");
  }
  event.set_recipient(platform);
  return absl::OkStatus();
}

absl::Status SetTicketId(const MessagePlan& message, TicketEvent& event) {
  switch (message.ticket_id_rule) {
    case adapter::v1::TICKET_ID_RULE_SENDER_IS_ORIGIN:
      event.set_ticket_id(TicketId(event.source(), event.source_number()));
      break;
    case adapter::v1::TICKET_ID_RULE_RECIPIENT_IS_ORIGIN:
      event.set_ticket_id(TicketId(event.recipient(), event.recipient_number()));
      break;
    case adapter::v1::TICKET_ID_RULE_SHOWN:
      // One of the numbers may stand for it.
      if (!event.ticket_id().empty() || !event.source_number().empty() || !event.recipient_number().empty()) break;
      return RefusalError(v1::REFUSAL_REASON_MISSING_FIELD, message.ticket_id_path,
                          "The message does not tell which ticket it is about.");
    default:
      return absl::OkStatus();
  }
  if (event.ticket_id().empty() || IsTicketId(event.ticket_id())) return absl::OkStatus();
  // The numbers were checked, so the origin is what is wrong: the broker is nobody's.
  return RefusalError(v1::REFUSAL_REASON_INVALID_ID, message.source_path, "The origin of a ticket is a platform.");
}

void SetId(const MessagePlan& message, const BlockReader& reader, absl::string_view body, TicketEvent& event) {
  if (!event.id().empty()) return;
  std::string digest;
  if (message.identity.empty()) {
    digest = Sha256Hex(body);
  } else {
    // Each value with its length, so that no two lists of values look the same.
    std::string values;
    for (const int slot : message.identity) {
      const dom::element* value = reader.Value(slot);
      const std::string text = value == nullptr ? "" : simdjson::minify(*value);
      absl::StrAppend(&values, text.size(), ":", text);
    }
    digest = Sha256Hex(values);
  }
  event.set_id(absl::StrCat(message.name, ":", digest.substr(0, kIdDigits)));
}

}  // namespace

const MessagePlan* ChooseMessage(const Plan& plan, Direction direction,
                                 const std::map<std::string, std::string>& headers, const dom::object& body) {
  Subjects subjects(plan, headers, body);
  for (const MessagePlan* message : plan.For(direction)) {
    if (subjects.HaveRoots(message->roots) && subjects.Hold(message->conditions)) return message;
  }
  return nullptr;
}

namespace {

// Without quirks.
absl::StatusOr<TicketEvent> DecodePlain(const Plan& plan, Direction direction, const WireMessage& message) {
  // Its buffers are worth keeping from one message to the next.
  static thread_local WireDocument document;
  const WirePlan& wire = plan.WireFor(direction);
  RETURN_IF_ERROR(CheckCharset(wire, message.headers));
  ASSIGN_OR_RETURN(const dom::object body, document.Read(wire, message.body));
  const MessagePlan* chosen = ChooseMessage(plan, direction, message.headers, body);
  if (chosen == nullptr) {
    return RefusalError(v1::REFUSAL_REASON_UNKNOWN_MESSAGE, "", "The dialect has no message like this one.");
  }
  TicketEvent event;
  BlockReader reader(chosen->block, event, plan.refuse_unknown_fields, nullptr);
  reader.Mutable(chosen->kind_node);
  RETURN_IF_ERROR(reader.Read(body));
  SetAllImplied(*chosen, reader);
  RETURN_IF_ERROR(SetEnds(*chosen, plan.platform.id(), direction, event));
  RETURN_IF_ERROR(SetTicketId(*chosen, event));
  SetId(*chosen, reader, message.body, event);
  return event;
}

}  // namespace

absl::StatusOr<TicketEvent> Decode(const Plan& plan, Direction direction, const WireMessage& message) {
  if (plan.quirks.empty()) return DecodePlain(plan, direction, message);
  ASSIGN_OR_RETURN(const WireMessage plain, BeforeDecode(plan.quirks, direction, message));
  return DecodePlain(plan, direction, plain);
}

}  // namespace interline::adapters
