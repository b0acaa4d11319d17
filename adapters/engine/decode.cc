#include "adapters/engine/decode.h"

#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/engine/block_reader.h"
#include "adapters/engine/implied.h"
#include "adapters/engine/value_reader.h"
#include "core/base/ids.h"
#include "core/base/refusal.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "core/wire/json_reader.h"

namespace interline::adapters {
namespace {

namespace dom = simdjson::dom;
using google::protobuf::Message;
using v1::TicketEvent;

// Of a SHA-256 in hexadecimal: 128 bits.
constexpr size_t kIdDigits = 32;

// Another character set than the dialect's must not be declared; whatever else the header says is the transport's.
absl::Status CheckCharset(const std::map<std::string, std::string>& headers) {
  const auto it = headers.find("content-type");
  if (it == headers.end()) return absl::OkStatus();
  for (const absl::string_view part : absl::StrSplit(it->second, ';')) {
    absl::string_view parameter = absl::StripAsciiWhitespace(part);
    if (!absl::StartsWithIgnoreCase(parameter, "charset=")) continue;
    parameter.remove_prefix(parameter.find('=') + 1);
    if (parameter.size() >= 2 && parameter.front() == '"' && parameter.back() == '"') {
      parameter = parameter.substr(1, parameter.size() - 2);
    }
    if (absl::EqualsIgnoreCase(parameter, "utf-8")) continue;
    return RefusalError(v1::REFUSAL_REASON_WRONG_CHARSET, "",
                        "The header content-type declares another character set.");
  }
  return absl::OkStatus();
}

// The value of a subject as text; none when it is not there or of another JSON type. The text lies in the header, in
// the document or in `buffer`.
absl::optional<absl::string_view> ValueOf(const Subject& subject, const std::map<std::string, std::string>& headers,
                                          const dom::object& body, WordBuffer& buffer) {
  if (subject.is_header) {
    const auto it = headers.find(subject.name);
    if (it == headers.end()) return absl::nullopt;
    return absl::string_view(it->second);
  }
  dom::object object = body;
  for (size_t i = 0; i + 1 < subject.steps.size(); ++i) {
    if (object.at_key(subject.steps[i]).get(object) != simdjson::SUCCESS) return absl::nullopt;
  }
  dom::element value;
  if (object.at_key(subject.steps.back()).get(value) != simdjson::SUCCESS) return absl::nullopt;
  return ReadWord(subject.lexical, value, buffer);
}

// What messages are told apart by, each looked up at most once.
class Subjects {
 public:
  Subjects(const Plan& plan, const std::map<std::string, std::string>& headers, const dom::object& body)
      : plan_(plan), headers_(headers), body_(body), values_(plan.subjects.size()) {}

  bool Holds(const ConditionPlan& condition) {
    Value& value = values_[condition.subject];
    if (!value.is_known) {
      value.text = ValueOf(plan_.subjects[condition.subject], headers_, body_, value.buffer);
      value.is_known = true;
    }
    return value.text.has_value() && *value.text == condition.equals;
  }

 private:
  struct Value {
    bool is_known = false;
    absl::optional<absl::string_view> text;
    WordBuffer buffer;
  };

  const Plan& plan_;
  const std::map<std::string, std::string>& headers_;
  const dom::object& body_;
  absl::InlinedVector<Value, 4> values_;
};

// Below parts of the event that nothing else has made, nothing is implied.
void SetAllImplied(const MessagePlan& message, BlockReader& reader) {
  for (const ImpliedPlan& implied : message.implied) {
    Message* holder = reader.Find(implied.node);
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
    const auto& conditions = message->conditions;
    if (std::all_of(conditions.begin(), conditions.end(), [&](const auto& one) { return subjects.Holds(one); })) {
      return message;
    }
  }
  return nullptr;
}

absl::StatusOr<TicketEvent> Decode(const Plan& plan, Direction direction, const WireMessage& message) {
  // Its buffers are worth keeping from one message to the next.
  static thread_local wire::JsonReader json;
  RETURN_IF_ERROR(CheckCharset(message.headers));
  const auto repeated = plan.refuse_unknown_fields ? wire::RepeatedNames::kLeaveToCaller : wire::RepeatedNames::kRefuse;
  ASSIGN_OR_RETURN(const dom::object body, json.Parse(message.body, repeated));
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

}  // namespace interline::adapters
