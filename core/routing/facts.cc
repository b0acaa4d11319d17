#include "core/routing/facts.h"

namespace interline::routing {

Facts FactsOf(const v1::Matter& matter, const v1::CallerPlace& place) {
  Facts facts;
  facts.language = matter.language();
  facts.option = matter.business_option();
  facts.category = matter.category();
  facts.channel = matter.channel();
  facts.region_code = place.region_code();
  facts.country = place.country();
  return facts;
}

}  // namespace interline::routing
