// A platform's own zones made ready for look-up in both directions.
#ifndef INTERLINE_ADAPTERS_ENGINE_ZONE_TABLE_H_
#define INTERLINE_ADAPTERS_ENGINE_ZONE_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/engine/mistakes.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// Immutable once made; thread-safe.
class ZoneTable {
 public:
  // Compiles the table at `place`; what is wrong goes to `mistakes`: no rows, an empty zone, a code that is no region's
  // shortest, a zone that is read twice, a region that is written twice.
  static ZoneTable Make(const adapter::v1::ZoneTable& table, const Place& place, Mistakes& mistakes);

  // The code of the region; null when the zone has no row.
  const std::string* Ours(absl::string_view theirs) const;
  // The zone of the smallest region with a row that contains `ours`, a code of 6, 9 or 12 digits; null when there is
  // none.
  const std::string* Theirs(absl::string_view ours) const;

  // Codes that can be written, ascending.
  std::vector<std::string> written_codes() const;

 private:
  using Rows = std::vector<std::pair<std::string, std::string>>;

  static const std::string* Find(const Rows& rows, absl::string_view key);

  Rows read_;     // sorted by zone
  Rows written_;  // sorted by code
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_ZONE_TABLE_H_
