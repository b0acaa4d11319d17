// Where a ticket goes for which its source names no addressee, by a table of rules (interline/routes/v1). Pure.
//
// The rules are tried from the top. Each holds, does not hold, or is open because a fact that it needs was not told.
// The first one that holds decides, unless an earlier one is open that leads elsewhere: then, as when no rule holds or
// the destination has no office for the caller's place, the case is unclear and a person decides. Nothing is guessed.
#ifndef INTERLINE_CORE_ROUTING_TABLE_H_
#define INTERLINE_CORE_ROUTING_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "core/routing/facts.h"
#include "interline/routes/v1/routing_table.pb.h"
#include "interline/v1/routing.pb.h"

namespace interline::routing {

enum class Verdict {
  kLeaves,   // goes to another platform
  kStays,    // is the home platform's own, at the unit that is named
  kUnclear,  // a person decides
};

// What became of one rule.
struct Step {
  enum class Outcome { kHolds, kDoesNotHold, kOpen, kNotTried };
  std::string rule;
  Outcome outcome = Outcome::kNotTried;
  // One English sentence.
  std::string why;
  // Name of the destination that the rule leads to.
  std::string to;
};

struct Decision {
  Verdict verdict = Verdict::kUnclear;
  // Set unless the verdict is unclear.
  interline::v1::Routing routing;
  // One English sentence: why it is so. Names facts and rows of the table only.
  std::string why;
  // When unclear: facts that were not told and would help, by their paths in the event, or "caller_place".
  std::vector<std::string> missing;
  // One for each rule, in their order.
  std::vector<Step> steps;
  // Of the rule that decided.
  absl::optional<routes::v1::Source> source;
};

// Immutable, so thread-safe.
class Table {
 public:
  // `name` stands in error texts. INVALID_ARGUMENT lists all that is wrong, one "file:line: message" a line.
  static absl::StatusOr<Table> Parse(const std::string& text, const std::string& name);
  // NOT_FOUND when the file cannot be read.
  static absl::StatusOr<Table> Load(const std::string& path);

  Decision Decide(const Facts& facts) const;

  const std::string& version() const { return table_.version(); }
  // The platform whose tickets it routes.
  const std::string& home() const { return table_.home(); }
  const routes::v1::RoutingTable& rows() const { return table_; }

 private:
  explicit Table(routes::v1::RoutingTable table) : table_(std::move(table)) {}

  routes::v1::RoutingTable table_;
};

}  // namespace interline::routing

#endif  // INTERLINE_CORE_ROUTING_TABLE_H_
