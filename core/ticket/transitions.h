// The life of a ticket: one table. What it does not list is refused.
//
//   state of the ticket, kind of event, role of the source [, condition]  ->  next state, who is told, effects
//
// docs/life_of_a_ticket.md is printed from here; transitions_test.cc walks every state, kind and role.
#ifndef INTERLINE_CORE_TICKET_TRANSITIONS_H_
#define INTERLINE_CORE_TICKET_TRANSITIONS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/ticket/vocabulary.h"
#include "interline/store/v1/ticket_record.pb.h"

namespace interline::ticket {

struct Row {
  StateSet states;
  Kind kind;
  Roles who;
  When when = When::kAlways;
  Next next = kSame;
  Tell tell = Tell::kOtherSide;
  Effects effects = {};
};

// In these the clock may run.
inline constexpr StateSet kTicking = {
    v1::Ticket::STATE_OFFERED,          v1::Ticket::STATE_SIGNED,   v1::Ticket::STATE_IN_PROGRESS,
    v1::Ticket::STATE_RETURN_REQUESTED, v1::Ticket::STATE_RETURNED, v1::Ticket::STATE_NOT_TAKEN,
    v1::Ticket::STATE_IN_ARBITRATION,
};
// In these somebody still has to act.
inline constexpr StateSet kOpenStates =
    kTicking | StateSet{v1::Ticket::STATE_SUSPENDED, v1::Ticket::STATE_RESOLUTION_SUBMITTED};
// In these the addressee has signed and works on it.
inline constexpr StateSet kAtWork = {v1::Ticket::STATE_SIGNED, v1::Ticket::STATE_IN_PROGRESS};
inline constexpr StateSet kAtWorkOrSuspended = kAtWork | StateSet{v1::Ticket::STATE_SUSPENDED};
inline constexpr StateSet kResolved = {v1::Ticket::STATE_RESOLVED, v1::Ticket::STATE_CALLED_BACK};

namespace table {
using T = v1::Ticket;
using E = v1::TicketEvent;
using enum Effect;
using enum Role;

inline constexpr StateSet kAnyTicket =
    kOpenStates | kResolved | StateSet{T::STATE_WITHDRAWN, T::STATE_MERGED, T::STATE_ARCHIVED};

inline constexpr Row kRows[] = {
    // Dispatch (转办).
    {.states = {T::STATE_UNSPECIFIED},
     .kind = E::kTransferred,
     .who = kOrigin,
     .next = To(T::STATE_OFFERED),
     .tell = Tell::kNewAddressee,
     .effects = {kOpen, kOffer, kTakeLimit, kStartDispatchClock}},
    {.states = {T::STATE_RETURNED, T::STATE_NOT_TAKEN},
     .kind = E::kTransferred,
     .who = kOrigin,
     .next = To(T::STATE_OFFERED),
     .tell = Tell::kNewAddressee,
     .effects = {kOffer, kTakeLimit, kStartDispatchClock, kCountHop, kCheckHopCap}},
    // The decision of the person who arbitrates, so the cap has no say in it.
    {.states = {T::STATE_IN_ARBITRATION},
     .kind = E::kTransferred,
     .who = kOrigin,
     .next = To(T::STATE_OFFERED),
     .tell = Tell::kNewAddressee,
     .effects = {kOffer, kTakeLimit, kStartDispatchClock, kCountHop}},
    {.states = kResolved | StateSet{T::STATE_WITHDRAWN},
     .kind = E::kTransferred,
     .who = kOrigin,
     .next = To(T::STATE_OFFERED),
     .tell = Tell::kNewAddressee,
     .effects = {kNextGeneration, kOffer, kTakeLimit, kStartDispatchClock}},

    // Taking it (签收).
    {.states = {T::STATE_OFFERED, T::STATE_IN_ARBITRATION}, .kind = E::kReceived, .who = kAddressee},
    {.states = kAtWork, .kind = E::kReceived, .who = kHolder},
    // It was found after all.
    {.states = {T::STATE_NOT_TAKEN}, .kind = E::kReceived, .who = kAddressee, .next = To(T::STATE_OFFERED)},
    {.states = {T::STATE_OFFERED}, .kind = E::kNotTaken, .who = kAddressee, .next = To(T::STATE_NOT_TAKEN)},
    {.states = {T::STATE_OFFERED},
     .kind = E::kNotTaken,
     .who = kBroker,
     .next = To(T::STATE_NOT_TAKEN),
     .tell = Tell::kOrigin},
    {.states = {T::STATE_OFFERED, T::STATE_NOT_TAKEN, T::STATE_IN_ARBITRATION},
     .kind = E::kSigned,
     .who = kAddressee,
     .next = To(T::STATE_SIGNED),
     .effects = {kTakeOver, kStartSigningClock}},

    // Return (退回).
    {.states = {T::STATE_OFFERED},
     .kind = E::kReturnRequested,
     .who = kAddressee,
     .next = To(T::STATE_RETURN_REQUESTED),
     .effects = {kOpenReturn}},
    {.states = kAtWorkOrSuspended,
     .kind = E::kReturnRequested,
     .who = kHolder,
     .next = To(T::STATE_RETURN_REQUESTED),
     .effects = {kOpenReturn}},
    {.states = {T::STATE_RETURN_REQUESTED},
     .kind = E::kReturnDecided,
     .who = kOrigin,
     .when = When::kApproved,
     .next = To(T::STATE_RETURNED),
     .effects = {kGiveBack, kCloseReturn, kCloseExtension, kCountReturn}},
    {.states = {T::STATE_RETURN_REQUESTED},
     .kind = E::kReturnDecided,
     .who = kOrigin,
     .when = When::kRejected,
     .next = kBeforeReturn,
     .effects = {kCloseReturn}},

    // Work (办理).
    {.states = kAtWorkOrSuspended, .kind = E::kReassigned, .who = kHolder},
    {.states = kAtWorkOrSuspended, .kind = E::kCoHandlersAdded, .who = kOrigin | kHolder},
    // Several dialects have no message for signing: whoever reports work has taken the ticket.
    {.states = {T::STATE_OFFERED},
     .kind = E::kProgressReported,
     .who = kAddressee,
     .next = To(T::STATE_IN_PROGRESS),
     .effects = {kTakeOver, kStartSigningClock}},
    {.states = kAtWork, .kind = E::kProgressReported, .who = kHolder, .next = To(T::STATE_IN_PROGRESS)},
    {.states = {T::STATE_SUSPENDED, T::STATE_RESOLUTION_SUBMITTED}, .kind = E::kProgressReported, .who = kHolder},
    {.states = kOpenStates, .kind = E::kSupplemented, .who = kOrigin},
    {.states = kAtWork, .kind = E::kSuspended, .who = kHolder, .next = To(T::STATE_SUSPENDED), .effects = {kStopClock}},
    {.states = {T::STATE_SUSPENDED},
     .kind = E::kResumed,
     .who = kHolder,
     .next = To(T::STATE_IN_PROGRESS),
     .effects = {kResumeClock}},

    // Haste (催办).
    {.states =
         kAtWorkOrSuspended | StateSet{T::STATE_OFFERED, T::STATE_RETURN_REQUESTED, T::STATE_RESOLUTION_SUBMITTED},
     .kind = E::kUrged,
     .who = kOrigin,
     .effects = {kCountUrge, kTakeLimit}},
    {.states = {T::STATE_OFFERED, T::STATE_RETURN_REQUESTED},
     .kind = E::kUrgeSigned,
     .who = kAddressee,
     .effects = {kSignUrge}},
    {.states = kAtWorkOrSuspended | StateSet{T::STATE_RETURN_REQUESTED, T::STATE_RESOLUTION_SUBMITTED},
     .kind = E::kUrgeSigned,
     .who = kHolder,
     .effects = {kSignUrge, kStartSigningClock}},

    // More time (延期).
    {.states = kAtWorkOrSuspended,
     .kind = E::kExtensionRequested,
     .who = kHolder,
     .when = When::kNoExtensionOpen,
     .effects = {kOpenExtension}},
    {.states = kAtWorkOrSuspended | StateSet{T::STATE_RETURN_REQUESTED, T::STATE_RESOLUTION_SUBMITTED},
     .kind = E::kExtensionDecided,
     .who = kOrigin,
     .when = When::kExtensionApproved,
     .effects = {kExtend, kCloseExtension, kCountExtension}},
    {.states = kAtWorkOrSuspended | StateSet{T::STATE_RETURN_REQUESTED, T::STATE_RESOLUTION_SUBMITTED},
     .kind = E::kExtensionDecided,
     .who = kOrigin,
     .when = When::kExtensionRejected,
     .effects = {kCloseExtension}},

    // Result (办结).
    {.states = {T::STATE_OFFERED},
     .kind = E::kResolutionSubmitted,
     .who = kAddressee,
     .next = To(T::STATE_RESOLUTION_SUBMITTED),
     .effects = {kTakeOver, kStartSigningClock, kKeepResult}},
    {.states = kAtWork,
     .kind = E::kResolutionSubmitted,
     .who = kHolder,
     .next = To(T::STATE_RESOLUTION_SUBMITTED),
     .effects = {kKeepResult}},
    {.states = {T::STATE_SUSPENDED},
     .kind = E::kResolutionSubmitted,
     .who = kHolder,
     .next = To(T::STATE_RESOLUTION_SUBMITTED),
     .effects = {kResumeClock, kKeepResult}},
    {.states = {T::STATE_RESOLUTION_SUBMITTED},
     .kind = E::kResolutionDecided,
     .who = kOrigin,
     .when = When::kApproved,
     .next = To(T::STATE_RESOLVED),
     .effects = {kCloseExtension, kFanOut}},
    {.states = {T::STATE_RESOLUTION_SUBMITTED},
     .kind = E::kResolutionDecided,
     .who = kOrigin,
     .when = When::kRejected,
     .next = To(T::STATE_IN_PROGRESS),
     .effects = {kCountRejection}},

    // Afterwards (回访、重办、撤单、归档).
    {.states = kResolved, .kind = E::kCallbackRecorded, .who = kOrigin, .next = To(T::STATE_CALLED_BACK)},
    {.states = {T::STATE_MERGED}, .kind = E::kCallbackRecorded, .who = kOrigin},
    {.states = kResolved,
     .kind = E::kReopened,
     .who = kOrigin,
     .next = To(T::STATE_SIGNED),
     .effects = {kReopen, kTakeLimit, kRestartClock}},
    {.states = kOpenStates,
     .kind = E::kWithdrawn,
     .who = kOrigin,
     .next = To(T::STATE_WITHDRAWN),
     .effects = {kGiveBack, kCloseReturn, kCloseExtension, kReleaseChildren}},
    {.states = kResolved | StateSet{T::STATE_WITHDRAWN, T::STATE_MERGED},
     .kind = E::kArchived,
     .who = kOrigin | kBroker,
     .next = To(T::STATE_ARCHIVED),
     .tell = Tell::kBothSides,
     .effects = {kShrink}},

    // Merging (并单).
    {.states = kOpenStates, .kind = E::kMerged, .who = kOrigin, .next = To(T::STATE_MERGED), .effects = {kJoin}},
    {.states = kOpenStates, .kind = E::kChildMerged, .who = kBroker, .tell = Tell::kBothSides, .effects = {kAdopt}},
    {.states = kResolved,
     .kind = E::kChildMerged,
     .who = kBroker,
     .tell = Tell::kBothSides,
     .effects = {kAdopt, kPassResult}},
    {.states = {T::STATE_MERGED},
     .kind = E::kResolutionSubmitted,
     .who = kBroker,
     .tell = Tell::kOrigin,
     .effects = {kKeepResult, kFanOut}},
    {.states = {T::STATE_MERGED},
     .kind = E::kMergeUndone,
     .who = kBroker,
     .next = kBeforeMerge,
     .tell = Tell::kBothSides,
     .effects = {kLeave}},

    // Escalation and arbitration (督办、争议审核).
    {.states = kOpenStates, .kind = E::kEscalated, .who = kOrigin | kAddressee | kHolder},
    {.states = {T::STATE_OFFERED, T::STATE_RETURNED, T::STATE_NOT_TAKEN},
     .kind = E::kEscalated,
     .who = kBroker,
     .when = When::kHopCap,
     .next = To(T::STATE_IN_ARBITRATION),
     .tell = Tell::kBothSides},
    {.states = {T::STATE_OFFERED, T::STATE_RETURNED, T::STATE_NOT_TAKEN},
     .kind = E::kEscalated,
     .who = kBroker,
     .when = When::kNotHopCap,
     .tell = Tell::kBothSides,
     .effects = {kNoteEscalation}},
    // Somebody has signed meanwhile, or is heard already: the dispute is over, or goes its way.
    {.states = kAtWorkOrSuspended |
               StateSet{T::STATE_RETURN_REQUESTED, T::STATE_RESOLUTION_SUBMITTED, T::STATE_IN_ARBITRATION},
     .kind = E::kEscalated,
     .who = kBroker,
     .tell = Tell::kBothSides,
     .effects = {kNoteEscalation}},

    // Notes of the broker.
    {.states = kTicking,
     .kind = E::kDeadlineApproached,
     .who = kBroker,
     .tell = Tell::kHolder,
     .effects = {kNote, kNoteNearDue}},
    {.states = kTicking,
     .kind = E::kDeadlineMissed,
     .who = kBroker,
     .tell = Tell::kHolder,
     .effects = {kNote, kNoteOverdue}},
    {.states = kAnyTicket,
     .kind = E::kDeliveryReported,
     .who = kBroker,
     .tell = Tell::kNobody,
     .effects = {kNote, kNotTakenIfRefused}},
    {.states = kOpenStates, .kind = E::kDuplicateSuspected, .who = kBroker, .tell = Tell::kNobody, .effects = {kNote}},
};

}  // namespace table

// What the table has for the event, or the refusal: ACTOR_NOT_ALLOWED when the state takes the kind from another role,
// NOTHING_TO_DECIDE for a decision without an open request, TICKET_EXISTS for a transfer of a ticket that is not
// closed, TRANSITION_NOT_ALLOWED for all else. `record` is empty for a ticket that does not exist.
absl::StatusOr<const Row*> FindRow(const store::v1::TicketRecord& record, const v1::TicketEvent& event);

// What `source` is to the ticket.
Role RoleOf(const v1::Ticket& ticket, absl::string_view source);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_TRANSITIONS_H_
