// Stores on disk, one RocksDB folder per partition: "<directory>/<partition>".
//
// The changelog topic is the write-ahead log: RocksDB's own is switched off, which halves what goes to disk. A crash
// takes back the last writes as whole batches together with their checkpoint, at most one write buffer of them, and the
// stream reads those again from the changelog. Closing loses nothing.
//
// A folder that cannot be read opens all the same: every call then returns DATA_LOSS naming the folder until Clear().
#ifndef INTERLINE_CORE_STORE_ROCKSDB_STORE_H_
#define INTERLINE_CORE_STORE_ROCKSDB_STORE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/store/store.h"

namespace interline::store {

// Memory that all partitions of a factory share.
struct RocksDbLimits {
  // Blocks, filters and indexes read from disk.
  size_t block_cache_bytes = 32 << 20;
  // Changes not yet on disk: of one partition, and of all.
  size_t write_buffer_bytes = 16 << 20;
  size_t all_write_buffers_bytes = 48 << 20;
};

// Creates `directory` when the first store opens. The factory returns UNAVAILABLE when the folder is open elsewhere or
// the disk fails.
StoreFactory RocksDbStores(std::string directory, RocksDbLimits limits = {});

}  // namespace interline::store

#endif  // INTERLINE_CORE_STORE_ROCKSDB_STORE_H_
