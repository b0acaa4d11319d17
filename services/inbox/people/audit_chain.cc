#include "services/inbox/people/audit_chain.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"

namespace interline::inbox {
namespace {

constexpr size_t kLongNumberDigits = 7;

void AppendWithLength(absl::string_view field, std::string& line) { absl::StrAppend(&line, field.size(), ":", field); }

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
// What people write between the digits of one number.
bool IsBetweenDigits(char c) { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')'; }

// Where the number that starts at `from` ends; `digits` tells how many digits it has.
size_t EndOfNumber(absl::string_view text, size_t from, size_t& digits) {
  size_t end = from;
  digits = 0;
  for (size_t at = from; at < text.size() && (IsDigit(text[at]) || IsBetweenDigits(text[at])); ++at) {
    if (!IsDigit(text[at])) continue;
    ++digits;
    end = at + 1;
  }
  return end;
}

// Not within a character.
std::string Cut(std::string text, size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  text.resize(most);
  return text;
}

}  // namespace

std::string AuditHash(const v1::AuditEntry& entry, absl::string_view previous) {
  std::string line;
  AppendWithLength(previous, line);
  AppendWithLength(absl::StrCat(entry.sequence()), line);
  AppendWithLength(absl::StrCat(entry.at().seconds(), ".", entry.at().nanos()), line);
  for (const std::string* field :
       {&entry.actor(), &entry.client_address(), &entry.action(), &entry.object(), &entry.result(), &entry.detail()}) {
    AppendWithLength(*field, line);
  }
  return Sha256(line);
}

absl::Status CheckAuditChain(const std::vector<v1::AuditEntry>& entries, absl::string_view previous) {
  std::string before(previous);
  for (size_t i = 0; i < entries.size(); ++i) {
    const bool follows = i == 0 || entries[i].sequence() == entries[i - 1].sequence() + 1;
    if (!follows || entries[i].hash() != AuditHash(entries[i], before)) {
      return absl::DataLossError(absl::StrCat("the audit log does not hold at entry ", entries[i].sequence()));
    }
    before = entries[i].hash();
  }
  return absl::OkStatus();
}

std::string AuditText(absl::string_view typed) {
  std::string text;
  for (size_t at = 0; at < typed.size();) {
    if (!IsDigit(typed[at])) {
      text += absl::ascii_iscntrl(static_cast<unsigned char>(typed[at])) ? ' ' : typed[at];
      ++at;
      continue;
    }
    size_t digits = 0;
    const size_t end = EndOfNumber(typed, at, digits);
    absl::StrAppend(&text, digits >= kLongNumberDigits ? "***" : typed.substr(at, end - at));
    at = end;
  }
  return Cut(std::move(text), kMostAuditText);
}

}  // namespace interline::inbox
