#include "services/ticketing/backoff.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"

namespace interline::ticketing {
namespace {

// Doublings after which the cap is passed; more would overflow nothing but time.
constexpr uint32_t kMostDoublings = 13;

// From [0, 1).
double Draw(absl::string_view delivery_id, uint32_t attempt) {
  const std::string digest = Sha256(absl::StrCat(delivery_id, " ", attempt));
  uint32_t number = 0;
  for (int i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(digest[i]);
  return number / 4294967296.0;
}

}  // namespace

absl::Duration Backoff(absl::string_view delivery_id, uint32_t attempt) {
  const uint32_t doublings = std::min(std::max(attempt, 1u) - 1, kMostDoublings);
  const absl::Duration most = std::min(kBackoffCap, kBackoffBase * (1 << doublings));
  return most * Draw(delivery_id, attempt);
}

}  // namespace interline::ticketing
