// Judges a history by what Interline promises, knowing nothing of how it works: no message lost, none with two effects,
// none out of order, none against the rules of a ticket's life (model.h) or told to a stranger.
#ifndef INTERLINE_TESTS_HISTORY_CHECKER_H_
#define INTERLINE_TESTS_HISTORY_CHECKER_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tests/history/history.h"
#include "tests/history/model.h"

namespace interline::history {

struct Verdict {
  uint64_t events = 0;      // proposals in `commands`
  uint64_t lost = 0;        // without a verdict, or accepted and not told to the other side
  uint64_t duplicated = 0;  // with more than one verdict or effect
  uint64_t reordered = 0;   // out of the order of its ticket
  uint64_t illegal = 0;     // against the rules, or told to a platform that has no part in the ticket
  // The first findings in words; ids only, no content.
  std::vector<std::string> findings;

  bool ok() const { return lost + duplicated + reordered + illegal == 0; }
  // "events E, lost 0, duplicated 0, reordered 0, illegal 0".
  std::string Summary() const;
};

// `acknowledged`: events whose senders were told that they are safe; they must be in `commands`.
Verdict Check(const History& history, const std::set<EventKey>& acknowledged);

}  // namespace interline::history

#endif  // INTERLINE_TESTS_HISTORY_CHECKER_H_
