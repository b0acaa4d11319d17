#include "services/gateway/idempotency_key.h"

#include "absl/strings/ascii.h"
#include "services/gateway/limits.h"

namespace interline::gateway {

absl::optional<std::string> ParseIdempotencyKey(absl::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return absl::nullopt;
  const absl::string_view inner = value.substr(1, value.size() - 2);
  std::string key;
  for (size_t i = 0; i < inner.size(); ++i) {
    char c = inner[i];
    if (c == '"' || !absl::ascii_isprint(c)) return absl::nullopt;
    if (c == '\\') {
      if (++i == inner.size() || (inner[i] != '"' && inner[i] != '\\')) return absl::nullopt;
      c = inner[i];
    }
    key.push_back(c);
  }
  if (key.empty() || key.size() > kMaxIdempotencyKeyBytes) return absl::nullopt;
  return key;
}

}  // namespace interline::gateway
