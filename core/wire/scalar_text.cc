#include "core/wire/scalar_text.h"

#include "absl/strings/str_cat.h"

namespace interline::wire {

using simdjson::dom::element_type;

std::string ScalarText(const simdjson::dom::element& value) {
  switch (value.type()) {
    case element_type::STRING:
      return std::string(value.get_string().value_unsafe());
    case element_type::INT64:
      return absl::StrCat(value.get_int64().value_unsafe());
    case element_type::UINT64:
      return absl::StrCat(value.get_uint64().value_unsafe());
    case element_type::DOUBLE:
      return absl::StrCat(value.get_double().value_unsafe());
    case element_type::BOOL:
      return value.get_bool().value_unsafe() ? "true" : "false";
    default:
      return "";
  }
}

}  // namespace interline::wire
