#include "services/inbox/allowed_actions.h"

#include "core/base/refusal.h"
#include "core/ticket/transitions.h"

namespace interline::inbox {
namespace {

using google::protobuf::FieldDescriptor;
using ::interline::v1::TicketEvent;

constexpr char kKindOneof[] = "kind";
constexpr char kDecision[] = "decision";

const google::protobuf::OneofDescriptor& Kinds() { return *v1::ActRequest::descriptor()->FindOneofByName(kKindOneof); }

// The event's field of the same name.
const FieldDescriptor& EventField(const FieldDescriptor& kind) {
  return *TicketEvent::descriptor()->FindFieldByName(kind.name());
}

// An event of this kind, for the table; a decision agrees.
TicketEvent Sample(const FieldDescriptor& kind, absl::string_view platform) {
  TicketEvent event;
  event.set_source(std::string(platform));
  auto* said = event.GetReflection()->MutableMessage(&event, &EventField(kind));
  if (const FieldDescriptor* decision = said->GetDescriptor()->FindFieldByName(kDecision)) {
    said->GetReflection()->SetEnumValue(said, decision, ::interline::v1::DECISION_APPROVED);
  }
  return event;
}

v1::ActionView::Denial DenialOf(const Principal& who, const Desk& desk) {
  if (!who.HandlesTickets()) return v1::ActionView::DENIAL_ROLE;
  if (!who.SeesUnit(desk.unit_code)) return v1::ActionView::DENIAL_UNIT;
  const bool is_anothers = !desk.assignee.empty() && desk.assignee != who.staff_id;
  if (is_anothers && !who.Has(v1::ROLE_SUPERVISOR)) return v1::ActionView::DENIAL_ASSIGNEE;
  return v1::ActionView::DENIAL_UNSPECIFIED;
}

bool HandsOver(const Principal& who, const TicketEvent& event) {
  return event.has_reassigned() && event.reassigned().to().staff_id() != who.staff_id;
}

}  // namespace

std::vector<v1::ActionView> AllowedActions(const Principal& who, absl::string_view platform,
                                           const store::v1::TicketRecord& record, const Desk& desk) {
  const v1::ActionView::Denial denial = DenialOf(who, desk);
  std::vector<v1::ActionView> actions;
  for (int i = 0; i < Kinds().field_count(); ++i) {
    const FieldDescriptor& kind = *Kinds().field(i);
    v1::ActionView& action = actions.emplace_back();
    action.set_kind(kind.name());
    const absl::Status in_table = ticket::FindRow(record, Sample(kind, platform)).status();
    if (!in_table.ok()) {
      action.set_denial(v1::ActionView::DENIAL_STATE);
      action.set_refusal(GetRefusal(in_table)->reason());
    } else {
      action.set_denial(denial);
    }
    action.set_allowed(action.denial() == v1::ActionView::DENIAL_UNSPECIFIED);
  }
  return actions;
}

absl::Status MayAct(const Principal& who, const TicketEvent& event, const store::v1::TicketRecord& record,
                    const Desk& desk) {
  switch (DenialOf(who, desk)) {
    case v1::ActionView::DENIAL_ROLE:
      return absl::PermissionDeniedError("Agents and supervisors act on tickets.");
    case v1::ActionView::DENIAL_UNIT:
      return absl::PermissionDeniedError("The ticket is another sub-centre's.");
    case v1::ActionView::DENIAL_ASSIGNEE:
      return absl::PermissionDeniedError("Another agent works on the ticket.");
    default:
      break;
  }
  if (HandsOver(who, event) && !who.Has(v1::ROLE_SUPERVISOR) && desk.assignee != who.staff_id) {
    return absl::PermissionDeniedError("Only a supervisor hands over a ticket that is not one's own.");
  }
  return ticket::FindRow(record, event).status();
}

bool CopyKind(const v1::ActRequest& request, TicketEvent& event) {
  const FieldDescriptor* kind = request.GetReflection()->GetOneofFieldDescriptor(request, &Kinds());
  if (kind == nullptr) return false;
  event.GetReflection()
      ->MutableMessage(&event, &EventField(*kind))
      ->CopyFrom(request.GetReflection()->GetMessage(request, kind));
  return true;
}

}  // namespace interline::inbox
