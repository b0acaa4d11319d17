#include "core/store/rocksdb_store.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/numbers.h"
#include "core/store/store_contract_test.h"

namespace interline::store {
namespace {

using ::testing::HasSubstr;

// Buffers small enough that part of what a test writes reaches the disk.
constexpr RocksDbLimits kSmallLimits{
    .block_cache_bytes = 1 << 20, .write_buffer_bytes = 64 << 10, .all_write_buffers_bytes = 1 << 20};

// A new empty directory under the test's own.
std::string NewDirectory() {
  static int count = 0;
  std::string directory = absl::StrCat(testing::TempDir(), "/rocksdb_store_test_", getpid(), "_", ++count);
  std::filesystem::remove_all(directory);
  return directory;
}

INSTANTIATE_TEST_SUITE_P(RocksDb, StoreContractTest,
                         testing::Values([]() -> StoreFactory { return RocksDbStores(NewDirectory()); }));

// Fills the store of partition 0 and closes it.
void Fill(const StoreFactory& stores) {
  ASSERT_OK_AND_ASSIGN(auto store, stores(0));
  for (int i = 0; i < 100; ++i) ASSERT_OK(store->Write({{absl::StrCat("key", i), std::string(1000, 'x')}}, i));
}

void Overwrite(const std::filesystem::path& file, char byte) {
  const auto size = std::filesystem::file_size(file);
  std::ofstream(file, std::ios::binary | std::ios::trunc) << std::string(size, byte);
}

// Applies `damage` to every file of partition 0 with this ending or beginning of its name.
void Damage(const std::string& directory, absl::string_view part_of_name,
            const std::function<void(const std::filesystem::path&)>& damage) {
  int damaged = 0;
  for (const auto& file : std::filesystem::directory_iterator(directory + "/0")) {
    if (!absl::StrContains(file.path().filename().string(), std::string(part_of_name))) continue;
    damage(file.path());
    ++damaged;
  }
  ASSERT_GT(damaged, 0) << part_of_name;
}

struct DamageCase {
  const char* name;
  const char* files;
  std::function<void(const std::filesystem::path&)> damage;
};

class DamagedRocksDbStoreTest : public testing::TestWithParam<DamageCase> {};

TEST_P(DamagedRocksDbStoreTest, SaysSoNamingTheFolderAndWorksAgainOnceCleared) {
  const std::string directory = NewDirectory();
  StoreFactory stores = RocksDbStores(directory);
  Fill(stores);
  Damage(directory, GetParam().files, GetParam().damage);

  ASSERT_OK_AND_ASSIGN(auto store, stores(0));
  absl::Status scan = store->Scan("", [](absl::string_view, absl::string_view) { return true; });
  EXPECT_THAT(scan, HasCode(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(scan.message()), HasSubstr(directory + "/0"));
  EXPECT_THAT(store->Get("key1"), HasCode(absl::StatusCode::kDataLoss));

  ASSERT_OK(store->Clear());
  EXPECT_EQ(store->checkpoint(), 0);
  ASSERT_OK(store->Write({{"a", "1"}}, 3));
  ASSERT_OK_AND_ASSIGN(auto value, store->Get("a"));
  EXPECT_EQ(value, "1");
}

INSTANTIATE_TEST_SUITE_P(
    Damage, DamagedRocksDbStoreTest,
    testing::Values(DamageCase{"ManifestOverwritten", "MANIFEST", [](const auto& file) { Overwrite(file, 'x'); }},
                    DamageCase{"CurrentEmpty", "CURRENT", [](const auto& file) { std::ofstream(file).flush(); }},
                    DamageCase{"TableMissing", ".sst", [](const auto& file) { std::filesystem::remove(file); }},
                    DamageCase{"TableOverwritten", ".sst", [](const auto& file) { Overwrite(file, 'x'); }},
                    DamageCase{"TableCut", ".sst", [](const auto& file) { std::filesystem::resize_file(file, 100); }}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(RocksDbStores, FlippedBitInATableIsDataLossNotAnotherValue) {
  const std::string directory = NewDirectory();
  StoreFactory stores = RocksDbStores(directory);
  Fill(stores);
  Damage(directory, ".sst", [](const std::filesystem::path& file) {
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekp(20);
    stream.put('\x55');
  });
  ASSERT_OK_AND_ASSIGN(auto store, stores(0));
  EXPECT_THAT(store->Scan("", [](absl::string_view, absl::string_view) { return true; }),
              HasCode(absl::StatusCode::kDataLoss));
}

TEST(RocksDbStores, AreUnavailableWhenTheirDirectoryCannotBeMade) {
  const std::string file = NewDirectory();
  std::ofstream(file) << "in the way";
  EXPECT_THAT(RocksDbStores(file + "/below")(0), HasCode(absl::StatusCode::kUnavailable));
}

TEST(RocksDbStores, SpillToDiskPastTheWriteBuffer) {
  const std::string directory = NewDirectory();
  StoreFactory stores = RocksDbStores(
      directory, {.block_cache_bytes = 1 << 20, .write_buffer_bytes = 64 << 10, .all_write_buffers_bytes = 128 << 10});
  ASSERT_OK_AND_ASSIGN(auto store, stores(0));
  constexpr int kKeys = 2000;
  for (int i = 0; i < kKeys; ++i) ASSERT_OK(store->Write({{absl::StrCat(i), std::string(1000, 'x')}}, i + 1));
  int seen = 0;
  ASSERT_OK(store->Scan("", [&](absl::string_view, absl::string_view value) {
    seen += value == std::string(1000, 'x');
    return true;
  }));
  EXPECT_EQ(seen, kKeys);
  ASSERT_OK_AND_ASSIGN(auto none, store->Get("absent"));
  EXPECT_EQ(none, absl::nullopt);
}

constexpr int kWritesBeforeCrash = 3000;

// Key n is written at checkpoint n + 1.
[[noreturn]] void WriteAndCrash(const std::string& directory) {
  auto store = RocksDbStores(directory, kSmallLimits)(0);
  for (int i = 0; i < kWritesBeforeCrash; ++i) {
    if (!(*store)->Write({{absl::StrCat(i), std::string(500, 'x')}}, i + 1).ok()) _exit(1);
  }
  _exit(0);
}

TEST(RocksDbStoresDeathTest, CrashLeavesWholeWritesUpToTheCheckpoint) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const std::string directory = absl::StrCat(testing::TempDir(), "/rocksdb_store_crash");
  std::filesystem::remove_all(directory);
  EXPECT_EXIT(WriteAndCrash(directory), testing::ExitedWithCode(0), "");

  ASSERT_OK_AND_ASSIGN(auto store, RocksDbStores(directory, kSmallLimits)(0));
  EXPECT_GT(store->checkpoint(), 0);
  int seen = 0;
  ASSERT_OK(store->Scan("", [&](absl::string_view key, absl::string_view) {
    int number = -1;
    EXPECT_TRUE(absl::SimpleAtoi(key, &number));
    EXPECT_LT(number, store->checkpoint());
    ++seen;
    return true;
  }));
  EXPECT_EQ(seen, store->checkpoint());
}

}  // namespace
}  // namespace interline::store
