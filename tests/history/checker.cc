#include "tests/history/checker.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"

namespace interline::history {
namespace {

constexpr size_t kMostFindings = 20;

// Whether somebody else has a part in the ticket who must hear of the event.
bool MustBeTold(const v1::TicketEvent& event) {
  if (event.source() == kBroker) return false;
  if (event.source() != SplitTicketId(event.ticket_id()).origin || event.has_transferred()) return true;
  switch (event.journal().state_before()) {
    case v1::Ticket::STATE_OFFERED:
    case v1::Ticket::STATE_SIGNED:
    case v1::Ticket::STATE_IN_PROGRESS:
    case v1::Ticket::STATE_SUSPENDED:
    case v1::Ticket::STATE_RETURN_REQUESTED:
    case v1::Ticket::STATE_RESOLUTION_SUBMITTED:
    case v1::Ticket::STATE_RESOLVED:
    case v1::Ticket::STATE_CALLED_BACK:
      return true;
    default:
      return false;
  }
}

EventKey KeyOf(const v1::TicketEvent& event) { return {event.source(), event.id()}; }

bool IsNote(const v1::TicketEvent& event) { return event.kind_case() == v1::TicketEvent::kRepeatRecognised; }

// What the clock made ticketing say; no proposal stands behind it.
bool IsFromTimer(const v1::TicketEvent& event) {
  const bool escalated = event.source() == kBroker && event.has_escalated() && event.causation_id().empty();
  return escalated || event.kind_case() == v1::TicketEvent::kDeadlineApproached ||
         event.kind_case() == v1::TicketEvent::kDeadlineMissed;
}

class Checker {
 public:
  Checker(const History& history, const std::set<EventKey>& acknowledged)
      : history_(history), acknowledged_(acknowledged) {}

  Verdict Run() {
    verdict_.events = history_.commands.size();
    CheckAcknowledged();
    CheckVerdictsPerMessage();
    CheckJournals();
    CheckAgainstModel();
    CheckDeliveries();
    return std::move(verdict_);
  }

 private:
  void Find(uint64_t& counter, const std::string& what) {
    ++counter;
    if (verdict_.findings.size() < kMostFindings) verdict_.findings.push_back(what);
  }

  void CheckAcknowledged() {
    std::set<EventKey> written;
    for (const Command& command : history_.commands) written.insert(KeyOf(command.event));
    for (const EventKey& key : acknowledged_) {
      if (!written.count(key))
        Find(verdict_.lost, absl::StrCat(key.first, "/", key.second, " was acknowledged and is gone"));
    }
  }

  // Each proposal gets one verdict: accepted, refused, or recognised as a repeat.
  void CheckVerdictsPerMessage() {
    struct Count {
      int proposed = 0;
      int accepted = 0;
      int refused = 0;
      int repeats = 0;
    };
    std::map<EventKey, Count> counts;
    for (const Command& command : history_.commands) ++counts[KeyOf(command.event)].proposed;
    for (const v1::TicketEvent& event : history_.events) {
      if (IsNote(event)) {
        ++counts[{event.repeat_recognised().from(), event.repeat_recognised().event_id()}].repeats;
      } else if (!IsFromTimer(event)) {
        ++counts[KeyOf(event)].accepted;
      }
    }
    for (const v1::Rejection& rejection : history_.rejections) {
      if (rejection.stage() == v1::Rejection::STAGE_JUDGE)
        ++counts[{rejection.platform(), rejection.event_id()}].refused;
    }
    for (const auto& [key, count] : counts) {
      const int verdicts = count.accepted + count.refused + count.repeats;
      const std::string what = absl::StrCat(key.first, "/", key.second, ": proposed ", count.proposed, ", accepted ",
                                            count.accepted, ", refused ", count.refused, ", repeats ", count.repeats);
      if (verdicts < count.proposed) Find(verdict_.lost, what);
      if (verdicts > count.proposed || count.accepted > 1) Find(verdict_.duplicated, what);
    }
  }

  // The journal of a ticket counts 1, 2, 3 and each event starts where the last one ended.
  void CheckJournals() {
    struct Last {
      uint64_t sequence = 0;
      v1::Ticket::State state = v1::Ticket::STATE_UNSPECIFIED;
    };
    std::map<std::string, Last> tickets;
    for (const v1::TicketEvent& event : history_.events) {
      if (IsNote(event)) continue;
      Last& last = tickets[event.ticket_id()];
      const v1::Journal& journal = event.journal();
      const std::string what =
          absl::StrCat(event.ticket_id(), ": journal ", journal.sequence(), " after ", last.sequence);
      if (journal.sequence() <= last.sequence) Find(verdict_.reordered, what);
      if (journal.sequence() > last.sequence + 1) Find(verdict_.lost, what);
      if (journal.state_before() != last.state) Find(verdict_.illegal, absl::StrCat(what, ": states do not meet"));
      last = {journal.sequence(), journal.state_after()};
    }
  }

