// The chain of the audit log: each entry's hash covers the entry and the hash of the one before, so that nobody takes
// one out, puts one in or changes one without all later hashes telling.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_AUDIT_CHAIN_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_AUDIT_CHAIN_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "interline/inbox/v1/account.pb.h"

namespace interline::inbox {

// SHA-256 over every field but `hash`, each with its length, and `previous`, the hash before; empty for the first.
std::string AuditHash(const v1::AuditEntry& entry, absl::string_view previous);

// Whether `entries`, oldest first, follow each other and `previous`, the hash of the one before the first of them.
// DATA_LOSS names the first sequence number that does not fit.
absl::Status CheckAuditChain(const std::vector<v1::AuditEntry>& entries, absl::string_view previous);

// A reason that somebody typed, fit for the log: numbers of telephones and documents (seven digits and more, whatever
// stands between them) become "***", control characters become blanks, and it is cut to kMostAuditText bytes.
inline constexpr size_t kMostAuditText = 800;
std::string AuditText(absl::string_view typed);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_AUDIT_CHAIN_H_
