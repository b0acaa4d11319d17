// What a simulated platform says: its own transfers, and its answer to each event that it is told. Pure: no topic, no
// clock, no memory. The same event always gets the same answer with the same ids and times, so a simulator that is
// started again repeats itself and the broker recognises the repeats.
#ifndef INTERLINE_CLI_SIMULATOR_H_
#define INTERLINE_CLI_SIMULATOR_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/scenario.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

// What the addressee says of a ticket, in this order, when all goes well. Both are also what reconcile expects.
inline constexpr absl::string_view kProgressText = "已联系来电人核实情况，正在办理。";
inline constexpr absl::string_view kFirstResult = "已按规定办理并答复来电人，来电人表示认可。";
inline constexpr absl::string_view kSecondResult = "已再次核实并补充办理，结果已书面告知来电人。";

// Immutable; thread-safe.
class Simulator {
 public:
  // `run`: answers only for tickets of this run; empty = for all. `scenario` must outlive the simulator.
  Simulator(const adapter::v1::Platform& platform, std::string run, const Scenario& scenario);

  // The transfer of a ticket that originates here.
  v1::TicketEvent Transfer(const ScenarioTicket& ticket) const;

  // The answers to one event that the platform is told, in the order in which they are to be sent.
  //   as addressee:  Transferred -> Received, Signed, ProgressReported, ResolutionSubmitted
  //                                 or Received, ReturnRequested, or nothing, as the scenario says (else the first);
  //                                 Received only if the platform acknowledges
  //                  ResolutionDecided REJECTED -> ResolutionSubmitted again
  //                  Urged -> UrgeSigned, and what the urge was for
  //   as origin:     ResolutionSubmitted -> ResolutionDecided; ReturnRequested -> ReturnDecided APPROVED;
  //                  Signed -> Urged, where the scenario says so
  std::vector<v1::TicketEvent> React(const v1::TicketEvent& told) const;

 private:
  bool IsOfRun(absl::string_view ticket_id) const;
  Ending EndingOf(absl::string_view ticket_id) const;
  // An answer without its kind. `step` names it among the ticket's answers; it happens `seconds` after what was told.
  v1::TicketEvent Answer(const v1::TicketEvent& told, absl::string_view step, int seconds) const;
  std::vector<v1::TicketEvent> Take(const v1::TicketEvent& transferred) const;
  // Progress, and the first result.
  std::vector<v1::TicketEvent> Work(const v1::TicketEvent& told, v1::Language language, v1::Outcome outcome) const;
  v1::TicketEvent Judge(const v1::TicketEvent& submitted) const;

  const std::string platform_;
  const bool acknowledges_;
  const std::string run_;
  const Scenario& scenario_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_SIMULATOR_H_
