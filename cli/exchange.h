// Whether each ticket of a scenario came to both sides as it was sent: the judgement behind `interline reconcile`.
// Pure: it is told what stands in the log and compares it with the scenario.
#ifndef INTERLINE_CLI_EXCHANGE_H_
#define INTERLINE_CLI_EXCHANGE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "cli/conversation.h"
#include "cli/scenario.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

// What became of one ticket.
struct Finding {
  const ScenarioTicket* ticket = nullptr;
  // In a few words, Chinese term included.
  std::string happened;
  // From the first append of the transfer to the last arrival on either side; absent while there is none.
  absl::optional<absl::Duration> took;
  // Repeats of the transfer that were recognised, and messages that were refused.
  int repeats = 0;
  int refused = 0;
  // It came to the addressee once and whole, and so did all that followed on both sides.
  bool exchanged = false;
  // Something of it that should have arrived did not, and was not refused either.
  bool lost = false;
  // How reality differs from what was sent, one sentence each; no personal data.
  std::vector<std::string> differences;
};

// One thread at a time. Tickets of other runs are passed over.
class Exchange {
 public:
  // `conversations`: what should be said of each ticket, in the order of the scenario's tickets. Both must outlive the
  // exchange.
  Exchange(const Scenario& scenario, const std::vector<Conversation>& conversations);

  // Something that the platform says of its own ticket of this number is in the log.
  void OnSent(absl::string_view platform, absl::string_view number, absl::Time appended_at);
  // A message for the platform on its way out, read by its own dialect. With a delivery id it counts once the journal
  // says that the platform has it, and only once however often it was tried.
  void OnTold(const std::string& platform, const v1::TicketEvent& event, absl::Time appended_at,
              absl::string_view delivery_id);
  void OnJournal(const v1::TicketEvent& event);
  void OnRejected(const v1::Rejection& rejection);

  std::vector<Finding> Judge() const;

 private:
  struct Told {
    std::vector<v1::TicketEvent> events;
    absl::Time last;
  };
  struct Refusals {
    int count = 0;
    v1::Refusal last;
  };
  // What is known of one ticket.
  struct Known {
    absl::optional<absl::Time> sent_at;
    v1::Ticket::State state = v1::Ticket::STATE_UNSPECIFIED;
    std::map<std::string, Told> told;  // by platform
    int repeats = 0;
    Refusals refusals;
  };

  // A message that a platform must be brought.
  struct Brought {
    std::string platform;
    absl::optional<v1::TicketEvent> event;
    absl::Time appended_at;
    bool is_delivered = false;
    bool is_counted = false;
  };

  void CountTold(const std::string& platform, const v1::TicketEvent& event, absl::Time appended_at);
  void CountBrought(Brought& brought);
  // Null when the ticket is not of this run.
  Known* Of(absl::string_view ticket_id);
  Finding JudgeOne(size_t index) const;

  const Scenario& scenario_;
  const std::vector<Conversation>& conversations_;
  std::map<std::string, Known, std::less<>> known_;  // by ticket id, one for each ticket
  std::map<std::string, Brought> brought_;           // by delivery id
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_EXCHANGE_H_
