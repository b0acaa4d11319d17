#include "services/inbox/allowed_actions.h"

#include <gmock/gmock.h>

#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/ticket/test_support.h"

namespace interline::inbox {
namespace {

using ::interline::v1::TicketEvent;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

Principal Agent(const std::string& staff_id, std::set<v1::Role> roles = {v1::ROLE_AGENT}) {
  Principal who;
  who.account = "account-of-" + staff_id;
  who.staff_id = staff_id;
  who.roles = std::move(roles);
  who.units = {"U1"};
  return who;
}

// A ticket of Guangdong that the immigration hotline is offered, or has signed.
store::v1::TicketRecord Offered() {
  ticket::World world;
  EXPECT_OK(world.Say(TicketEvent::kTransferred, ticket::kGuangdong, 0));
  return world.record();
}
store::v1::TicketRecord AtWork() {
  ticket::World world;
  EXPECT_OK(world.Say(TicketEvent::kTransferred, ticket::kGuangdong, 0));
  EXPECT_OK(world.Say(TicketEvent::kSigned, ticket::kHotline, 1));
  return world.record();
}

std::vector<std::string> Allowed(const std::vector<v1::ActionView>& actions) {
  std::vector<std::string> kinds;
  for (const v1::ActionView& action : actions) {
    if (action.allowed()) kinds.push_back(action.kind());
  }
  return kinds;
}
std::vector<std::string> AllowedNow(const Principal& who, const store::v1::TicketRecord& record, const Desk& desk) {
  return Allowed(AllowedActions(who, ticket::kHotline, record, desk));
}

// The action of this kind.
v1::ActionView Action(const Principal& who, const store::v1::TicketRecord& record, const Desk& desk,
                      const std::string& kind) {
  for (const v1::ActionView& action : AllowedActions(who, ticket::kHotline, record, desk)) {
    if (action.kind() == kind) return action;
  }
  ADD_FAILURE() << "no such action: " << kind;
  return {};
}

TicketEvent Reassigned(const std::string& staff_id) {
  TicketEvent event = ticket::MakeEvent(TicketEvent::kReassigned, ticket::kHotline);
  event.mutable_reassigned()->mutable_to()->set_staff_id(staff_id);
  return event;
}

TEST(AllowedActions, FollowTheStateOfTheTicket) {
  const Principal who = Agent("1001");
  EXPECT_THAT(AllowedNow(who, Offered(), {}), Contains("signed"));
  EXPECT_THAT(AllowedNow(who, Offered(), {}), Contains("return_requested"));
  EXPECT_THAT(AllowedNow(who, Offered(), {}), Not(Contains("suspended")));
  EXPECT_THAT(AllowedNow(who, AtWork(), {}), Contains("resolution_submitted"));
  EXPECT_THAT(AllowedNow(who, AtWork(), {}), Not(Contains("signed")));
  store::v1::TicketRecord unborn;
  unborn.mutable_ticket()->set_origin(ticket::kHotline);
  EXPECT_THAT(AllowedNow(who, unborn, {}), ElementsAre("transferred"));
}

TEST(AllowedActions, SayWhyNotByTheState) {
  const v1::ActionView action = Action(Agent("1001"), AtWork(), {}, "withdrawn");
  EXPECT_FALSE(action.allowed());
  EXPECT_EQ(action.denial(), v1::ActionView::DENIAL_STATE);
  EXPECT_EQ(action.refusal(), ::interline::v1::REFUSAL_REASON_ACTOR_NOT_ALLOWED);
  EXPECT_EQ(Action(Agent("1001"), AtWork(), {}, "extension_decided").denial(), v1::ActionView::DENIAL_STATE);
}

TEST(AllowedActions, SayWhyNotByWhoAsks) {
  const Desk desk{"U1", "1002"};
  EXPECT_EQ(Action(Agent("1001", {v1::ROLE_ENGINEER}), AtWork(), desk, "resumed").denial(),
            v1::ActionView::DENIAL_STATE);
  EXPECT_EQ(Action(Agent("1001", {v1::ROLE_ENGINEER}), AtWork(), desk, "suspended").denial(),
            v1::ActionView::DENIAL_ROLE);
  EXPECT_EQ(Action(Agent("1001"), AtWork(), {"U2", ""}, "suspended").denial(), v1::ActionView::DENIAL_UNIT);
  EXPECT_EQ(Action(Agent("1001"), AtWork(), desk, "suspended").denial(), v1::ActionView::DENIAL_ASSIGNEE);
  EXPECT_TRUE(Action(Agent("1002"), AtWork(), desk, "suspended").allowed());
  EXPECT_TRUE(Action(Agent("1001", {v1::ROLE_SUPERVISOR}), AtWork(), desk, "suspended").allowed());
}

TEST(AllowedActions, AreNoneBeforeThePasswordIsChanged) {
  Principal who = Agent("1001");
  who.must_change_password = true;
  EXPECT_THAT(AllowedNow(who, AtWork(), {}), IsEmpty());
}

TEST(MayAct, RefusesAsTicketingWould) {
  const absl::Status status =
      MayAct(Agent("1001"), ticket::MakeEvent(TicketEvent::kSigned, ticket::kHotline), AtWork(), {});
  ASSERT_TRUE(GetRefusal(status).has_value());
  EXPECT_EQ(GetRefusal(status)->reason(), ::interline::v1::REFUSAL_REASON_TRANSITION_NOT_ALLOWED);
}

TEST(MayAct, LetsAgentsClaimAndPassOnWhatIsTheirs) {
  EXPECT_OK(MayAct(Agent("1001"), Reassigned("1001"), AtWork(), {"U1", ""}));
  EXPECT_OK(MayAct(Agent("1001"), Reassigned("1002"), AtWork(), {"U1", "1001"}));
  EXPECT_THAT(MayAct(Agent("1001"), Reassigned("1002"), AtWork(), {"U1", ""}),
              HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(MayAct(Agent("1001"), Reassigned("1001"), AtWork(), {"U1", "1002"}),
              HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_OK(MayAct(Agent("1001", {v1::ROLE_SUPERVISOR}), Reassigned("1002"), AtWork(), {"U1", ""}));
}

TEST(MayAct, KeepsOthersOut) {
  const TicketEvent event = ticket::MakeEvent(TicketEvent::kSuspended, ticket::kHotline);
  for (const v1::Role role : {v1::ROLE_ENGINEER, v1::ROLE_SECURITY_ADMINISTRATOR, v1::ROLE_AUDITOR}) {
    EXPECT_THAT(MayAct(Agent("1001", {role}), event, AtWork(), {}), HasCode(absl::StatusCode::kPermissionDenied));
  }
  EXPECT_THAT(MayAct(Agent("1001"), event, AtWork(), {"U2", ""}), HasCode(absl::StatusCode::kPermissionDenied));
}

TEST(CopyKind, TakesWhatWasSaid) {
  v1::ActRequest request;
  TicketEvent event;
  EXPECT_FALSE(CopyKind(request, event));
  request.mutable_progress_reported()->set_text("已联系来电人");
  EXPECT_TRUE(CopyKind(request, event));
  EXPECT_EQ(event.progress_reported().text(), "已联系来电人");
}

}  // namespace
}  // namespace interline::inbox
