// Forms and query strings (application/x-www-form-urlencoded) as JSON objects, and back, so that one reader serves all
// formats. Every value is a text; a name that stands several times is a list.
#ifndef INTERLINE_CORE_WIRE_FORM_H_
#define INTERLINE_CORE_WIRE_FORM_H_

#include <simdjson.h>

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/wire/charset.h"
#include "core/wire/json_writer.h"

namespace interline::wire {

inline constexpr size_t kMaxFormBytes = 1 << 20;
// Longer ones are cut or refused by servers on the way.
inline constexpr size_t kMaxQueryBytes = 8 << 10;
inline constexpr size_t kMaxFormFields = 1000;

// Writes the form as one object, its names in ascending order. `charset` is that of the percent-encoded bytes. Errors
// are refusals: TOO_LARGE, MALFORMED (no name, no "=", a bad "%", a control character), WRONG_CHARSET.
absl::Status FormToJson(absl::string_view form, size_t most_bytes, Charset charset, JsonWriter& json);

// Texts and lists of texts only; numbers and truth values are written as JSON writes them. NOT_EXPRESSIBLE for
// a character that `charset` lacks or an object; TOO_LONG_FOR_RECEIVER.
absl::StatusOr<std::string> JsonToForm(const simdjson::dom::object& object, size_t most_bytes, Charset charset);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_FORM_H_
