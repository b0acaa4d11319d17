// Character sets of the wire. Inside, all text is UTF-8.
#ifndef INTERLINE_CORE_WIRE_CHARSET_H_
#define INTERLINE_CORE_WIRE_CHARSET_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interline::wire {

enum class Charset {
  kUtf8,
  // With all that it contains: GB 2312 and GBK.
  kGb18030,
};

// "UTF-8", "GB18030": as it is declared.
const char* CharsetName(Charset charset);

// Whether a declaration of this name, in any case, agrees with `charset`. A declared part of GB18030 (GBK, GB2312)
// does: its bytes mean the same there.
bool AgreesWith(absl::string_view declared, Charset charset);

// The bytes as UTF-8. WRONG_CHARSET (a refusal, core/base/refusal.h) for bytes that are not exactly those that FromUtf8
// gives for the same characters, and for GB18030 also when they hold U+FFFD: somebody has lost a character already.
absl::StatusOr<std::string> ToUtf8(absl::string_view bytes, Charset charset);

// `text` must be UTF-8. NOT_EXPRESSIBLE for a character that the set does not have.
absl::StatusOr<std::string> FromUtf8(absl::string_view text, Charset charset);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_CHARSET_H_