  // Replays the proposals of each ticket through the model; the journal must tell the same story.
  void CheckAgainstModel() {
    std::map<std::string, std::vector<const v1::TicketEvent*>> journals;
    for (const v1::TicketEvent& event : history_.events) {
      if (!IsNote(event) && !IsFromTimer(event)) journals[event.ticket_id()].push_back(&event);
    }
    std::map<EventKey, absl::Time> judged_at;
    for (const auto& [ticket_id, journal] : journals) {
      for (const v1::TicketEvent* event : journal) {
        judged_at.emplace(KeyOf(*event), FromProto(event->journal().accepted_at()));
      }
    }
    // By partition and offset: another copy of the same event may have found its ticket.
    std::set<std::pair<int32_t, int64_t>> never_judged;
    for (const v1::Rejection& rejection : history_.rejections) {
      if (rejection.refusal().reason() == v1::REFUSAL_REASON_TICKET_NEVER_APPEARED) {
        never_judged.insert({rejection.position().partition(), rejection.position().offset()});
      }
    }
    std::map<std::string, TicketModel> models;
    for (const Command& command : history_.commands) {
      const EventKey key = KeyOf(command.event);
      if (never_judged.count({command.at.partition, command.offset})) continue;
      const auto at = judged_at.find(key);
      models[command.event.ticket_id()].Propose(command.event,
                                                at == judged_at.end() ? absl::InfiniteFuture() : at->second);
    }
    for (const auto& [ticket_id, model] : models) {
      const auto& journal = journals[ticket_id];
      const auto& expected = model.accepted();
      const size_t common = std::min(journal.size(), expected.size());
      for (size_t i = 0; i < common; ++i) {
        const std::string what = absl::StrCat(ticket_id, ", event ", i + 1, ": ");
        if (KeyOf(*journal[i]) != expected[i].key) {
          Find(verdict_.reordered, absl::StrCat(what, journal[i]->id(), " instead of ", expected[i].key.second));
          break;
        }
        if (journal[i]->journal().state_after() != expected[i].state_after ||
            (journal[i]->journal().effect() == v1::Journal::EFFECT_LATE) != expected[i].late) {
          Find(verdict_.illegal,
               absl::StrCat(what, v1::Ticket::State_Name(journal[i]->journal().state_after()), " instead of ",
                            v1::Ticket::State_Name(expected[i].state_after), expected[i].late ? " (late)" : ""));
          break;
        }
      }
      if (journal.size() < expected.size() && common == journal.size()) {
        Find(verdict_.lost,
             absl::StrCat(ticket_id, ": ", expected[common].key.second, " was legal and is not in the journal"));
      }
      if (journal.size() > expected.size()) {
        Find(verdict_.illegal,
             absl::StrCat(ticket_id, ": ", journal[common]->id(), " was not legal and is in the journal"));
      }
    }
  }

  // Everything accepted is told once, in order, to the other party and to nobody else.
  void CheckDeliveries() {
    std::map<std::string, std::set<std::string>> parties;  // by ticket
    std::map<std::string, std::set<std::string>> told;     // platforms, by "ticket/sequence"
    for (const v1::TicketEvent& event : history_.events) {
      auto& of_ticket = parties[event.ticket_id()];
      of_ticket.insert(std::string(SplitTicketId(event.ticket_id()).origin));
      if (event.has_transferred()) of_ticket.insert(event.transferred().to());
    }
    for (const auto& [platform, deliveries] : history_.deliveries) {
      std::set<std::string> ids;
      std::map<std::string, uint64_t> last;  // sequence, by ticket
      for (const v1::Delivery& delivery : deliveries) {
        const v1::TicketEvent& event = delivery.event();
        if (!ids.insert(delivery.id()).second) Find(verdict_.duplicated, absl::StrCat("delivery ", delivery.id()));
        if (event.has_refused()) continue;  // goes to the sender of what was refused, whoever that is
        if (event.recipient() != platform || !parties[event.ticket_id()].count(platform)) {
          Find(verdict_.illegal, absl::StrCat("delivery ", delivery.id(), " went to ", platform));
          continue;
        }
        uint64_t& sequence = last[event.ticket_id()];
        if (event.journal().sequence() < sequence) Find(verdict_.reordered, absl::StrCat("delivery ", delivery.id()));
        sequence = event.journal().sequence();
        told[absl::StrCat(event.ticket_id(), "/", sequence)].insert(platform);
      }
    }
    for (const v1::TicketEvent& event : history_.events) {
      if (event.journal().effect() != v1::Journal::EFFECT_APPLIED || !MustBeTold(event)) continue;
      const std::string key = absl::StrCat(event.ticket_id(), "/", event.journal().sequence());
      if (told[key].empty()) Find(verdict_.lost, absl::StrCat(key, " was accepted and told to nobody"));
    }
  }

  const History& history_;
  const std::set<EventKey>& acknowledged_;
  Verdict verdict_;
};

}  // namespace

std::string Verdict::Summary() const {
  return absl::StrCat("events ", events, ", lost ", lost, ", duplicated ", duplicated, ", reordered ", reordered,
                      ", illegal ", illegal);
}

Verdict Check(const History& history, const std::set<EventKey>& acknowledged) {
  return Checker(history, acknowledged).Run();
}

}  // namespace interline::history
