// The words that the transition table is written in. Each has a sentence, and docs/life_of_a_ticket.md is printed from
// these sentences: what is said here is what a reader of the document learns.
#ifndef INTERLINE_CORE_TICKET_VOCABULARY_H_
#define INTERLINE_CORE_TICKET_VOCABULARY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "absl/strings/string_view.h"
#include "interline/v1/ticket.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticket {

using State = v1::Ticket::State;
using Kind = v1::TicketEvent::KindCase;

// ---- States ----------------------------------------------------------------------------------------------------

// In the order in which a ticket meets them.
struct StateWords {
  State state;
  absl::string_view chinese;
  absl::string_view sentence;
};

inline constexpr StateWords kStateWords[] = {
    {v1::Ticket::STATE_UNSPECIFIED, "尚无工单", "No ticket with this id is known."},
    {v1::Ticket::STATE_OFFERED, "已派、待签收", "Sent to the addressee, nobody has signed; the origin still holds it."},
    {v1::Ticket::STATE_NOT_TAKEN, "未获取", "The addressee's system did not take it; the origin must act."},
    {v1::Ticket::STATE_SIGNED, "已签收", "The addressee has signed and is the holder from now on."},
    {v1::Ticket::STATE_IN_PROGRESS, "办理中", "The holder has reported work."},
    {v1::Ticket::STATE_SUSPENDED, "挂起", "The holder cannot go on for a while; the clock stands still."},
    {v1::Ticket::STATE_RETURN_REQUESTED, "申请退回", "The addressee or holder asks the origin to take it back."},
    {v1::Ticket::STATE_RETURNED, "已退回", "The origin has taken it back and holds it."},
    {v1::Ticket::STATE_IN_ARBITRATION, "疑难、争议审核",
     "Sent back too often; a person at the origin decides whose it is."},
    {v1::Ticket::STATE_RESOLUTION_SUBMITTED, "已反馈、待审核",
     "The holder has handed in a result; the origin has to judge it, so nothing falls due."},
    {v1::Ticket::STATE_RESOLVED, "办结", "The origin has accepted the result."},
    {v1::Ticket::STATE_CALLED_BACK, "已回访", "The citizen was called back."},
    {v1::Ticket::STATE_WITHDRAWN, "撤单", "The origin has called it off."},
    {v1::Ticket::STATE_MERGED, "并单", "It goes on as part of another ticket and gets that one's result."},
    {v1::Ticket::STATE_ARCHIVED, "归档", "Closed for good; only numbers and digests are kept."},
};

// A set of states.
class StateSet {
 public:
  constexpr StateSet(std::initializer_list<State> states) {
    for (const State state : states) bits_ |= 1u << state;
  }
  constexpr bool Has(State state) const { return (bits_ >> state & 1u) != 0; }
  constexpr bool Overlaps(StateSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool Contains(StateSet other) const { return (bits_ & other.bits_) == other.bits_; }
  friend constexpr StateSet operator|(StateSet a, StateSet b) {
    a.bits_ |= b.bits_;
    return a;
  }
  friend constexpr bool operator==(StateSet, StateSet) = default;

 private:
  uint32_t bits_ = 0;
};

// ---- Who speaks ------------------------------------------------------------------------------------------------

// What a source is to a ticket. Each platform is one thing at a time.
enum class Role : uint8_t {
  kStranger = 0,
  kOrigin = 1,
  kAddressee = 2,
  kHolder = 4,
  kBroker = 8,
};

// A set of roles.
class Roles {
 public:
  constexpr Roles(Role role) : bits_(static_cast<uint8_t>(role)) {}
  constexpr bool Has(Role role) const { return (bits_ & static_cast<uint8_t>(role)) != 0; }
  constexpr bool Overlaps(Roles other) const { return (bits_ & other.bits_) != 0; }
  friend constexpr Roles operator|(Roles a, Roles b) {
    a.bits_ |= b.bits_;
    return a;
  }

