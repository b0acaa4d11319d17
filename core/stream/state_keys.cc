#include "core/stream/state_keys.h"

#include <cstdint>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace interline::stream {
namespace {

constexpr char kOwn = '\0';
constexpr absl::string_view kEscaped("\0k", 2);
constexpr absl::string_view kTimer("\0t", 2);
constexpr absl::string_view kIndex("\0i", 2);
constexpr absl::string_view kCheckpointTime("\0c", 2);

constexpr size_t kTimeBytes = 8;
// Flips the sign, so that times before 1970 sort first.
constexpr uint64_t kSign = uint64_t{1} << 63;

}  // namespace

std::string StateKey(absl::string_view key) {
  if (key.empty() || key.front() == kOwn) return absl::StrCat(kEscaped, key);
  return std::string(key);
}

absl::optional<std::string> ProcessorKey(absl::string_view stored) {
  if (stored.empty()) return absl::nullopt;
  if (stored.front() != kOwn) return std::string(stored);
  if (!absl::ConsumePrefix(&stored, kEscaped)) return absl::nullopt;
  return std::string(stored);
}

std::string TimerKey(absl::string_view key) { return absl::StrCat(kTimer, key); }

absl::optional<std::string> KeyOfTimer(absl::string_view stored) {
  if (!absl::ConsumePrefix(&stored, kTimer)) return absl::nullopt;
  return std::string(stored);
}

absl::string_view TimerIndexPrefix() { return kIndex; }

std::string TimerIndexKey(absl::Time due, absl::string_view key) { return absl::StrCat(kIndex, EncodeTime(due), key); }

absl::optional<Timer> ParseTimerIndexKey(absl::string_view stored) {
  if (!absl::ConsumePrefix(&stored, kIndex)) return absl::nullopt;
  absl::optional<absl::Time> due = DecodeTime(stored.substr(0, kTimeBytes));
  if (!due.has_value()) return absl::nullopt;
  return Timer{std::string(stored.substr(kTimeBytes)), *due};
}

absl::string_view CheckpointTimeKey() { return kCheckpointTime; }

absl::Time RoundUpToMicrosecond(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  if (micros == std::numeric_limits<int64_t>::max() || absl::FromUnixMicros(micros) >= time) {
    return absl::FromUnixMicros(micros);
  }
  return absl::FromUnixMicros(micros + 1);
}

std::string EncodeTime(absl::Time time) {
  uint64_t number = static_cast<uint64_t>(absl::ToUnixMicros(time)) ^ kSign;
  std::string bytes(kTimeBytes, '\0');
  for (size_t i = kTimeBytes; i > 0; --i) {
    bytes[i - 1] = static_cast<char>(number & 0xff);
    number >>= 8;
  }
  return bytes;
}

absl::optional<absl::Time> DecodeTime(absl::string_view bytes) {
  if (bytes.size() != kTimeBytes) return absl::nullopt;
  uint64_t number = 0;
  for (char byte : bytes) number = (number << 8) | static_cast<unsigned char>(byte);
  return absl::FromUnixMicros(static_cast<int64_t>(number ^ kSign));
}

}  // namespace interline::stream
