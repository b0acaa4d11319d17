// Who asks. Made by Sessions for every request, from the account as it is at that moment: what a security administrator
// takes away is gone with the next request.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_PRINCIPAL_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_PRINCIPAL_H_

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "interline/inbox/v1/account.pb.h"

namespace interline::inbox {

// Stands for every sub-centre among an account's units.
inline constexpr char kAllUnits[] = "*";

struct Principal {
  // Account name; empty = nobody is signed in.
  std::string account;
  std::string display_name;
  std::string staff_id;
  std::set<v1::Role> roles;
  // Unit codes of the routing table, or kAllUnits.
  std::set<std::string> units;
  // Where the request comes from, without a port; for the audit log.
  std::string address;
  // Nothing is allowed but to change the password, to ask who one is, and to sign out.
  bool must_change_password = false;

  bool is_signed_in() const { return !account.empty(); }
  // False as long as the password has to be changed.
  bool Has(v1::Role role) const { return !must_change_password && roles.count(role) > 0; }
  // Whether the account handles tickets: agents and supervisors.
  bool HandlesTickets() const { return Has(v1::ROLE_AGENT) || Has(v1::ROLE_SUPERVISOR); }
  bool SeesAllUnits() const { return units.count(kAllUnits) > 0; }
  // A ticket that is no unit's yet (empty code) is seen by everybody who handles tickets.
  bool SeesUnit(absl::string_view unit_code) const {
    return unit_code.empty() || SeesAllUnits() || units.count(std::string(unit_code)) > 0;
  }
};

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_PRINCIPAL_H_
