#include "core/store/rocksdb_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>
#include <rocksdb/write_batch.h>
#include <rocksdb/write_buffer_manager.h>

#include <exception>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::store {
namespace {

// The first byte of our keys in RocksDB keeps the users' apart from our own.
constexpr char kUserKey = 'k';
constexpr absl::string_view kCheckpointKey = "c";

constexpr int kBackgroundJobs = 2;
constexpr int kMaxOpenFilesPerPartition = 256;
constexpr int kBloomBitsPerKey = 10;
// Of a memtable, for a filter that knows at once which keys are not in it: most of those that are looked for are new.
constexpr double kMemtableFilterShare = 0.05;
constexpr size_t kBlockBytes = 8 << 10;
constexpr size_t kMetadataBlockBytes = 4 << 10;
constexpr size_t kKeptLogFiles = 2;
constexpr size_t kMaxLogFileBytes = 1 << 20;
// Timers leave many deleted keys side by side. A file in which so many of so many neighbours are deleted is compacted.
constexpr size_t kDeletionWindow = 8192;
constexpr size_t kDeletionTrigger = 4096;

rocksdb::Slice ToSlice(absl::string_view text) { return rocksdb::Slice(text.data(), text.size()); }
absl::string_view ToView(rocksdb::Slice slice) { return absl::string_view(slice.data(), slice.size()); }

rocksdb::Options MakeOptions(const RocksDbLimits& limits) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(limits.block_cache_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  table.block_size = kBlockBytes;
  // Indexes and filters live in the cache and come in parts, so that memory does not grow with the number of keys.
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.metadata_block_size = kMetadataBlockBytes;
  table.format_version = 5;

  rocksdb::Options options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.create_if_missing = true;
  options.compression = rocksdb::kLZ4Compression;
  options.write_buffer_size = limits.write_buffer_bytes;
  options.write_buffer_manager = std::make_shared<rocksdb::WriteBufferManager>(limits.all_write_buffers_bytes);
  options.memtable_prefix_bloom_size_ratio = kMemtableFilterShare;
  options.memtable_whole_key_filtering = true;
  options.level_compaction_dynamic_level_bytes = true;
  options.max_background_jobs = kBackgroundJobs;
  options.max_open_files = kMaxOpenFilesPerPartition;
  options.table_properties_collector_factories.push_back(
      rocksdb::NewCompactOnDeletionCollectorFactory(kDeletionWindow, kDeletionTrigger));
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.keep_log_file_num = kKeptLogFiles;
  options.max_log_file_size = kMaxLogFileBytes;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

class RocksDbStore final : public Store {
 public:
  RocksDbStore(std::string folder, const rocksdb::Options& options) : folder_(std::move(folder)), options_(options) {}
  ~RocksDbStore() override { Close(); }

  absl::Status Open() {
    return Guard([this]() -> absl::Status {
      rocksdb::DB* db = nullptr;
      rocksdb::Status status = rocksdb::DB::Open(options_, folder_, &db);
      db_.reset(db);
      if (status.ok()) return ReadCheckpoint();
      return FromOpen(status);
    });
  }

  // Every call returns `damage` until Clear().
  void MarkDamaged(absl::Status damage) {
    Close();
    checkpoint_ = 0;
    damage_ = std::move(damage);
  }

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override {
    RETURN_IF_ERROR(damage_);
    absl::optional<std::string> value;
    RETURN_IF_ERROR(Guard([&]() -> absl::Status {
      std::string found;
      rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), UserKey(key), &found);
      if (status.IsNotFound()) return absl::OkStatus();
      if (status.ok()) value = std::move(found);
      return ToStatus(status);
    }));
    return value;
  }

  absl::Status Write(const std::vector<Change>& changes, int64_t checkpoint) override {
    RETURN_IF_ERROR(damage_);
    RETURN_IF_ERROR(Guard([&]() -> absl::Status {
      rocksdb::WriteBatch batch;
      for (const auto& [key, value] : changes) {
        rocksdb::Status added = value.has_value() ? batch.Put(UserKey(key), *value) : batch.Delete(UserKey(key));
        if (!added.ok()) return ToStatus(added);
      }
      rocksdb::Status added = batch.Put(ToSlice(kCheckpointKey), std::to_string(checkpoint));
      if (!added.ok()) return ToStatus(added);
      rocksdb::WriteOptions write;
      write.disableWAL = true;
      return ToStatus(db_->Write(write, &batch));
    }));
    checkpoint_ = checkpoint;
    return absl::OkStatus();
  }

