// Keeps calls from a platform that does not answer: after some failures in a row nothing goes out for a while, then one
// call tries whether it is back. What it says is about the whole platform; what becomes of one message is not its
// matter.
#ifndef INTERLINE_SERVICES_COURIER_BREAKER_H_
#define INTERLINE_SERVICES_COURIER_BREAKER_H_

#include "absl/time/time.h"

namespace interline::courier {

// One thread at a time.
class Breaker {
 public:
  enum class State { kClosed, kHalfOpen, kOpen };

  // Failures in a row that open it.
  static constexpr int kFailures = 5;
  // How long it stays open the first time, and at most; doubled with each failed try.
  static constexpr absl::Duration kFirstPause = absl::Seconds(10);
  static constexpr absl::Duration kMostPause = absl::Minutes(5);
  // A platform that asks for a longer rest is tried again after this.
  static constexpr absl::Duration kMostRest = absl::Minutes(10);

  // Whether a call may start. When it was open and its time is over, one call at a time may.
  bool Allows(absl::Time now) const;
  // A call that Allows allowed has started; it must end in one of the next three.
  void Started() { ++under_way_; }
  // The platform answered, whatever it said.
  void Succeeded();
  // It did not answer, or not as itself.
  void Failed(absl::Time now);
  // The call told nothing about the platform.
  void Ended();
  // The platform asked to be left alone until then.
  void Rest(absl::Time until, absl::Time now);

  State state(absl::Time now) const;
  // No call is allowed before; the infinite past when it is closed.
  absl::Time closed_until() const;

 private:
  int failures_ = 0;
  int under_way_ = 0;
  int pauses_ = 0;
  absl::Time open_until_ = absl::InfinitePast();
  absl::Time rest_until_ = absl::InfinitePast();
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_BREAKER_H_
