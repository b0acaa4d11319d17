#include "adapters/schema/contract_words.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::schema {
namespace {

using google::protobuf::Descriptor;

// All fields at any depth that lack words, and the values of their enums that do.
void CollectMissing(const Descriptor& type, std::set<std::string>& seen, std::set<std::string>& missing) {
  if (type.full_name() == "google.protobuf.Timestamp" || !seen.insert(type.full_name()).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    const Words words = WordsOfField(field);
    if (words.zh.empty() || words.en.empty()) missing.insert(field.full_name());
    if (field.message_type() != nullptr) CollectMissing(*field.message_type(), seen, missing);
    if (field.enum_type() == nullptr) continue;
    // The value zero is "not stated".
    for (int j = 1; j < field.enum_type()->value_count(); ++j) {
      const Words code = WordsOfCode(*field.enum_type()->value(j));
      if (code.zh.empty() || code.en.empty()) missing.insert(field.enum_type()->value(j)->full_name());
    }
  }
}

TEST(ContractWords, HaveEveryFieldAndCodeInBothLanguages) {
  std::set<std::string> seen;
  std::set<std::string> missing;
  CollectMissing(*v1::TicketEvent::descriptor(), seen, missing);
  CollectMissing(*adapter::v1::AnswerContent::descriptor(), seen, missing);
  EXPECT_EQ(missing, std::set<std::string>());
  EXPECT_GT(seen.size(), 40u);
}

TEST(ContractWords, HaveNothingForOtherFieldsAndForWhatIsNotStated) {
  EXPECT_EQ(WordsOfField(*adapter::v1::Row::descriptor()->field(0)).zh, "");
  EXPECT_EQ(WordsOfCode(*v1::Category_descriptor()->value(0)).zh, "");
}

}  // namespace
}  // namespace interline::schema
