#include "core/ticket/life.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace interline::ticket {
namespace {

TEST(Life, IsPrintedInTheDocumentation) {
  std::ifstream file("docs/life_of_a_ticket.md");
  std::stringstream text;
  text << file.rdbuf();
  // No diff of two long documents: the remedy is always the same.
  EXPECT_TRUE(text.str() == PrintLife())
      << "docs/life_of_a_ticket.md is not what the table says. Refresh it and read the difference:\n"
         "  bazel run //core/ticket:print_life > docs/life_of_a_ticket.md";
}

}  // namespace
}  // namespace interline::ticket
