// Control characters in texts. None but the three of plain text (\n, \r, \t) is let in or out: further on they end
// strings, move cursors and forge log lines.
#ifndef INTERLINE_CORE_WIRE_CONTROLS_H_
#define INTERLINE_CORE_WIRE_CONTROLS_H_

#include "absl/strings/string_view.h"

namespace interline::wire {

// Whether any byte is below 0x20 and not one of these three.
bool HasControls(absl::string_view text);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_CONTROLS_H_
