#include "services/gateway/idempotency_key.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/gateway/limits.h"

namespace interline::gateway {
namespace {

TEST(IdempotencyKey, IsAStringOfStructuredFields) {
  EXPECT_EQ(ParseIdempotencyKey("\"8e03978e-40d5-43e8-bc93-6894a57f9324\""),
            std::string("8e03978e-40d5-43e8-bc93-6894a57f9324"));
  EXPECT_EQ(ParseIdempotencyKey("\"a \\\"b\\\" \\\\\""), std::string("a \"b\" \\"));
  EXPECT_TRUE(ParseIdempotencyKey(absl::StrCat("\"", std::string(kMaxIdempotencyKeyBytes, 'k'), "\"")).has_value());
}

TEST(IdempotencyKey, IsNothingElse) {
  for (const std::string& value :
       {std::string(), std::string("k"), std::string("\""), std::string("\"\""), std::string("\"a"), std::string("a\""),
        std::string("\"a\"b\""), std::string("\"a\\\""), std::string("\"a\\n\""), std::string("\"a\tb\""),
        std::string("\"\xc3\xa9\""), std::string("\"a\";q=1"), std::string("12"),
        absl::StrCat("\"", std::string(kMaxIdempotencyKeyBytes + 1, 'k'), "\"")}) {
    EXPECT_FALSE(ParseIdempotencyKey(value).has_value()) << value;
  }
}

}  // namespace
}  // namespace interline::gateway
