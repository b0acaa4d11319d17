// The life of a ticket told a second time, as plainly as possible and without a line of core/ticket: what a platform
// may say when, and what state that leads to. docs/life_of_a_ticket.md is the common source. Merging is left out: it
// binds two tickets together, and their order against each other is nobody's promise.
#ifndef INTERLINE_TESTS_HISTORY_MODEL_H_
#define INTERLINE_TESTS_HISTORY_MODEL_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::history {

// Source and id of an event.
using EventKey = std::pair<std::string, std::string>;

// An event that the ticket must have accepted.
struct Expected {
  EventKey key;
  v1::Ticket::State state_after;
  bool late;
};

// One ticket. Feed it the proposals in the order of the log.
class TicketModel {
 public:
  // `now`: Interline's clock when it judged the event; a source's time ahead of it counts as now.
  void Propose(const v1::TicketEvent& event, absl::Time now);

  const std::vector<Expected>& accepted() const { return accepted_; }
  v1::Ticket::State state() const { return state_; }
  const std::string& origin() const { return origin_; }
  // Who else has a part in it now: the platform it is offered to, or that has signed; empty when there is none.
  std::string other_side() const;

 private:
  using State = v1::Ticket::State;

  void Judge(const v1::TicketEvent& event, absl::Time now);
  // Whether the event is legal now; if so does what it does.
  bool Transfer(const v1::TicketEvent& event);
  bool ByOrigin(const v1::TicketEvent& event);
  bool ByOtherSide(const v1::TicketEvent& event);
  bool ByBroker(const v1::TicketEvent& event);
  bool DecideReturn(v1::Decision decision);
  bool IsIn(std::initializer_list<State> states) const;
  bool IsOpen() const;
  bool IsAtWork() const;
  void TakeOver();

  std::string id_;
  std::string origin_;
  std::string holder_;
  std::string offered_to_;
  State state_ = v1::Ticket::STATE_UNSPECIFIED;
  State before_return_ = v1::Ticket::STATE_UNSPECIFIED;
  bool extension_open_ = false;
  std::set<std::string> unsigned_urges_;
  std::map<std::string, absl::Time> newest_;
  std::set<EventKey> judged_;
  std::vector<Expected> accepted_;
  // Came before the ticket.
  std::vector<std::pair<v1::TicketEvent, absl::Time>> early_;
};

}  // namespace interline::history

#endif  // INTERLINE_TESTS_HISTORY_MODEL_H_
