// Codes of the national regions (行政区划) in platforms' lengths.
#ifndef INTERLINE_ADAPTERS_ENGINE_REGION_H_
#define INTERLINE_ADAPTERS_ENGINE_REGION_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace interline::adapters {

// 2, 4, 6, 9 or 12.
bool IsRegionLength(size_t digits);

// Our form of their code of exactly `digits` digits: the shortest of 6, 9 or 12 digits that says the same. None when
// `theirs` is not such a code.
absl::optional<std::string> ReadRegion(absl::string_view theirs, size_t digits);

// Their form of our code of 6, 9 or 12 digits: shortened to the region that contains it, or filled with zeros. None
// when `ours` is not such a code.
absl::optional<std::string> WriteRegion(absl::string_view ours, size_t digits);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_REGION_H_
