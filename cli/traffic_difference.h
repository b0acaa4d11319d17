// What a changed specification does differently to one message. Pure.
#ifndef INTERLINE_CLI_TRAFFIC_DIFFERENCE_H_
#define INTERLINE_CLI_TRAFFIC_DIFFERENCE_H_

#include <string>
#include <vector>

#include "adapters/engine/plan.h"
#include "cli/recording.h"

namespace interline::cli {

struct TrafficDifference {
  enum class Kind {
    kSame,              // the same event or the same bytes, or refused for the same reason at the same place
    kChanged,           // both take it, with another result
    kNowRefused,        // only the old one takes it
    kNowAccepted,       // only the new one takes it
    kRefusedOtherwise,  // neither takes it, for another reason or at another place
  };

  struct Change {
    // Our path for a message that is read, theirs for an event that is written.
    std::string path;
    // May be personal data.
    std::string before;
    std::string after;
  };

  Kind kind = Kind::kSame;
  // For kChanged.
  std::vector<Change> changes;
  // "UNMAPPED_CODE at body.category"; empty where it is taken.
  std::string refused_before;
  std::string refused_after;
};

// "same", "changed", "now refused", "now accepted", "refused otherwise".
const char* WordsOf(TrafficDifference::Kind kind);

// Bytes are read and checked as the translator does, an event is written.
TrafficDifference CompareOver(const adapters::Plan& before, const adapters::Plan& after, const Recorded& recorded);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_TRAFFIC_DIFFERENCE_H_
