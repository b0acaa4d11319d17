// The state of one partition, on this machine. A copy of what the changelog topic says up to the checkpoint, so losing
// it costs time and nothing else. Two kinds: RocksDB on disk (rocksdb_store.h) and a map (memory_store.h); both pass
// store_contract_test.h.
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
  virtual ~Store() = default;
  virtual absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const = 0;
  // Applies all changes and moves the checkpoint, or does nothing.
  virtual absl::Status Write(const std::vector<Change>& changes, int64_t checkpoint) = 0;
  // Offset in the changelog up to which (exclusive) the changes are in; 0 for a new store.
  virtual int64_t checkpoint() const = 0;
  // Visits keys that start with `prefix` in ascending order until `visit` returns false.
  virtual absl::Status Scan(absl::string_view prefix,
                            const std::function<bool(absl::string_view key, absl::string_view value)>& visit) const = 0;
  // Forgets everything, the checkpoint included.
  virtual absl::Status Clear() = 0;
};

// Opens the store of a partition; one at a time may be open per partition. Thread-safe.
using StoreFactory = std::function<absl::StatusOr<std::unique_ptr<Store>>(int32_t partition)>;

}  // namespace interline::store

#endif  // INTERLINE_CORE_STORE_STORE_H_