 private:
  uint8_t bits_;
};
constexpr Roles operator|(Role a, Role b) { return Roles(a) | Roles(b); }

struct RoleWords {
  Role role;
  absl::string_view name;
  absl::string_view chinese;
  absl::string_view sentence;
};

inline constexpr RoleWords kRoleWords[] = {
    {Role::kOrigin, "origin", "首接平台",
     "The platform that took the demand. It decides, urges, supplements and calls off."},
    {Role::kAddressee, "addressee", "接收方", "The platform that the ticket is offered to, until somebody signs."},
    {Role::kHolder, "holder", "承办方", "The platform that has signed. It reports, asks and hands in the result."},
    {Role::kBroker, "broker", "交换平台", "Interline itself, as source `interline`."},
};

// ---- Under which condition -------------------------------------------------------------------------------------

enum class When : uint8_t {
  kAlways,
  kApproved,
  kRejected,
  kNoExtensionOpen,
  kExtensionApproved,
  kExtensionRejected,
  kHopCap,
  kNotHopCap,
};

// The sentence is what the document adds to the kind, empty for kAlways.
struct WhenWords {
  When when;
  absl::string_view sentence;
};

inline constexpr WhenWords kWhenWords[] = {
    {When::kAlways, ""},
    {When::kApproved, "approved (同意)"},
    {When::kRejected, "rejected (不同意)"},
    {When::kNoExtensionOpen, "none is open yet"},
    {When::kExtensionApproved, "a request is open, approved (同意)"},
    {When::kExtensionRejected, "a request is open, rejected (不同意)"},
    {When::kHopCap, "because of the hop cap (多次退转)"},
    {When::kNotHopCap, "for any other cause"},
};

// ---- Where the ticket goes -------------------------------------------------------------------------------------

struct Next {
  enum class How : uint8_t {
    kTo,            // to the named state
    kSame,          // the state stays
    kBeforeReturn,  // back to where the return was asked for
    kBeforeMerge,   // back to where it was merged
  };
  How how = How::kSame;
  State state = v1::Ticket::STATE_UNSPECIFIED;

