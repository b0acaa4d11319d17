// Early return on a failed absl::Status. Abseil of 2022 has none of these.
#ifndef INTERLINE_CORE_BASE_STATUS_MACROS_H_
#define INTERLINE_CORE_BASE_STATUS_MACROS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function when `expr`, an absl::Status, is not OK.
#define RETURN_IF_ERROR(expr)                           \
  do {                                                  \
    if (absl::Status status_ = (expr); !status_.ok()) { \
      return status_;                                   \
    }                                                   \
  } while (false)

#define INTERLINE_CONCAT_INNER_(a, b) a##b
#define INTERLINE_CONCAT_(a, b) INTERLINE_CONCAT_INNER_(a, b)

// Assigns the value of `expr`, an absl::StatusOr, to `lhs`, or returns its status:
//   ASSIGN_OR_RETURN(auto plan, Compile(dialect));
#define ASSIGN_OR_RETURN(lhs, expr) ASSIGN_OR_RETURN_INNER_(INTERLINE_CONCAT_(status_or_, __LINE__), lhs, expr)

#define ASSIGN_OR_RETURN_INNER_(tmp, lhs, expr) \
  auto tmp = (expr);                            \
  if (!tmp.ok()) return tmp.status();           \
  lhs = *std::move(tmp)

#endif  // INTERLINE_CORE_BASE_STATUS_MACROS_H_
