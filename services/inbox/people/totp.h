// Time-based one-time passwords (RFC 6238): SHA-1, six digits, steps of 30 seconds, as every authenticator has them.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_TOTP_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_TOTP_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace interline::inbox {

inline constexpr absl::Duration kTotpStep = absl::Seconds(30);
inline constexpr size_t kTotpSecretBytes = 20;
// Clocks of telephones are a little wrong: so many steps before and after are taken too.
inline constexpr int kTotpSlack = 1;

// Number of the step in which `at` lies.
int64_t TotpStep(absl::Time at);
// HOTP (RFC 4226) of that step; `digits` is 6 but in the RFC's own examples.
std::string TotpCode(absl::string_view secret, int64_t step, int digits = 6);
// The step whose code it is, near `now` and after `last_step`: a code counts once, and so do all before it. Caller
// remembers the step. None when there is no such step. Takes the same time for every wrong code.
absl::optional<int64_t> MatchTotp(absl::string_view secret, absl::string_view code, absl::Time now, int64_t last_step);
// "otpauth://totp/…", for the authenticator's camera.
std::string TotpUri(absl::string_view secret, absl::string_view issuer, absl::string_view account);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_TOTP_H_
