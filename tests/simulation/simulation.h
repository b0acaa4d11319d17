// The whole ticketing service in one process and one thread, on a log in memory, under a clock that jumps: two
// instances that are killed, lose their disks, are taken for dead and stumble in every call to the log, while hotlines
// send what they send. What a seed does it does again to the letter.
#ifndef INTERLINE_TESTS_SIMULATION_SIMULATION_H_
#define INTERLINE_TESTS_SIMULATION_SIMULATION_H_

#include <cstdint>
#include <set>
#include <string>

#include "tests/history/checker.h"

namespace interline::simulation {

struct Result {
  history::Verdict verdict;
  // What was judged.
  history::History history;
  std::set<history::EventKey> acknowledged;
  // False when the service still had work after the faults were over and a generous number of steps.
  bool settled = false;
  // What the seed did: "tickets 12, events 240, crashes 9, ...".
  std::string story;

  bool ok() const { return settled && verdict.ok(); }
};

Result Simulate(uint64_t seed);

}  // namespace interline::simulation

#endif  // INTERLINE_TESTS_SIMULATION_SIMULATION_H_
