#include "core/store/memory_store.h"

#include "core/store/store_contract_test.h"

namespace interline::store {
namespace {

StoreFactory MakeMemoryStores() {
  auto disk = std::make_shared<MemoryStores>();
  return [disk](int32_t partition) { return disk->Open(partition); };
}

INSTANTIATE_TEST_SUITE_P(Memory, StoreContractTest, testing::Values(&MakeMemoryStores));

TEST(MemoryStores, LoseEverythingWithTheDisk) {
  MemoryStores disk;
  {
    ASSERT_OK_AND_ASSIGN(auto store, disk.Open(3));
    ASSERT_OK(store->Write({{"a", "1"}}, 5));
  }
  disk.Wipe();
  ASSERT_OK_AND_ASSIGN(auto store, disk.Open(3));
  EXPECT_EQ(store->checkpoint(), 0);
}

}  // namespace
}  // namespace interline::store