  friend constexpr bool operator==(const Next&, const Next&) = default;
};

constexpr Next To(State state) { return {Next::How::kTo, state}; }
inline constexpr Next kSame = {};
inline constexpr Next kBeforeReturn = {Next::How::kBeforeReturn};
inline constexpr Next kBeforeMerge = {Next::How::kBeforeMerge};

// ---- Who is told -----------------------------------------------------------------------------------------------

// The handling side is the holder, or the addressee while nobody has signed. The source is never told.
enum class Tell : uint8_t {
  kNobody,
  kOtherSide,
  kBothSides,
  kOrigin,
  kHolder,
  kNewAddressee,
};

struct TellWords {
  Tell tell;
  absl::string_view sentence;
};

inline constexpr TellWords kTellWords[] = {
    {Tell::kNobody, "nobody"},     {Tell::kOtherSide, "the other side"}, {Tell::kBothSides, "both sides"},
    {Tell::kOrigin, "the origin"}, {Tell::kHolder, "who must act now"},  {Tell::kNewAddressee, "the new addressee"},
};

// ---- What it does ----------------------------------------------------------------------------------------------

enum class Effect : uint8_t {
  kOpen,
  kNextGeneration,
  kOffer,
  kCountHop,
  kCheckHopCap,
  kTakeOver,
  kGiveBack,
  kOpenReturn,
  kCloseReturn,
  kCountReturn,
  kOpenExtension,
  kCloseExtension,
  kExtend,
  kCountExtension,
  kStartDispatchClock,
  kStartSigningClock,
  kRestartClock,
  kStopClock,
  kResumeClock,
  kTakeLimit,
  kCountUrge,
  kSignUrge,
  kKeepResult,
  kCountRejection,
  kFanOut,
  kReopen,
  kJoin,
  kLeave,
  kAdopt,
  kPassResult,
  kReleaseChildren,
  kNote,
  kNoteNearDue,
  kNoteOverdue,
  kNoteEscalation,
  kNotTakenIfRefused,
  kShrink,
};

struct EffectWords {
  Effect effect;
  absl::string_view name;
  absl::string_view sentence;
};

// In the order of the enumeration.
inline constexpr EffectWords kEffectWords[] = {
    {Effect::kOpen, "open", "Makes the ticket: generation 1, held by the origin, under the origin's number."},
    {Effect::kNextGeneration, "next generation",
     "The same number is dispatched anew: the counters stay, the old limit does not."},
    {Effect::kOffer, "offer",
     "Offers the ticket to the platform that the event names, with the matter as it tells it. The origin holds the "
     "ticket; the clock and the result of a former handler are forgotten."},
    {Effect::kCountHop, "count hop", "One more transfer (流转次数)."},
    {Effect::kCheckHopCap, "check hop cap", "Past the cap of transfers the broker puts the ticket to arbitration."},
    {Effect::kTakeOver, "take over", "The addressee becomes the holder; the offer is over."},
    {Effect::kGiveBack, "give back",
     "The origin is the holder; the offer and the handler's clock are over, and a due time that Interline computed is "
     "forgotten."},
    {Effect::kOpenReturn, "open return", "Remembers where the ticket stood, for the case that the return is refused."},
    {Effect::kCloseReturn, "close return", "The request to return the ticket is settled."},
    {Effect::kCountReturn, "count return",
     "One more return (退回次数); the broker escalates at the count that a rule names."},
    {Effect::kOpenExtension, "open extension", "Remembers how much more time is asked for; work goes on meanwhile."},
    {Effect::kCloseExtension, "close extension", "A request for more time is settled."},
    {Effect::kExtend, "extend",
     "The limit in the decision holds. If the decision names none, the time that was asked for is added to the due "
     "time."},
    {Effect::kCountExtension, "count extension", "One more extension (延期次数)."},
    {Effect::kStartDispatchClock, "start dispatch clock",
     "A limit that counts from the dispatch (自派单) starts here."},
    {Effect::kStartSigningClock, "start signing clock",
     "A limit that counts from the signing (自签收) starts here, unless it runs already."},
    {Effect::kRestartClock, "restart clock",
     "Both kinds of limit start here; a due time that Interline computed is computed anew."},
    {Effect::kStopClock, "stop clock", "The time that passes does not count."},
    {Effect::kResumeClock, "resume clock",
     "A due time that Interline computed moves by as long as the clock stood; a platform's own is left as it is."},
    {Effect::kTakeLimit, "take limit", "The limit that the event tells, if any, holds and counts from the event."},
    {Effect::kCountUrge, "count urge",
     "One more urge (催办次数), which waits to be signed; the broker escalates at the count that a rule names."},
    {Effect::kSignUrge, "sign urge", "The urge of this number is signed. Refused if none of this number waits."},
    {Effect::kKeepResult, "keep result", "Keeps the result for the tickets that were merged into this one."},
    {Effect::kCountRejection, "count rejection",
     "One more result that the origin did not accept (审核退回次数); the broker escalates at the count that a rule "
     "names."},
    {Effect::kFanOut, "fan out", "Sends the result on to every ticket that was merged into this one."},
    {Effect::kReopen, "reopen", "One more handling (重办次数); the holder stays."},
    {Effect::kJoin, "join", "Remembers the other ticket and where this one stood, and asks the other to take it in."},
    {Effect::kLeave, "leave", "Forgets the other ticket."},
    {Effect::kAdopt, "adopt",
     "Takes the other ticket in. Refused if the other's origin is no party of this one, since it would be shown a "
     "foreign result."},
    {Effect::kPassResult, "pass result", "Sends the result that was accepted already to the ticket that came late."},
    {Effect::kReleaseChildren, "release children", "Every ticket that was merged into this one is on its own again."},
    {Effect::kNote, "note", "A note in the journal; the ticket is not changed."},
    {Effect::kNoteNearDue, "note near due", "Near-due is said once for each due time."},
    {Effect::kNoteOverdue, "note overdue",
     "Overdue is said once for each due time; the broker escalates as the centre's rules for overdue tickets say."},
    {Effect::kNoteEscalation, "note escalation", "A rule for overdue tickets is used once for each due time."},
    {Effect::kNotTakenIfRefused, "not taken if refused",
     "If it was the offer that the addressee's system refused, the broker says not taken in its place."},
    {Effect::kShrink, "shrink", "Forgets the matter, the result and all that is personal."},
};

static_assert([] {
  for (size_t i = 0; i < std::size(kEffectWords); ++i) {
    if (kEffectWords[i].effect != static_cast<Effect>(i)) return false;
  }
  return std::size(kEffectWords) == static_cast<size_t>(Effect::kShrink) + 1;
}());

// The effects of one row, done in this order.
class Effects {
 public:
  static constexpr size_t kMost = 6;

  constexpr Effects() = default;
  constexpr Effects(std::initializer_list<Effect> effects) {
    for (const Effect effect : effects) list_.at(size_++) = effect;  // too many does not compile
  }
  constexpr const Effect* begin() const { return list_.data(); }
  constexpr const Effect* end() const { return list_.data() + size_; }
  constexpr bool empty() const { return size_ == 0; }

 private:
  std::array<Effect, kMost> list_{};
  size_t size_ = 0;
};

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_VOCABULARY_H_
