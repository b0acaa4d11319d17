// A scenario: what tickets the simulated platforms send each other and how each shall end. All simulators of a run and
// `interline reconcile` read the same file, so what was sent is known without asking the broker. README.md describes
// the file's format.
#ifndef INTERLINE_CLI_SCENARIO_H_
#define INTERLINE_CLI_SCENARIO_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {

// How a ticket shall end.
enum class Ending {
  kResolve,                // resolved, and the origin accepts
  kReturn,                 // the addressee asks to return it, and the origin agrees
  kResolveAfterRejection,  // the origin rejects the first result and accepts the second
  kResolveAfterUrge,       // the addressee signs and does nothing more until the origin urges
  kNothing,                // the addressee does not react
};

// How the transfer goes out: the variations of sending that a broker must cope with.
enum class Sending {
  kOnce,
  kTwice,         // the whole message, again
  kThrice,        // and once more
  kConflict,      // again with the same message id and another content
  kUnmappedCode,  // with a code that no table has, in place of one that was right
};

struct ScenarioTicket {
  // The origin's number, the run's prefix included.
  std::string number;
  std::string from;
  std::string to;
  v1::Transferred transferred;
  // By the origin's clock.
  absl::Time occurred_at;
  Ending ending = Ending::kResolve;
  Sending sending = Sending::kOnce;
  // For kUnmappedCode: the field to alter, dotted, in the sender's dialect, and the code that it gets.
  std::string alter_path;
  std::string alter_to;

  std::string ticket_id() const;
  // Of its own accord nothing arrives of a ticket whose only message is refused.
  bool arrives() const { return sending != Sending::kUnmappedCode; }
  // How often a correct broker recognises a repeat of the transfer.
  int repeats() const { return sending == Sending::kTwice ? 1 : sending == Sending::kThrice ? 2 : 0; }
  // How many of its messages a correct broker refuses.
  int refusals() const { return sending == Sending::kConflict || sending == Sending::kUnmappedCode ? 1 : 0; }
};

// One run of a scenario. Immutable.
class Scenario {
 public:
  // `text`: one JSON object per line; blank lines and lines that start with '#' are left out. `run`: 1 to 20 characters
  // of [A-Za-z0-9]; the numbers of the run's tickets start with it. The last ticket occurs at `start`, each one before
  // it a second earlier. INVALID_ARGUMENT names the line and what is wrong with it.
  static absl::StatusOr<Scenario> Parse(absl::string_view text, const std::string& run, absl::Time start);

  const std::vector<ScenarioTicket>& tickets() const { return tickets_; }
  // Null when the ticket is not of this run's scenario.
  const ScenarioTicket* Find(absl::string_view ticket_id) const;

 private:
  std::vector<ScenarioTicket> tickets_;
  std::map<std::string, size_t, std::less<>> by_ticket_id_;
};

// Whether `run` has the form that Scenario::Parse takes.
bool IsRunId(absl::string_view run);

// "<run>-", with which the numbers of a run's tickets start.
std::string RunPrefix(absl::string_view run);

// A run whose id is a moment in China, "20261124091500", starts at it, so that a simulator that is started again
// repeats what it sent; any other starts at `now`.
absl::Time RunStart(absl::string_view run, absl::Time now);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_SCENARIO_H_
