#include "core/store/memory_store.h"

#include <functional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace interline::store {
namespace {

class MemoryStore final : public Store {
 public:
  MemoryStore(MemoryStores::Disk& disk, std::function<void()> closed) : disk_(disk), closed_(std::move(closed)) {}
  ~MemoryStore() override { closed_(); }

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override {
    auto found = disk_.values.find(key);
    if (found == disk_.values.end()) return absl::optional<std::string>();
    return absl::optional<std::string>(found->second);
  }

  absl::Status Write(const std::vector<Change>& changes, int64_t checkpoint) override {
    for (const auto& [key, value] : changes) {
      if (value.has_value()) {
        disk_.values[key] = *value;
      } else {
        disk_.values.erase(key);
      }
    }
    disk_.checkpoint = checkpoint;
    return absl::OkStatus();
  }

  int64_t checkpoint() const override { return disk_.checkpoint; }

  absl::Status ScanFrom(absl::string_view prefix, absl::string_view first, const Visitor& visit) const override {
    for (auto at = disk_.values.lower_bound(first < prefix ? prefix : first); at != disk_.values.end(); ++at) {
      if (!absl::StartsWith(at->first, prefix)) break;
      if (!visit(at->first, at->second)) break;
    }
    return absl::OkStatus();
  }

  absl::Status Clear() override {
    disk_.values.clear();
    disk_.checkpoint = 0;
    return absl::OkStatus();
  }

 private:
  MemoryStores::Disk& disk_;
  const std::function<void()> closed_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> MemoryStores::Open(int32_t partition) {
  std::lock_guard<std::mutex> lock(mutex_);
  Disk& disk = disks_[partition];
  if (disk.open) return absl::UnavailableError(absl::StrCat("the store of partition ", partition, " is open already"));
  disk.open = true;
  return std::make_unique<MemoryStore>(disk, [this, &disk] {
    std::lock_guard<std::mutex> closing(mutex_);
    disk.open = false;
  });
}

void MemoryStores::Wipe() {
  std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& [partition, disk] : disks_) CHECK(!disk.open);
  disks_.clear();
}

}  // namespace interline::store
