// Makes hostile inputs out of good ones, the same from the same seed.
#ifndef INTERLINE_TESTS_FUZZ_MUTATOR_H_
#define INTERLINE_TESTS_FUZZ_MUTATOR_H_

#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace interline::fuzz {

// One thread.
class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  // One of `seeds`, which are not empty, changed in a few places. Now and then longer than any limit.
  std::string Next(const std::vector<std::string>& seeds);

 private:
  void Change(const std::vector<std::string>& seeds, std::string& input);
  size_t Below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(random_); }

  std::mt19937 random_;
};

// What has ever broken a reader.
const std::vector<std::string>& Tokens();

}  // namespace interline::fuzz

#endif  // INTERLINE_TESTS_FUZZ_MUTATOR_H_
