// Which tickets the broker hands to a higher level by itself (升级、督办), as data: a centre writes its own list, one
// rule a line.
//
//   # what       when       which tickets
//   overdue      0h         any                    so long after the due time
//   overdue      24h        URGENT CRITICAL        urgencies of the contract, without the enum's prefix
//   urges        3          any                    at the third urge
//   returns      2          any                    at the second return
//   rejections   2          any                    at the second result that the origin did not accept
//
// Each rule is used once for each due time (overdue) or once for the count that it names.
#ifndef INTERLINE_CORE_TICKET_ESCALATION_H_
#define INTERLINE_CORE_TICKET_ESCALATION_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "interline/v1/codes.pb.h"
#include "interline/v1/ticket.pb.h"

namespace interline::ticket {

struct EscalationRule {
  enum class When { kOverdue, kUrges, kReturns, kRejections };
  When when = When::kOverdue;
  // Of kOverdue: how long after the due time, 0 or more.
  absl::Duration after;
  // Of the others: at which count, from 1.
  uint32_t count = 0;
  // Urgencies that it is for; empty = any.
  std::set<v1::Urgency> urgencies;
};

// Reads such a list. INVALID_ARGUMENT names the line. The rules for overdue tickets come first, the soonest ahead.
absl::StatusOr<std::vector<EscalationRule>> ParseEscalation(absl::string_view text);
absl::StatusOr<std::vector<EscalationRule>> LoadEscalation(const std::string& path);

// What holds unless a centre says otherwise: every ticket, as soon as it is overdue.
std::vector<EscalationRule> DefaultEscalation();

bool IsFor(const EscalationRule& rule, const v1::Ticket& ticket);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_ESCALATION_H_
