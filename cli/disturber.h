// Puts faults of bytes and order between a simulated platform and whatever carries its messages.
#ifndef INTERLINE_CLI_DISTURBER_H_
#define INTERLINE_CLI_DISTURBER_H_

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "adapters/engine/adapter.h"
#include "cli/faults.h"

namespace interline::cli {

// A message on its way out. Order holds among those of one key.
struct Outgoing {
  std::string key;
  adapters::WireMessage message;
};

// One thread at a time.
class Disturber {
 public:
  // Messages that wait for the next one of their key; the oldest goes on when there are more.
  static constexpr size_t kMostHeld = 1000;

  // Without faults every message passes as it is.
  explicit Disturber(const Faults& faults) : faults_(faults) {}

  // What is to be sent now for one message, in order: itself, spoilt copies before it, one more of it behind, those it
  // was held back for; or nothing, when it is held back itself.
  std::vector<Outgoing> Pass(Outgoing outgoing);
  // All that is held back.
  std::vector<Outgoing> Release();

  // How often each fault has hit.
  const std::map<Fault, uint64_t>& counts() const { return counts_; }

 private:
  void AddSpoilt(Fault fault, const Outgoing& outgoing, std::vector<Outgoing>& now);
  bool Hits(Fault fault, const Outgoing& outgoing);

  const Faults faults_;
  // In the order in which they came; at most one of each key.
  std::deque<Outgoing> held_;
  std::map<Fault, uint64_t> counts_;
};

// "duplicate 3, half_body 1"; empty when nothing was hit.
std::string Words(const std::map<Fault, uint64_t>& counts);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_DISTURBER_H_
