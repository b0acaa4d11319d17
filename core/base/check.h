// CHECK: a condition that only our own mistake can break. Prints the place and ends the process; never used for what
// the world may do wrong.
#ifndef INTERLINE_CORE_BASE_CHECK_H_
#define INTERLINE_CORE_BASE_CHECK_H_

namespace interline {

[[noreturn]] void CheckFailed(const char* file, int line, const char* condition);

}  // namespace interline

#define CHECK(condition)                                        \
  do {                                                          \
    if (!(condition)) {                                         \
      ::interline::CheckFailed(__FILE__, __LINE__, #condition); \
    }                                                           \
  } while (false)

#endif  // INTERLINE_CORE_BASE_CHECK_H_
