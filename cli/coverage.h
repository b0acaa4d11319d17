// Which parts of a specification some example shows: messages in each direction, rows, and codes of tables.
#ifndef INTERLINE_CLI_COVERAGE_H_
#define INTERLINE_CLI_COVERAGE_H_

#include <set>
#include <string>
#include <utility>

#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"

namespace interline::cli {

struct Part {
  enum class Kind { kMessage, kRow, kCode };

  Kind kind = Kind::kMessage;
  // "transferred from_platform", "transferred body.matter.title", "category port_clearance".
  std::string name;

  friend auto operator<=>(const Part&, const Part&) = default;
};

// "message", "row" or "code".
const char* WordOf(Part::Kind kind);

using Parts = std::set<Part>;

// All that the dialect has; its tables without those that the platform of the plan has itself.
Parts PartsOfDialect(const adapters::Plan& plan);
// All that the platform's own file adds: the codes of its tables.
Parts PartsOfPlatform(const adapters::Plan& plan);

// What the message shows; empty when it is no message of the dialect.
Parts PartsShownBy(const adapters::Plan& plan, adapters::Direction direction, const adapters::WireMessage& message);
// The codes that the answer shows; empty when it is no answer of the dialect.
Parts CodesShownBy(const adapters::Plan& plan, adapters::Direction direction, const adapters::WireAnswer& answer);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_COVERAGE_H_
