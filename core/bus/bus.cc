#include "core/bus/bus.h"

#include <future>

#include "core/base/check.h"

namespace interline::bus {
namespace {

// Kafka's murmur2, as its Java client computes it.
uint32_t Murmur2(const std::string& key) {
  constexpr uint32_t kSeed = 0x9747b28c;
  constexpr uint32_t kMultiplier = 0x5bd1e995;
  constexpr int kShift = 24;
  const auto* data = reinterpret_cast<const unsigned char*>(key.data());
  size_t left = key.size();
  uint32_t hash = kSeed ^ static_cast<uint32_t>(left);
  for (; left >= 4; left -= 4, data += 4) {
    uint32_t k = data[0] | data[1] << 8 | data[2] << 16 | static_cast<uint32_t>(data[3]) << 24;
    k *= kMultiplier;
    k ^= k >> kShift;
    k *= kMultiplier;
    hash = (hash * kMultiplier) ^ k;
  }
  if (left == 3) hash ^= data[2] << 16;
  if (left >= 2) hash ^= data[1] << 8;
  if (left >= 1) {
    hash ^= data[0];
    hash *= kMultiplier;
  }
  hash ^= hash >> 13;
  hash *= kMultiplier;
  return hash ^ hash >> 15;
}

}  // namespace

std::string FindHeader(const std::vector<Header>& headers, const std::string& key) {
  for (const Header& header : headers) {
    if (header.key == key) return header.value;
  }
  return "";
}

absl::StatusOr<Written> Producer::SendAndWait(Message message) {
  auto promise = std::make_shared<std::promise<absl::StatusOr<Written>>>();
  auto written = promise->get_future();
  const absl::Status sent =
      Send(std::move(message), [promise](absl::StatusOr<Written> result) { promise->set_value(std::move(result)); });
  if (!sent.ok()) return sent;
  return written.get();
}

int32_t PartitionForKey(const std::string& key, int32_t partition_count) {
  CHECK(partition_count > 0);
  return static_cast<int32_t>((Murmur2(key) & 0x7fffffff) % static_cast<uint32_t>(partition_count));
}

}  // namespace interline::bus
