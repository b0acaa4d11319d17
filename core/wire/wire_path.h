// The place of a value inside a document, as it stands in refusals: "body.items[2].BJNR". Kept as a chain of steps on
// the stack while a document is walked, so that it costs nothing until something is wrong.
#ifndef INTERLINE_CORE_WIRE_WIRE_PATH_H_
#define INTERLINE_CORE_WIRE_WIRE_PATH_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace interline::wire {

// One step down. The root has no step: its path is empty.
struct PathStep {
  static constexpr ptrdiff_t kNoIndex = -1;

  // The step above; null at the first level.
  const PathStep* up = nullptr;
  // Name in the object above, or several, dotted; empty in a list.
  absl::string_view name;
  // Place in the list above.
  ptrdiff_t index = kNoIndex;
};

// Longest name, in bytes, that a path repeats.
inline constexpr size_t kMaxShownName = 128;

// The whole path down to `last`. Names come from the sender: one that is empty, longer than kMaxShownName or not made
// of plain characters is shown as "?".
std::string RenderPath(const PathStep* last);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_WIRE_PATH_H_
