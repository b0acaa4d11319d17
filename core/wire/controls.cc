#include "core/wire/controls.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace interline::wire {
namespace {

constexpr size_t kStride = sizeof(uint64_t);

constexpr auto kIsControl = [](char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
};

// Whether any of eight bytes is below 0x20. A byte borrows from its neighbour only when it is below itself.
bool AnyBelowBlank(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, kStride);
  return ((word - 0x2020202020202020u) & ~word & 0x8080808080808080u) != 0;
}

}  // namespace

bool HasControls(absl::string_view text) {
  size_t at = 0;
  for (; at + kStride <= text.size(); at += kStride) {
    const char* bytes = text.data() + at;
    if (AnyBelowBlank(bytes) && std::any_of(bytes, bytes + kStride, kIsControl)) return true;
  }
  return std::any_of(text.begin() + at, text.end(), kIsControl);
}

}  // namespace interline::wire
