// What every Store promises. A test of one kind of store gives the suite a door to it:
//   INSTANTIATE_TEST_SUITE_P(Memory, StoreContractTest, testing::Values(&MakeMemoryDisk));
#ifndef INTERLINE_CORE_STORE_STORE_CONTRACT_TEST_H_
#define INTERLINE_CORE_STORE_STORE_CONTRACT_TEST_H_

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "core/store/store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interline::store {

// Makes stores over one "disk", which lives as long as the factory.
using MakeStores = std::function<StoreFactory()>;

class StoreContractTest : public testing::TestWithParam<MakeStores> {
 protected:
  using Entries = std::vector<std::pair<std::string, std::string>>;

  void SetUp() override {
    stores_ = GetParam()();
    Reopen();
  }

  void Reopen() {
    store_.reset();
    ASSERT_OK_AND_ASSIGN(store_, stores_(0));
  }

  std::string Read(absl::string_view key) const {
    absl::StatusOr<absl::optional<std::string>> value = store_->Get(key);
    EXPECT_OK(value);
    return value.ok() && value->has_value() ? **value : "(none)";
  }

  Entries All(absl::string_view prefix, absl::string_view first = "") const {
    Entries entries;
    EXPECT_OK(store_->ScanFrom(prefix, first, [&](absl::string_view key, absl::string_view value) {
      entries.emplace_back(key, value);
      return true;
    }));
    return entries;
  }

  StoreFactory stores_;
  std::unique_ptr<Store> store_;
};

TEST_P(StoreContractTest, StartsEmptyAtCheckpointZero) {
  EXPECT_EQ(store_->checkpoint(), 0);
  EXPECT_EQ(Read("a"), "(none)");
  EXPECT_TRUE(All("").empty());
}

TEST_P(StoreContractTest, KeepsTheLastOfSeveralChangesOfAKey) {
  ASSERT_OK(store_->Write({{"a", "1"}, {"a", absl::nullopt}, {"b", "1"}, {"b", "2"}, {"c", absl::nullopt}}, 7));
  EXPECT_EQ(Read("a"), "(none)");
  EXPECT_EQ(Read("b"), "2");
  EXPECT_EQ(Read("c"), "(none)");
  EXPECT_EQ(store_->checkpoint(), 7);
}

TEST_P(StoreContractTest, TellsAnEmptyValueFromNone) {
  ASSERT_OK(store_->Write({{"a", ""}}, 1));
  EXPECT_EQ(Read("a"), "");
}

TEST_P(StoreContractTest, TakesKeysOfAnyBytes) {
  const std::string zero("\0", 1);
  const std::vector<std::string> keys = {"", zero, zero + "k", "\xff\xff", "c", "k", "工单"};
  std::vector<Change> changes;
  for (const std::string& key : keys) changes.emplace_back(key, absl::StrCat("value of ", key));
  ASSERT_OK(store_->Write(changes, 3));
  for (const std::string& key : keys) EXPECT_EQ(Read(key), absl::StrCat("value of ", key));
  EXPECT_EQ(All("").size(), keys.size());
  EXPECT_EQ(store_->checkpoint(), 3);
}

TEST_P(StoreContractTest, ScansAPrefixInOrderAndNothingElse) {
  ASSERT_OK(store_->Write({{"b2", "2"}, {"c", "-"}, {"b1", "1"}, {"a", "-"}, {"b", "0"}}, 1));
  EXPECT_EQ(All("b"), (Entries{{"b", "0"}, {"b1", "1"}, {"b2", "2"}}));
  EXPECT_TRUE(All("d").empty());
}

TEST_P(StoreContractTest, ScansFromAKeyWithinThePrefix) {
  ASSERT_OK(store_->Write({{"a9", "-"}, {"b1", "1"}, {"b2", "2"}, {"b3", "3"}, {"c1", "-"}}, 1));
  EXPECT_EQ(All("b", "b2"), (Entries{{"b2", "2"}, {"b3", "3"}}));
  EXPECT_EQ(All("b", "a").size(), 3u) << "a start before the prefix is the prefix";
  EXPECT_TRUE(All("b", "c").empty());
}

TEST_P(StoreContractTest, ScanStopsWhenTold) {
  ASSERT_OK(store_->Write({{"a", "1"}, {"b", "2"}}, 1));
  int seen = 0;
  ASSERT_OK(store_->Scan("", [&](absl::string_view, absl::string_view) { return ++seen < 1; }));
  EXPECT_EQ(seen, 1);
}

TEST_P(StoreContractTest, RemembersEverythingWhenReopened) {
  ASSERT_OK(store_->Write({{"a", "1"}, {"b", "2"}}, 41));
  ASSERT_OK(store_->Write({{"a", absl::nullopt}}, 42));
  Reopen();
  EXPECT_EQ(All(""), (Entries{{"b", "2"}}));
  EXPECT_EQ(store_->checkpoint(), 42);
}

TEST_P(StoreContractTest, MovesTheCheckpointWithoutChangesAndBack) {
  ASSERT_OK(store_->Write({}, 9));
  ASSERT_OK(store_->Write({}, 5));
  Reopen();
  EXPECT_EQ(store_->checkpoint(), 5);
}

TEST_P(StoreContractTest, ForgetsEverythingWhenCleared) {
  ASSERT_OK(store_->Write({{"a", "1"}}, 42));
  ASSERT_OK(store_->Clear());
  EXPECT_TRUE(All("").empty());
  EXPECT_EQ(store_->checkpoint(), 0);
  ASSERT_OK(store_->Write({{"b", "2"}}, 1));
  Reopen();
  EXPECT_EQ(All(""), (Entries{{"b", "2"}}));
  EXPECT_EQ(store_->checkpoint(), 1);
}

TEST_P(StoreContractTest, OpensAPartitionOnceAtATime) {
  EXPECT_THAT(stores_(0), HasCode(absl::StatusCode::kUnavailable));
  Reopen();
}

TEST_P(StoreContractTest, KeepsPartitionsApart) {
  ASSERT_OK(store_->Write({{"a", "1"}}, 42));
  ASSERT_OK_AND_ASSIGN(store_, stores_(1));
  EXPECT_TRUE(All("").empty());
  EXPECT_EQ(store_->checkpoint(), 0);
}

TEST_P(StoreContractTest, AgreesWithAMapOverRandomChanges) {
  constexpr uint32_t kSeed = 20261124;
  constexpr int kRounds = 300;
  std::mt19937 random(kSeed);
  std::map<std::string, std::string> model;
  for (int round = 1; round <= kRounds; ++round) {
    std::vector<Change> changes;
    for (size_t i = random() % 8; i > 0; --i) {
      std::string key = absl::StrCat("k", random() % 50);
      if (random() % 3 == 0) {
        model.erase(key);
        changes.emplace_back(key, absl::nullopt);
      } else {
        model[key] = std::string(random() % 100, static_cast<char>(random()));
        changes.emplace_back(key, model[key]);
      }
    }
    ASSERT_OK(store_->Write(changes, round));
    if (random() % 50 == 0) Reopen();
    ASSERT_EQ(All(""), Entries(model.begin(), model.end())) << "round " << round;
    ASSERT_EQ(store_->checkpoint(), round);
  }
}

}  // namespace interline::store

#endif  // INTERLINE_CORE_STORE_STORE_CONTRACT_TEST_H_
