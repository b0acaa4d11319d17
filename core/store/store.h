// The state of one partition, on this machine. A copy of what the changelog topic says up to the checkpoint, so losing
// it costs time and nothing else. Two kinds: RocksDB on disk (rocksdb_store.h) and a map (memory_store.h); both pass
// store_contract_test.h.
//
// Errors, for every call:
//   DATA_LOSS           what is kept cannot be read any more. Clear() makes the store usable again.
//   RESOURCE_EXHAUSTED  the disk is full.
//   UNAVAILABLE         the disk failed in another way, or somebody else has the store open.
#ifndef INTERLINE_CORE_STORE_STORE_H_
#define INTERLINE_CORE_STORE_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace interline::store {

// A key and its new value; no value = the key is deleted.
using Change = std::pair<std::string, absl::optional<std::string>>;

// One thread at a time.
class Store {
 public:
  // Sees one key and its value, both valid during the call only; returns whether to go on.
  using Visitor = std::function<bool(absl::string_view key, absl::string_view value)>;

  virtual ~Store() = default;
  virtual absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const = 0;
  // Applies all changes in their order and moves the checkpoint, or does nothing. After a crash the store may be found
  // as it was after any earlier Write, never in between.
  virtual absl::Status Write(const std::vector<Change>& changes, int64_t checkpoint) = 0;
  // Offset in the changelog up to which (exclusive) the changes are in; 0 for a new store.
  virtual int64_t checkpoint() const = 0;
  // Visits keys that start with `prefix` in ascending order of bytes until `visit` returns false.
  absl::Status Scan(absl::string_view prefix, const Visitor& visit) const { return ScanFrom(prefix, prefix, visit); }
  // As Scan, without the keys before `first`. Passing over keys that were deleted costs time, so who takes keys away
  // at the front of a prefix should start where he left off.
  virtual absl::Status ScanFrom(absl::string_view prefix, absl::string_view first, const Visitor& visit) const = 0;
  // Forgets everything, the checkpoint included.
  virtual absl::Status Clear() = 0;
};

// Opens the store of a partition; one at a time may be open per partition. Thread-safe.
using StoreFactory = std::function<absl::StatusOr<std::unique_ptr<Store>>(int32_t partition)>;

}  // namespace interline::store

#endif  // INTERLINE_CORE_STORE_STORE_H_
