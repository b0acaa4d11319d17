// Why a request was not believed. For metrics and the operator's log; whoever asks gets one answer for all of them.
#ifndef INTERLINE_CORE_IDENTITY_CAUSE_H_
#define INTERLINE_CORE_IDENTITY_CAUSE_H_

namespace interline::identity {

enum class Cause {
  kNone,         // it was believed
  kMissing,      // a field of the proof is missing, stands twice or is malformed
  kStale,        // its time is outside the window
  kUnknown,      // another application id, or no key is live
  kWrong,        // the signature, token or key does not match
  kReplayed,     // the nonce was used before
  kCertificate,  // no certificate was shown, or another one
  kClosed,       // nothing may come in from this platform
  kOverload,     // too many nonces are remembered
};

// "stale", in lower case.
const char* Name(Cause cause);

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_CAUSE_H_
