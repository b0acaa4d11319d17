#include "services/inbox/people/principal.h"

#include <set>

#include "core/base/status_matchers.h"
#include "services/inbox/people/roles.h"

namespace interline::inbox {
namespace {

using Roles = std::set<v1::Role>;

TEST(Roles, OfTheOnesThatHandleTicketsGoTogether) {
  for (const Roles& roles :
       {Roles{v1::ROLE_AGENT}, Roles{v1::ROLE_SUPERVISOR}, Roles{v1::ROLE_AGENT, v1::ROLE_SUPERVISOR},
        Roles{v1::ROLE_ENGINEER}, Roles{v1::ROLE_SECURITY_ADMINISTRATOR}, Roles{v1::ROLE_AUDITOR}}) {
    EXPECT_OK(CheckRoles(roles));
  }
}

TEST(Roles, ThatMustBeKeptApartAreRefusedTogether) {
  const Roles alone = {v1::ROLE_ENGINEER, v1::ROLE_SECURITY_ADMINISTRATOR, v1::ROLE_AUDITOR};
  for (const v1::Role one : alone) {
    for (int other = v1::ROLE_AGENT; other <= v1::ROLE_AUDITOR; ++other) {
      if (other == one) continue;
      EXPECT_THAT(CheckRoles({one, static_cast<v1::Role>(other)}), HasCode(absl::StatusCode::kInvalidArgument))
          << one << " with " << other;
    }
  }
  EXPECT_THAT(CheckRoles({}), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckRoles({v1::ROLE_UNSPECIFIED}), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckRoles({static_cast<v1::Role>(99)}), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(Roles, HaveWords) {
  for (int role = v1::ROLE_AGENT; role <= v1::ROLE_AUDITOR; ++role) {
    EXPECT_EQ(RoleOfWord(WordOfRole(static_cast<v1::Role>(role))), static_cast<v1::Role>(role));
  }
  EXPECT_EQ(RoleOfWord("root"), absl::nullopt);
  EXPECT_EQ(RoleOfWord(""), absl::nullopt);
}

TEST(Principal, SeesTheUnitsOfTheAccountAndWhatIsNobodys) {
  Principal principal;
  principal.units = {"510100"};
  EXPECT_TRUE(principal.SeesUnit("510100"));
  EXPECT_TRUE(principal.SeesUnit(""));
  EXPECT_FALSE(principal.SeesUnit("5101"));
  principal.units = {kAllUnits};
  EXPECT_TRUE(principal.SeesUnit("440300"));
}

TEST(Principal, MayNothingUntilThePasswordIsChanged) {
  Principal principal;
  EXPECT_FALSE(principal.is_signed_in());
  principal.account = "wang.li";
  principal.roles = {v1::ROLE_AGENT};
  EXPECT_TRUE(principal.is_signed_in());
  EXPECT_TRUE(principal.HandlesTickets());
  EXPECT_FALSE(principal.Has(v1::ROLE_ENGINEER));
  principal.must_change_password = true;
  EXPECT_TRUE(principal.is_signed_in());
  EXPECT_FALSE(principal.Has(v1::ROLE_AGENT));
  EXPECT_FALSE(principal.HandlesTickets());
}

}  // namespace
}  // namespace interline::inbox
