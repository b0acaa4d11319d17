// A JSON value as formats have it that know texts only.
#ifndef INTERLINE_CORE_WIRE_SCALAR_TEXT_H_
#define INTERLINE_CORE_WIRE_SCALAR_TEXT_H_

#include <simdjson.h>

#include <string>

namespace interline::wire {

// The text itself, the digits of a number, "true" or "false"; "" for null, lists and objects.
std::string ScalarText(const simdjson::dom::element& value);

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_SCALAR_TEXT_H_
