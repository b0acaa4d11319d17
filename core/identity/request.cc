#include "core/identity/request.h"

namespace interline::identity {

absl::optional<std::string> OneHeader(const Request& request, absl::string_view name) {
  const auto [first, last] = request.headers.equal_range(name);
  if (first == last || std::next(first) != last) return absl::nullopt;
  return first->second;
}

}  // namespace interline::identity
