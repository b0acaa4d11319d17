// The table of all platforms in README.md, printed from what their specifications say, so that it cannot be out of
// date: provinces_test compares the two.
#ifndef INTERLINE_ADAPTERS_PLATFORM_TABLE_H_
#define INTERLINE_ADAPTERS_PLATFORM_TABLE_H_

#include <string>

#include "adapters/engine/specifications.h"

namespace interline::adapters {

// Lines that enclose the tables in README.md.
inline constexpr char kTableBegin[] = "<!-- Printed: bazel run //adapters:print_platforms -->\n";
inline constexpr char kTableEnd[] = "<!-- End of what is printed -->\n";

// In Markdown, with both lines: one row for each platform, by id, 12367 at the end, a sentence that counts them, and
// one row for each dialect with the number of its platforms. Links are relative to adapters/.
std::string PrintPlatformTable(const Specifications& specifications);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_PLATFORM_TABLE_H_
