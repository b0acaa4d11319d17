// Names of headers, as specifications write them.
#ifndef INTERLINE_ADAPTERS_ENGINE_HEADER_NAME_H_
#define INTERLINE_ADAPTERS_ENGINE_HEADER_NAME_H_

#include "absl/strings/string_view.h"

namespace interline::adapters {

// Whether there can be such a header, in lower case.
bool IsHeaderName(absl::string_view name);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_HEADER_NAME_H_
