// Stores in memory that behave as those on disk do: what was written outlives the Store object, and a partition opens
// once at a time. For tests, simulations, and streams whose state may be read anew at every start.
#ifndef INTERLINE_CORE_STORE_MEMORY_STORE_H_
#define INTERLINE_CORE_STORE_MEMORY_STORE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "core/store/store.h"

namespace interline::store {

// The "disk" on which the stores of all partitions lie. Must outlive them. Thread-safe.
class MemoryStores {
 public:
  // UNAVAILABLE when the partition is open already.
  absl::StatusOr<std::unique_ptr<Store>> Open(int32_t partition);
  StoreFactory factory() {
    return [this](int32_t partition) { return Open(partition); };
  }
  // Loses the disk. No store may be open.
  void Wipe();

  // What is kept of one partition.
  struct Disk {
    std::map<std::string, std::string, std::less<>> values;
    int64_t checkpoint = 0;
    bool open = false;
  };

 private:
  std::mutex mutex_;
  std::map<int32_t, Disk> disks_;  // guarded by mutex_; an open disk belongs to its store's thread
};

}  // namespace interline::store

#endif  // INTERLINE_CORE_STORE_MEMORY_STORE_H_
