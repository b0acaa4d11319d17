#include "services/inbox/people/totp.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/identity/digest.h"
#include "core/wire/percent.h"
#include "services/inbox/people/random.h"

namespace interline::inbox {

int64_t TotpStep(absl::Time at) { return absl::ToUnixSeconds(at) / absl::ToInt64Seconds(kTotpStep); }

std::string TotpCode(absl::string_view secret, int64_t step, int digits) {
  std::string counter(8, '\0');
  for (size_t i = 0; i < counter.size(); ++i) counter[i] = static_cast<char>(step >> (56 - 8 * i) & 0xff);
  const std::string code = identity::Hmac(identity::Hash::kSha1, secret, counter);
  const size_t at = static_cast<unsigned char>(code.back()) & 0x0f;
  uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(code[at + i]);
  number &= 0x7fffffff;
  uint32_t bound = 1;
  for (int i = 0; i < digits; ++i) bound *= 10;
  return absl::StrFormat("%0*d", digits, number % bound);
}

absl::optional<int64_t> MatchTotp(absl::string_view secret, absl::string_view code, absl::Time now, int64_t last_step) {
  const int64_t middle = TotpStep(now);
  absl::optional<int64_t> match;
  for (int64_t step = middle - kTotpSlack; step <= middle + kTotpSlack; ++step) {
    const bool equal = identity::EqualInConstantTime(TotpCode(secret, step), code);
    if (equal && step > last_step) match = step;
  }
  return match;
}

std::string TotpUri(absl::string_view secret, absl::string_view issuer, absl::string_view account) {
  std::string name;
  wire::AppendPercentEncoded(issuer, "%20", name);
  std::string label = name + ":";
  wire::AppendPercentEncoded(account, "%20", label);
  return absl::StrCat("otpauth://totp/", label, "?secret=", Base32(secret), "&issuer=", name);
}

}  // namespace interline::inbox
