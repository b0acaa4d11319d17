#include "services/inbox/people/audit_chain.h"

#include <functional>
#include <string>
#include <vector>

#include "core/base/status_matchers.h"

namespace interline::inbox {
namespace {

std::vector<v1::AuditEntry> Chain(int count, std::string before = "") {
  std::vector<v1::AuditEntry> entries;
  for (int i = 1; i <= count; ++i) {
    v1::AuditEntry entry;
    entry.set_sequence(static_cast<uint64_t>(i));
    entry.mutable_at()->set_seconds(1795482000 + i);
    entry.set_actor("wang.li");
    entry.set_client_address("192.0.2.7");
    entry.set_action("view");
    entry.set_object("510000:A-1");
    entry.set_result("ok");
    entry.set_detail("because");
    before = AuditHash(entry, before);
    entry.set_hash(before);
    entries.push_back(entry);
  }
  return entries;
}

TEST(AuditChain, HoldsAsItWasWritten) {
  EXPECT_OK(CheckAuditChain(Chain(5), ""));
  EXPECT_OK(CheckAuditChain({}, ""));
  const std::vector<v1::AuditEntry> all = Chain(5);
  EXPECT_OK(CheckAuditChain({all.begin() + 2, all.end()}, all[1].hash()));
}

TEST(AuditChain, TellsEveryChange) {
  const std::vector<std::function<void(v1::AuditEntry&)>> changes = {
      [](v1::AuditEntry& entry) { entry.set_sequence(9); },
      [](v1::AuditEntry& entry) { entry.mutable_at()->set_nanos(1); },
      [](v1::AuditEntry& entry) { entry.set_actor("li.wang"); },
      [](v1::AuditEntry& entry) { entry.set_client_address(""); },
      [](v1::AuditEntry& entry) { entry.set_action("reveal"); },
      [](v1::AuditEntry& entry) { entry.set_object("510000:A-2"); },
      [](v1::AuditEntry& entry) { entry.set_result("refused"); }, [](v1::AuditEntry& entry) { entry.set_detail(""); },
      // From one field into the next.
      [](v1::AuditEntry& entry) {
        entry.set_result("okbe");
        entry.set_detail("cause");
      },
      [](v1::AuditEntry& entry) { entry.set_hash(std::string(32, 'x')); }};
  for (size_t i = 0; i < changes.size(); ++i) {
    std::vector<v1::AuditEntry> entries = Chain(3);
    changes[i](entries[1]);
    EXPECT_THAT(CheckAuditChain(entries, ""), HasCode(absl::StatusCode::kDataLoss)) << i;
  }
}

TEST(AuditChain, TellsWhatIsMissingOrPutIn) {
  std::vector<v1::AuditEntry> missing = Chain(3);
  missing.erase(missing.begin() + 1);
  EXPECT_THAT(CheckAuditChain(missing, ""), HasCode(absl::StatusCode::kDataLoss));
  std::vector<v1::AuditEntry> first_is_missing = Chain(3);
  first_is_missing.erase(first_is_missing.begin());
  EXPECT_THAT(CheckAuditChain(first_is_missing, ""), HasCode(absl::StatusCode::kDataLoss));
  std::vector<v1::AuditEntry> doubled = Chain(3);
  doubled.insert(doubled.begin() + 1, doubled[0]);
  EXPECT_THAT(CheckAuditChain(doubled, ""), HasCode(absl::StatusCode::kDataLoss));
}

TEST(AuditText, ShowsNoNumberOfAPerson) {
  const struct {
    const char* typed;
    const char* logged;
  } cases[] = {{"call back at 13800138000", "call back at ***"},
               {"电话138 0013-8000。", "电话***。"},
               {"passport E12345678", "passport E***"},
               {"3 of 12 on 2026", "3 of 12 on 2026"},
               {"ends 123456 ", "ends 123456 "},
               {"a\nb\x01", "a b "},
               {"", ""}};
  for (const auto& [typed, logged] : cases) EXPECT_EQ(AuditText(typed), logged) << typed;
}

TEST(AuditText, IsCutBetweenCharacters) {
  const std::string longest(kMostAuditText - 1, 'x');
  EXPECT_EQ(AuditText(longest + "y"), longest + "y");
  EXPECT_EQ(AuditText(longest + "好"), longest);
}

}  // namespace
}  // namespace interline::inbox
