#include "core/ticket/life.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/ticket/transitions.h"
#include "core/ticket/words.h"

namespace interline::ticket {
namespace {

using v1::Ticket;

constexpr absl::string_view kIntroduction = R"(# The life of a ticket (工单的一生)

<!-- Printed from core/ticket/transitions.h. To change it, change the table and refresh this file:
     bazel run //core/ticket:print_life > docs/life_of_a_ticket.md -->

One hotline takes a demand (诉求) and hands it to another as a ticket (工单). Two platforms have a part in it: the
**origin** (首接平台), which took the demand and keeps the last word, and the **handling side** (承办方), which
is the *addressee* until it signs (签收) and the *holder* from then on. While nobody has signed, the origin holds
the ticket, so that there is always somebody who is bound to act. Giving a ticket back, more time and the end of it
are never states that a platform sets: the handling side asks, the origin decides. Whatever a platform says is an
event; this page says which events a state takes, from whom, and what follows. What it does not list is refused and
changes nothing.

)";

constexpr absl::string_view kRules = R"(## What the table cannot show

**Refusals.** If the state takes the kind of event from somebody else, the reason is `ACTOR_NOT_ALLOWED`; a decision
without an open request, or the signing of an urge that does not wait for it, is `NOTHING_TO_DECIDE`; a transfer of a
ticket that is not closed is `TICKET_EXISTS`, and one by another platform than the origin `FOREIGN_SOURCE`; everything
else is `TRANSITION_NOT_ALLOWED`. An event for a ticket that does not exist is `UNKNOWN_TICKET`. A ticket takes a
limited number of events (`LIMIT_REACHED`), but can always be withdrawn and archived.

**Late events (迟到).** An event that is older than what the same source has told before is kept in the journal
without effect. Equal times are not late, and the broker never is. Progress and supplements are still passed on to the
other side when they are late, because words replace nothing and must not be lost.

**Number and generation (派发批次).** The ticket's id is `<origin>:<origin's number>`, for everybody and for ever.
After a return the origin offers the same ticket again, which is a further transfer. After the end it may dispatch the
same number anew: that is the next generation. An event that names an older generation is late.

**Ping-pong (多次退转).** Each transfer after a return, or after it was not taken, is counted. One past the cap is
still offered, but the broker puts the ticket to arbitration at once. There a person at the origin decides: the origin
transfers the ticket to whom it belongs, which does not lead to arbitration again, or withdraws it. If the addressee
signs meanwhile, the dispute is over.

**Time (办理时限).** A due time that a platform has told is shown as it is and never computed anew. If only a
limit was told, Interline computes the due time from the dispatch or the signing, as the limit says, by the calendar
of working days, and marks it as its own. Only such a due time moves when the clock stood still (挂起), and is
forgotten when the ticket goes back. If more time is granted without saying until when, what was asked for is added to
the due time, and the sum is marked as Interline's. Nothing falls due while the ticket is suspended, while a result
waits to be judged, or after the end. Overdue (逾期) is not a state: it follows from the due time and the clock.

**Merging (并单).** The child joins first, then the broker asks the parent to take it in. If the parent cannot,
because it is closed, unknown or foreign, or if it is withdrawn later, the child goes back to where it stood. When the
parent's result is accepted, every child gets it.

**Archive (归档).** The matter, the result and everything personal is forgotten; numbers, counters and the digests
of the messages stay, so that a repeat is recognised still.
)";

// ---- Pieces ----------------------------------------------------------------------------------------------------

std::string WithChinese(State state) { return absl::StrCat("`", StateName(state), "` ", StateChinese(state)); }

std::string StatesOf(const Row& row) {
  if (row.states == kOpenStates) return "any open state 在办";
  if (row.states == kTicking) return "any state in which the clock runs";
  if (row.states == table::kAnyTicket) return "any state";
  std::vector<std::string> names;
  for (const StateWords& words : kStateWords) {
    if (row.states.Has(words.state)) names.push_back(WithChinese(words.state));
  }
  return absl::StrJoin(names, "<br>");
}

absl::string_view Condition(When when) {
  for (const WhenWords& words : kWhenWords) {
    if (words.when == when) return words.sentence;
  }
  return {};
}

std::string EventOf(const Row& row) {
  const absl::string_view condition = Condition(row.when);
  return absl::StrCat(KindTitle(row.kind), " ", KindChinese(row.kind), condition.empty() ? "" : ":<br>", condition);
}

std::string WhoMay(Roles roles) {
  std::vector<absl::string_view> names;
  for (const RoleWords& words : kRoleWords) {
    if (roles.Has(words.role)) names.push_back(words.name);
  }
  return absl::StrJoin(names, ", ");
}

std::string NextOf(const Row& row) {
  switch (row.next.how) {
    case Next::How::kTo:
      return row.states == StateSet{row.next.state} ? "same" : WithChinese(row.next.state);
    case Next::How::kSame:
      return "same";
    case Next::How::kBeforeReturn:
      return "where the return was asked for";
    case Next::How::kBeforeMerge:
      return "where it was merged";
  }
  return "";
}

absl::string_view ToldOf(const Row& row) {
  for (const TellWords& words : kTellWords) {
    if (words.tell == row.tell) return words.sentence;
  }
  return {};
}

std::string EffectsOf(const Row& row) {
  return absl::StrJoin(row.effects, ", ", [](std::string* out, Effect effect) {
    absl::StrAppend(out, kEffectWords[static_cast<size_t>(effect)].name);
  });
}

// ---- The diagram -----------------------------------------------------------------------------------------------

// States that are drawn together: an arrow that starts or ends at all of them is drawn once, at their box.
struct Box {
  absl::string_view name;
  absl::string_view title;
  StateSet states;
};

// Outer boxes first.
constexpr Box kBoxes[] = {
    {"OPEN", "open 在办", kOpenStates},
    {"AT_WORK", "at work 办理", kAtWork},
    {"ENDED", "ended 办结", kResolved},
};

std::string Label(const Row& row) {
  switch (row.when) {
    case When::kApproved:
      return KindTitle(row.kind) + " ✓";
    case When::kRejected:
      return KindTitle(row.kind) + " ✗";
    case When::kHopCap:
      return KindTitle(row.kind) + " (hop cap)";
    default:
      return KindTitle(row.kind);
  }
}

// The boxes and states that make up `states`. A box that `not_around` lies in is opened: no arrow leads from a box into
// itself.
std::vector<std::string> Ends(StateSet states, StateSet not_around) {
  std::vector<std::string> ends;
  StateSet covered = {};
  for (const Box& box : kBoxes) {
    if (!states.Contains(box.states) || covered.Contains(box.states) || box.states.Overlaps(not_around)) continue;
    ends.emplace_back(box.name);
    covered = covered | box.states;
  }
  for (const StateWords& words : kStateWords) {
    if (!states.Has(words.state) || covered.Has(words.state)) continue;
    ends.push_back(words.state == Ticket::STATE_UNSPECIFIED ? "[*]" : StateName(words.state));
  }
  return ends;
}

// From where to where, and by what; in the order of the table.
class Arrows {
 public:
  void Add(StateSet from_states, StateSet to_states, const std::string& label) {
    for (const std::string& from : Ends(from_states, to_states)) {
      for (const std::string& to : Ends(to_states, from_states)) {
        if (from != to) AddOne(from, to, label);
      }
    }
  }

  std::string Print() const {
    std::string text;
    for (const Arrow& arrow : arrows_) {
      absl::StrAppend(&text, "  ", arrow.from, " --> ", arrow.to, ": ", absl::StrJoin(arrow.labels, ", "), "\n");
    }
    return text;
  }

 private:
  struct Arrow {
    std::string from;
    std::string to;
    std::vector<std::string> labels;
  };

  void AddOne(const std::string& from, const std::string& to, const std::string& label) {
    const auto [place, is_new] = places_.emplace(std::make_pair(from, to), arrows_.size());
    if (is_new) arrows_.push_back({from, to, {}});
    std::vector<std::string>& labels = arrows_[place->second].labels;
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
  }

  std::vector<Arrow> arrows_;
  std::map<std::pair<std::string, std::string>, size_t> places_;
};

StateSet WhereReturnsAreAsked() {
  StateSet states = {};
  for (const Row& row : table::kRows) {
    if (row.kind == v1::TicketEvent::kReturnRequested) states = states | row.states;
  }
  return states;
}

std::string PrintArrows() {
  Arrows arrows;
  for (const Row& row : table::kRows) {
    switch (row.next.how) {
      case Next::How::kTo:
        arrows.Add(row.states, {row.next.state}, Label(row));
        break;
      case Next::How::kSame:
        break;
      case Next::How::kBeforeReturn:
        arrows.Add(row.states, WhereReturnsAreAsked(), Label(row));
        break;
      case Next::How::kBeforeMerge:
        arrows.Add(row.states, kOpenStates, Label(row));
        break;
    }
  }
  return arrows.Print();
}

// The smallest box that the state lies in; null if none.
const Box* BoxOf(State state) {
  const Box* smallest = nullptr;
  for (const Box& box : kBoxes) {
    if (box.states.Has(state)) smallest = &box;
  }
  return smallest;
}

// The states of one box, or those in no box, and the boxes inside it.
std::string PrintBox(const Box* box, const std::string& indent) {
  std::string text;
  for (const Box& inner : kBoxes) {
    const bool is_inside = box == nullptr ? &inner == &kBoxes[0] || !kBoxes[0].states.Contains(inner.states)
                                          : &inner != box && box->states.Contains(inner.states);
    if (!is_inside) continue;
    absl::StrAppend(&text, indent, "state \"", inner.title, "\" as ", inner.name, " {\n",
                    PrintBox(&inner, indent + "  "), indent, "}\n");
  }
  for (const StateWords& words : kStateWords) {
    if (BoxOf(words.state) != box || words.state == Ticket::STATE_UNSPECIFIED) continue;
    const std::string name = StateName(words.state);
    absl::StrAppend(&text, indent, "state \"", name, " ", words.chinese, "\" as ", name, "\n");
  }
  return text;
}

std::string PrintDiagram() {
  return absl::StrCat(
      "## The way in a picture\n\nEvents that leave the state as it is are not drawn. ✓ approved (同意), ✗ rejected "
      "(不同意). An arrow from a box starts in every state inside; one to a box goes back to where the ticket was.\n\n",
      "```mermaid\nstateDiagram-v2\n", PrintBox(nullptr, "  "), PrintArrows(), "  ARCHIVED --> [*]\n```\n\n");
}

// ---- The tables ------------------------------------------------------------------------------------------------

std::string PrintStates() {
  std::string text = "## States\n\n| state | 中文 | open | clock | meaning |\n| --- | --- | --- | --- | --- |\n";
  for (const StateWords& words : kStateWords) {
    if (words.state == Ticket::STATE_UNSPECIFIED) continue;
    absl::StrAppend(&text, "| `", StateName(words.state), "` | ", words.chinese, " | ",
                    kOpenStates.Has(words.state) ? "yes" : "", " | ", kTicking.Has(words.state) ? "runs" : "", " | ",
                    words.sentence, " |\n");
  }
  return text + "\n";
}

std::string PrintRoles() {
  std::string text = "## Who speaks\n\n| role | 中文 | who |\n| --- | --- | --- |\n";
  for (const RoleWords& words : kRoleWords) {
    absl::StrAppend(&text, "| ", words.name, " | ", words.chinese, " | ", words.sentence, " |\n");
  }
  return text + "\n";
}

std::string PrintEvents() {
  std::string text = "## Events\n\n| event | 中文 | who | meaning |\n| --- | --- | --- | --- |\n";
  for (const KindWords& words : kKindWords) {
    Roles who = Role::kStranger;
    for (const Row& row : table::kRows) {
      if (row.kind == words.kind) who = who | row.who;
    }
    absl::StrAppend(&text, "| ", KindTitle(words.kind), " | ", words.chinese, " | ", WhoMay(who), " | ", words.sentence,
                    " |\n");
  }
  return text + "\n";
}

std::string PrintTransitions() {
  std::string text =
      "## The table\n\n\"Told\" is who hears of it; the source itself never does. A platform's own number for the "
      "ticket is noted "
      "whenever an event tells it.\n\n"
      "| state | event | who | next state | told | effects |\n| --- | --- | --- | --- | --- | --- |\n";
  for (const Row& row : table::kRows) {
    absl::StrAppend(&text, "| ", StatesOf(row), " | ", EventOf(row), " | ", WhoMay(row.who), " | ", NextOf(row), " | ");
    absl::StrAppend(&text, ToldOf(row), " | ", EffectsOf(row), " |\n");
  }
  return text + "\n";
}

std::string PrintEffects() {
  std::string text = "## Effects\n\n| effect | what it does |\n| --- | --- |\n";
  for (const EffectWords& words : kEffectWords) {
    absl::StrAppend(&text, "| ", words.name, " | ", words.sentence, " |\n");
  }
  return text + "\n";
}

}  // namespace

std::string PrintLife() {
  return absl::StrCat(kIntroduction, PrintDiagram(), PrintStates(), PrintRoles(), PrintEvents(), PrintTransitions(),
                      PrintEffects(), kRules);
}

}  // namespace interline::ticket
