// One partition number that is ours: the input partitions of that number, and their common state.
#ifndef INTERLINE_CORE_STREAM_PARTITION_H_
#define INTERLINE_CORE_STREAM_PARTITION_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/store/store.h"
#include "core/stream/checkpoint.h"
#include "core/stream/timers.h"

namespace interline::stream {

struct Partition {
  int32_t number = 0;
  // Next offset to be handled, by topic.
  std::map<std::string, int64_t> positions;
  // Null until opened, and in a stream without state.
  std::unique_ptr<store::Store> store;
  // Whether the store holds all that the changelog says. Nothing is handled before.
  bool restored = false;
  Checkpoint checkpoint;
  TimerQueue timers;
};

// By number. Pointers to partitions stay valid while they are ours.
using Partitions = std::map<int32_t, Partition>;

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_PARTITION_H_
