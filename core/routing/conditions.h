// Whether one rule of a table holds for one ticket.
#ifndef INTERLINE_CORE_ROUTING_CONDITIONS_H_
#define INTERLINE_CORE_ROUTING_CONDITIONS_H_

#include <string>
#include <vector>

#include "core/routing/facts.h"
#include "core/routing/table.h"
#include "interline/routes/v1/routing_table.pb.h"

namespace interline::routing {

// Facts by their paths in the event, or "caller_place".
inline constexpr char kLanguagePath[] = "transferred.matter.language";
inline constexpr char kOptionPath[] = "transferred.matter.business_option";
inline constexpr char kCategoryPath[] = "transferred.matter.category";
inline constexpr char kChannelPath[] = "transferred.matter.channel";
inline constexpr char kPlacePath[] = "caller_place";

// Where the caller is, as the table sees it.
struct Whereabouts {
  enum class Where { kUnknown, kMainland, kAbroad };
  Where where = Where::kUnknown;
  // Code of the region in the mainland; empty when only the country is known.
  std::string area;
};
Whereabouts WhereaboutsOf(const Facts& facts, const routes::v1::RoutingTable& table);

// What a rule makes of the facts.
struct Judgement {
  Step::Outcome outcome = Step::Outcome::kHolds;
  std::string why;
  // Paths of the facts that were not told; set when it is open.
  std::vector<std::string> missing;
};
Judgement Judge(const routes::v1::Rule& rule, const Facts& facts, const routes::v1::RoutingTable& table);

}  // namespace interline::routing

#endif  // INTERLINE_CORE_ROUTING_CONDITIONS_H_
