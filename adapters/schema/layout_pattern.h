// Layouts of time (Time.local of a specification) as documents and schemas show them.
#ifndef INTERLINE_ADAPTERS_SCHEMA_LAYOUT_PATTERN_H_
#define INTERLINE_ADAPTERS_SCHEMA_LAYOUT_PATTERN_H_

#include <string>

#include "absl/strings/string_view.h"

namespace interline::schema {

// A regular expression over the whole text, of a kind that JSON Schema and XML Schema read alike.
std::string PatternOfLayout(absl::string_view layout);

// The moment 2026-01-05 15:04:05.678 in the layout.
std::string ExampleOfLayout(absl::string_view layout);

}  // namespace interline::schema

#endif  // INTERLINE_ADAPTERS_SCHEMA_LAYOUT_PATTERN_H_
