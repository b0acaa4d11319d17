// Events and tickets for tests.
#ifndef INTERLINE_CORE_TICKET_TEST_SUPPORT_H_
#define INTERLINE_CORE_TICKET_TEST_SUPPORT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/calendar/calendar.h"
#include "core/ticket/apply.h"
#include "core/ticket/vocabulary.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::ticket {

// Guangdong took the demand and hands it to the immigration hotline; Jiangsu has no part in it.
inline constexpr char kGuangdong[] = "440000";
inline constexpr char kHotline[] = "12367";
inline constexpr char kJiangsu[] = "320000";
inline constexpr char kInterline[] = "interline";
inline constexpr char kTicketId[] = "440000:DH2611240012";

// Tuesday, 24 November 2026, 9 o'clock in China, plus `hours`.
absl::Time At(double hours);

// The shortest event of this kind that keeps the contract, about kTicketId, at At(0), with an id of its own. Decisions
// approve; a transfer goes to the immigration hotline.
v1::TicketEvent MakeEvent(Kind kind, absl::string_view source);

// The kinds of the contract, in its order.
std::vector<Kind> AllKinds();

// The notices of the State Council, as they are installed.
const calendar::Calendar& ChinaCalendar();

// Judges events as the ticketing service does, follow-ups included.
class World {
 public:
  explicit World(Rules rules = {});

  // Judges the event at `now` or, if it has none, at its own time; then everything that follows from it. What the event
  // itself led to is in last(). ALREADY_EXISTS for an id that was used before, also by a follow-up.
  absl::Status Say(const v1::TicketEvent& event, absl::Time now = absl::InfinitePast());
  // The same for a kind from a source at a time in hours, for what needs no more.
  absl::Status Say(Kind kind, absl::string_view source, double hours);

  const store::v1::TicketRecord& record(const std::string& id = kTicketId) const;
  const v1::Ticket& ticket(const std::string& id = kTicketId) const { return record(id).ticket(); }
  std::string State(const std::string& id = kTicketId) const;
  bool Knows(const std::string& id) const { return records_.count(id) > 0; }

  const Applied& last() const { return last_; }
  // Who was told what, "12367: transferred", oldest first; since the last call.
  std::vector<std::string> TakeTold();
  // Everything that was accepted, as kinds' names, oldest first; since the last call.
  std::vector<std::string> TakeJournal();

 private:
  absl::Status JudgeOne(const v1::TicketEvent& event, absl::Time now, Applied& applied);
  absl::Status JudgeFollowUps(std::vector<v1::TicketEvent> follow_ups, absl::Time now);

  Rules rules_;
  std::map<std::string, store::v1::TicketRecord> records_;
  Applied last_;
  std::vector<std::string> told_;
  std::vector<std::string> journal_;
};

// The name of the reason in a refusal, "TICKET_EXISTS"; "OK" for OK, "NO REFUSAL" for other errors.
std::string ReasonOf(const absl::Status& status);
// The path in a refusal; empty for everything else.
std::string PathOf(const absl::Status& status);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_TEST_SUPPORT_H_
