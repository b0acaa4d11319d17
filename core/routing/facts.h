// What is known of a ticket that is to be routed.
#ifndef INTERLINE_CORE_ROUTING_FACTS_H_
#define INTERLINE_CORE_ROUTING_FACTS_H_

#include <string>

#include "interline/v1/codes.pb.h"
#include "interline/v1/matter.pb.h"
#include "interline/v1/routing.pb.h"

namespace interline::routing {

// A value of zero, or a place that is not set, means that it was not told. Which areas are abroad is the table's to
// say.
struct Facts {
  v1::Language language = v1::LANGUAGE_UNSPECIFIED;
  v1::BusinessOption option = v1::BUSINESS_OPTION_UNSPECIFIED;
  v1::Category category = v1::CATEGORY_UNSPECIFIED;
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
  // GB/T 2260 code, or empty.
  std::string region_code;
  // ISO 3166-1 alpha-3 code, or empty. "CHN" alone tells no area.
  std::string country;
};

Facts FactsOf(const v1::Matter& matter, const v1::CallerPlace& place);

}  // namespace interline::routing

#endif  // INTERLINE_CORE_ROUTING_FACTS_H_
