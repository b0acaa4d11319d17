// Prints docs/life_of_a_ticket.md; see life.h.
//
//   bazel run //core/ticket:print_life > docs/life_of_a_ticket.md
#include <iostream>

#include "core/ticket/life.h"

int main() {
  std::cout << interline::ticket::PrintLife();
  return std::cout.good() ? 0 : 1;
}
