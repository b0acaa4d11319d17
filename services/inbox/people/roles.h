// Which roles one account may have together.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_ROLES_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_ROLES_H_

#include <set>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "interline/inbox/v1/account.pb.h"

namespace interline::inbox {

// Who grants roles handles no tickets, who reads the audit log changes nothing, and who mends links sees no personal
// data: security administrator, auditor and engineer each stand alone; agent and supervisor go together.
// INVALID_ARGUMENT for a set that mixes, for an empty one and for a role that there is not.
absl::Status CheckRoles(const std::set<v1::Role>& roles);

// "agent", "supervisor", "engineer", "security_administrator", "auditor"; none for another word.
absl::optional<v1::Role> RoleOfWord(absl::string_view word);
absl::string_view WordOfRole(v1::Role role);

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_ROLES_H_
