// GoogleTest matchers for absl::Status and absl::StatusOr; GoogleTest 1.12 has none.
#ifndef INTERLINE_CORE_BASE_STATUS_MATCHERS_H_
#define INTERLINE_CORE_BASE_STATUS_MATCHERS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace interline {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& value) {
  return value.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg);
  return StatusOf(arg).ok();
}

MATCHER_P(HasCode, code, "has status code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg);
  return StatusOf(arg).code() == code;
}

}  // namespace interline

#define EXPECT_OK(expr) EXPECT_THAT(expr, ::interline::IsOk())
#define ASSERT_OK(expr) ASSERT_THAT(expr, ::interline::IsOk())

// ASSERT_OK_AND_ASSIGN(auto value, Make());
#define ASSERT_OK_AND_ASSIGN(lhs, expr) \
  ASSERT_OK_AND_ASSIGN_INNER_(INTERLINE_TEST_CONCAT_(status_or_, __LINE__), lhs, expr)
#define INTERLINE_TEST_CONCAT_INNER_(a, b) a##b
#define INTERLINE_TEST_CONCAT_(a, b) INTERLINE_TEST_CONCAT_INNER_(a, b)
#define ASSERT_OK_AND_ASSIGN_INNER_(tmp, lhs, expr) \
  auto tmp = (expr);                                \
  ASSERT_TRUE(tmp.ok()) << tmp.status();            \
  lhs = *std::move(tmp)

#endif  // INTERLINE_CORE_BASE_STATUS_MATCHERS_H_
