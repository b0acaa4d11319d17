#include "adapters/engine/encode.h"

#include <string>
#include <utility>

#include "absl/types/optional.h"
#include "adapters/engine/block_writer.h"
#include "adapters/engine/implied.h"
#include "adapters/engine/wire_document.h"
#include "core/base/ids.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/wire/json_writer.h"

namespace interline::adapters {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using v1::TicketEvent;

absl::Status NotExpressible(absl::string_view path, absl::string_view explanation) {
  return RefusalError(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, path, explanation);
}

// Nobody is made to speak in another's name, or to hear what is for another.
absl::Status CheckEnds(const Plan& plan, Direction direction, const TicketEvent& event) {
  const std::string& platform = plan.platform.id();
  if (direction == Direction::kFromPlatform) {
    if (event.source().empty() || event.source() == platform) return absl::OkStatus();
    return NotExpressible("source", "The event is another platform's.");
  }
  if (event.recipient().empty() || event.recipient() == platform) return absl::OkStatus();
  return NotExpressible("recipient", "The event is for another platform.");
}

// The first field that the message implies otherwise than the event has it; null when the event fits.
const ImpliedPlan* FindUnfit(const MessagePlan& message, const BlockWriter& writer) {
  for (const ImpliedPlan& implied : message.implied) {
    const Message* holder = writer.Find(implied.node);
    const bool fits = holder == nullptr ? !implied.is_made : HasImplied(implied, *holder);
    if (!fits) return &implied;
  }
  return nullptr;
}

// One rule for the ticket id, seen from the writing side.
struct TicketNumberRule {
  // The platform that must be the origin.
  absl::string_view origin;
  const std::string& number;
  const char* path;
};

absl::optional<TicketNumberRule> RuleFor(const MessagePlan& message, const Plan& plan, Direction direction,
                                         const TicketEvent& event) {
  const bool from = direction == Direction::kFromPlatform;
  switch (message.ticket_id_rule) {
    case adapter::v1::TICKET_ID_RULE_SENDER_IS_ORIGIN:
      return TicketNumberRule{from ? plan.platform.id() : event.source(), event.source_number(), "source_number"};
    case adapter::v1::TICKET_ID_RULE_RECIPIENT_IS_ORIGIN:
      return TicketNumberRule{from ? event.recipient() : plan.platform.id(), event.recipient_number(),
                              "recipient_number"};
    default:
      return absl::nullopt;
  }
}

// The number of the ticket id when the message tells the ticket by it and the event does not hold it; none otherwise.
absl::optional<std::string> MissingNumber(const TicketNumberRule& rule, const TicketEvent& event) {
  const TicketIdParts parts = SplitTicketId(event.ticket_id());
  if (!rule.number.empty() || parts.origin.empty() || parts.origin != rule.origin) return absl::nullopt;
  return std::string(parts.number);
}

absl::Status CheckTicketId(const TicketNumberRule& rule, const TicketEvent& event) {
  if (event.ticket_id().empty() || event.ticket_id() == TicketId(rule.origin, rule.number)) return absl::OkStatus();
  return NotExpressible("ticket_id", "The message would be about another ticket.");
}

class Encoder {
 public:
  Encoder(const Plan& plan, Direction direction, const MessagePlan& message)
      : plan_(plan), direction_(direction), message_(message) {}

  // `fits` tells whether the message is meant for such an event at all.
  absl::StatusOr<WireMessage> Encode(const TicketEvent& event, bool& fits) const {
    const absl::optional<TicketNumberRule> rule = RuleFor(message_, plan_, direction_, event);
    if (rule) {
      absl::optional<std::string> number = MissingNumber(*rule, event);
      if (number) {
        TicketEvent filled = event;
        const FieldDescriptor* field = TicketEvent::descriptor()->FindFieldByName(rule->path);
        filled.GetReflection()->SetString(&filled, field, *std::move(number));
        return Encode(filled, fits);
      }
    }
    const BlockWriter writer(message_.block, event, nullptr);
    const ImpliedPlan* unfit = FindUnfit(message_, writer);
    fits = unfit == nullptr;
    if (!fits) return NotExpressible(unfit->ours, "No message of the receiver says this.");
    if (rule) RETURN_IF_ERROR(CheckTicketId(*rule, event));
    if (event.generation() > 1 && !message_.carries_generation) {
      return NotExpressible("generation", "The receiver's message has no place for it.");
    }
    return Write(writer);
  }

 private:
  absl::StatusOr<WireMessage> Write(const BlockWriter& writer) const {
    // Its buffer is worth keeping from one message to the next.
    static thread_local wire::JsonWriter json;
    json.Clear();
    RETURN_IF_ERROR(writer.Write(json));
    const WirePlan& wire = plan_.WireFor(direction_);
    WireMessage written;
    if (wire.is_plain_json()) {
      written.body.assign(json.json().data(), json.json().size());
    } else {
      absl::StatusOr<std::string> body = WriteDocument(wire, json.json(), RootOf(message_.roots));
      if (!body.ok()) return InOurNames(message_.block, body.status());
      written.body = *std::move(body);
    }
    for (const auto& [name, value] : message_.headers) written.headers.emplace(name, value);
    AddHeaders(wire, written.headers);
    return written;
  }

  const Plan& plan_;
  const Direction direction_;
  const MessagePlan& message_;
};

}  // namespace

absl::StatusOr<WireMessage> Encode(const Plan& plan, Direction direction, const TicketEvent& event) {
  RETURN_IF_ERROR(CheckEnds(plan, direction, event));
  // Of the messages that did not do, one that fits says best what is wrong.
  absl::Status best;
  bool best_fits = false;
  for (const MessagePlan* message : plan.For(direction)) {
    if (message->kind->number() != event.kind_case()) continue;
    bool fits = false;
    absl::StatusOr<WireMessage> written = Encoder(plan, direction, *message).Encode(event, fits);
    if (written.ok()) return AfterEncode(plan.quirks, direction, *std::move(written));
    if (best.ok() || (fits && !best_fits)) {
      best = written.status();
      best_fits = fits;
    }
  }
  if (!best.ok()) return best;
  const FieldDescriptor* kind = TicketEvent::descriptor()->FindFieldByNumber(event.kind_case());
  return NotExpressible(kind == nullptr ? "kind" : kind->name(), "The receiver's dialect has no such message.");
}

}  // namespace interline::adapters