  int64_t checkpoint() const override { return checkpoint_; }

  absl::Status ScanFrom(absl::string_view prefix, absl::string_view first, const Visitor& visit) const override {
    RETURN_IF_ERROR(damage_);
    return Guard([&]() -> absl::Status {
      const std::string start = absl::StrCat(absl::string_view(&kUserKey, 1), first < prefix ? prefix : first);
      const std::string range = absl::StrCat(absl::string_view(&kUserKey, 1), prefix);
      std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(rocksdb::ReadOptions()));
      for (at->Seek(start); at->Valid() && at->key().starts_with(range); at->Next()) {
        if (!visit(ToView(at->key()).substr(1), ToView(at->value()))) break;
      }
      return ToStatus(at->status());
    });
  }

  absl::Status Clear() override {
    Close();
    checkpoint_ = 0;
    // Whatever goes wrong from here on leaves a store that must be cleared again.
    damage_ = absl::DataLossError(absl::StrCat(folder_, " could not be cleared"));
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
    if (error) return absl::UnavailableError(absl::StrCat(folder_, ": ", error.message()));
    RETURN_IF_ERROR(Open());
    damage_ = absl::OkStatus();
    return absl::OkStatus();
  }

 private:
  // RocksDB returns statuses, yet the standard library below it may throw.
  template <typename Body>
  absl::Status Guard(Body body) const {
    try {
      return body();
    } catch (const std::exception& error) {
      return absl::UnavailableError(absl::StrCat(folder_, ": ", error.what()));
    }
  }

  // Writes what is in memory to disk. A failure costs a longer restore, so there is nobody to tell.
  void Close() {
    absl::Status ignored = Guard([this]() -> absl::Status {
      if (db_ != nullptr) db_->Close().PermitUncheckedError();
      db_.reset();
      return absl::OkStatus();
    });
    ignored.IgnoreError();
  }

  absl::Status ReadCheckpoint() {
    std::string text;
    rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), ToSlice(kCheckpointKey), &text);
    checkpoint_ = 0;
    if (status.IsNotFound()) return absl::OkStatus();
    RETURN_IF_ERROR(ToStatus(status));
    if (absl::SimpleAtoi(text, &checkpoint_)) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(folder_, ": the checkpoint is not a number"));
  }

  // Valid until the next call.
  rocksdb::Slice UserKey(absl::string_view key) const {
    key_.assign(1, kUserKey);
    key_.append(key.data(), key.size());
    return key_;
  }

  // RocksDB's texts name files and numbers, never keys or values.
  absl::Status ToStatus(const rocksdb::Status& status) const {
    if (status.ok()) return absl::OkStatus();
    const std::string text = absl::StrCat(folder_, ": ", status.ToString());
    if (status.IsCorruption() || status.IsPathNotFound()) return absl::DataLossError(text);
    if (status.IsNoSpace()) return absl::ResourceExhaustedError(text);
    return absl::UnavailableError(text);
  }

  // An I/O error may pass, and so may a lock; anything else says that this is not a store any more.
  absl::Status FromOpen(const rocksdb::Status& status) const {
    if (status.IsIOError() || status.IsBusy() || status.IsTimedOut() || status.IsTryAgain()) return ToStatus(status);
    return absl::DataLossError(absl::StrCat(folder_, ": ", status.ToString()));
  }

  const std::string folder_;
  const rocksdb::Options options_;
  std::unique_ptr<rocksdb::DB> db_;
  absl::Status damage_;
  int64_t checkpoint_ = 0;
  mutable std::string key_;
};

}  // namespace

StoreFactory RocksDbStores(std::string directory, RocksDbLimits limits) {
  // Copies of the options share one cache and one write buffer manager.
  return [directory = std::move(directory),
          options = MakeOptions(limits)](int32_t partition) -> absl::StatusOr<std::unique_ptr<Store>> {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) return absl::UnavailableError(absl::StrCat(directory, ": ", error.message()));
    auto store = std::make_unique<RocksDbStore>(absl::StrCat(directory, "/", partition), options);
    absl::Status status = store->Open();
    if (absl::IsDataLoss(status)) {
      store->MarkDamaged(std::move(status));
    } else if (!status.ok()) {
      return status;
    }
    return store;
  };
}

}  // namespace interline::store
