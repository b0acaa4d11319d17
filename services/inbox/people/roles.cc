#include "services/inbox/people/roles.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"

namespace interline::inbox {
namespace {

constexpr std::array<std::pair<absl::string_view, v1::Role>, 5> kWords = {{
    {"agent", v1::ROLE_AGENT},
    {"supervisor", v1::ROLE_SUPERVISOR},
    {"engineer", v1::ROLE_ENGINEER},
    {"security_administrator", v1::ROLE_SECURITY_ADMINISTRATOR},
    {"auditor", v1::ROLE_AUDITOR},
}};

bool HandlesTickets(v1::Role role) { return role == v1::ROLE_AGENT || role == v1::ROLE_SUPERVISOR; }

}  // namespace

absl::Status CheckRoles(const std::set<v1::Role>& roles) {
  if (roles.empty()) return absl::InvalidArgumentError("roles: an account has a role");
  for (const v1::Role role : roles) {
    if (WordOfRole(role).empty()) return absl::InvalidArgumentError("roles: there is no such role");
    if (roles.size() > 1 && !HandlesTickets(role)) {
      return absl::InvalidArgumentError(absl::StrCat("roles: ", WordOfRole(role), " goes with no other role"));
    }
  }
  return absl::OkStatus();
}

absl::optional<v1::Role> RoleOfWord(absl::string_view word) {
  for (const auto& [known, role] : kWords) {
    if (known == word) return role;
  }
  return absl::nullopt;
}

absl::string_view WordOfRole(v1::Role role) {
  for (const auto& [word, known] : kWords) {
    if (known == role) return word;
  }
  return "";
}

}  // namespace interline::inbox
