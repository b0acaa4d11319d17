#include "services/inbox/personal_view.h"

#include <gmock/gmock.h>

#include "core/base/status_matchers.h"

namespace interline::inbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

::interline::v1::Ticket Ticket() {
  ::interline::v1::Ticket ticket;
  auto& matter = *ticket.mutable_matter();
  matter.set_title("签证咨询");
  matter.set_content("请回电");
  matter.mutable_region()->set_address("某路1号");
  matter.mutable_caller()->set_name("王某");
  matter.mutable_caller()->set_calling_number("+8613800138000");
  matter.add_attachments()->set_url("https://example.cn/a");
  return ticket;
}

TEST(PersonalView, OffersWhatStandsThereAndIsNotText) {
  EXPECT_THAT(RevealablePaths(Ticket()),
              ElementsAre("matter.caller.calling_number", "matter.caller.name", "matter.region.address"));
  EXPECT_THAT(RevealablePaths({}), IsEmpty());
}

TEST(PersonalView, RevealsOneValue) {
  const auto value = Reveal(Ticket(), "matter.caller.calling_number");
  ASSERT_OK(value);
  EXPECT_EQ(*value, "+8613800138000");
}

TEST(PersonalView, RevealsNothingElse) {
  for (const char* path : {"matter.content", "matter.caller.contact_number", "id", "matter.caller", "", "nothing"}) {
    EXPECT_THAT(Reveal(Ticket(), path), HasCode(absl::StatusCode::kNotFound)) << path;
  }
}

}  // namespace
}  // namespace interline::inbox
