// The small parts of core/base.
#include "absl/time/time.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/mask.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/sha256.h"
#include "core/base/status_matchers.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline {
namespace {

TEST(Ids, ATicketIdIsTakenApartIntoTheOriginAndAnOpaqueNumber) {
  const TicketIdParts parts = SplitTicketId("440000:DH:2611/240012");
  EXPECT_EQ(parts.origin, "440000");
  EXPECT_EQ(parts.number, "DH:2611/240012");
  EXPECT_EQ(TicketId(parts.origin, parts.number), "440000:DH:2611/240012");
}

TEST(Ids, OnlySafeCharactersMakeAnId) {
  EXPECT_TRUE(IsTicketId("12367:A1"));
  for (const char* bad : {"", "12367", "12367:", ":A1", "guangdong:A1", "440000:a b", "440000:中", "440000:a\n"}) {
    EXPECT_FALSE(IsTicketId(bad)) << bad;
  }
  EXPECT_FALSE(IsTicketNumber(std::string(65, 'a')));
  EXPECT_TRUE(IsEventId("a.B_9:-"));
  EXPECT_FALSE(IsEventId("a/b"));
  EXPECT_FALSE(IsPlatformId("44000"));
}

TEST(Ids, AnAliasIsNoTicketId) {
  EXPECT_EQ(AliasKey("440000", "DH/1"), "alias/440000/DH/1");
  EXPECT_FALSE(IsTicketId(AliasKey("440000", "440000:1")));
}

TEST(Mask, EveryMarkedFieldIsShortenedAtAnyDepthAndNoOtherIs) {
  v1::TicketEvent event;
  event.set_id("E1");
  auto* matter = event.mutable_transferred()->mutable_matter();
  matter->set_title("签证延期");
  matter->mutable_region()->set_code("440100");
  matter->mutable_region()->set_address("天河区体育西路1号");
  matter->mutable_caller()->set_name("王小明");
  matter->mutable_caller()->set_calling_number("13812345678");
  matter->mutable_caller()->set_document_number("E12345678");
  matter->add_attachments()->set_url("https://files.example/1");
  Mask(event);
  EXPECT_EQ(event.id(), "E1");
  EXPECT_EQ(event.transferred().matter().title(), "[4 characters]");
  EXPECT_EQ(event.transferred().matter().region().code(), "440100");
  EXPECT_EQ(event.transferred().matter().region().address(), "****");
  EXPECT_EQ(event.transferred().matter().caller().name(), "王**");
  EXPECT_EQ(event.transferred().matter().caller().calling_number(), "138****5678");
  EXPECT_EQ(event.transferred().matter().caller().document_number(), "****78");
  EXPECT_EQ(event.transferred().matter().attachments(0).url(), "****");
}

TEST(Mask, LeavesTheKindThatMayBeShown) {
  v1::TicketEvent event;
  v1::Matter& matter = *event.mutable_transferred()->mutable_matter();
  matter.set_content("请回电");
  matter.mutable_caller()->set_calling_number("+8613800138000");
  Mask(event, v1::PERSONAL_TEXT);
  EXPECT_EQ(matter.content(), "请回电");
  EXPECT_EQ(matter.caller().calling_number(), "+86****8000");
}

TEST(Mask, AShortNumberShowsNothing) { EXPECT_EQ(MaskText(v1::PERSONAL_PHONE, "12345"), "****"); }

TEST(Refusals, TravelInsideAStatusAndAreFoundAgain) {
  const absl::Status status =
      RefusalError(v1::REFUSAL_REASON_UNMAPPED_CODE, "ticket.category", "No row for this code.");
  EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(status.message(), "UNMAPPED_CODE at ticket.category: No row for this code.");
  ASSERT_TRUE(GetRefusal(status).has_value());
  EXPECT_EQ(GetRefusal(status)->path(), "ticket.category");
  EXPECT_FALSE(GetRefusal(absl::InternalError("x")).has_value());
}

TEST(ProtoTime, KeepsNanosecondsAlsoBefore1970) {
  for (const absl::Time time : {absl::FromUnixNanos(1795482000123456789), absl::FromUnixNanos(-1)}) {
    EXPECT_EQ(FromProto(ToProto(time)), time);
    EXPECT_GE(ToProto(time).nanos(), 0);
  }
}

TEST(FakeClock, MovesOnlyWhenTold) {
  FakeClock clock;
  const absl::Time start = clock.Now();
  EXPECT_EQ(clock.Now(), start);
  clock.Advance(absl::Hours(1));
  EXPECT_EQ(clock.Now(), start + absl::Hours(1));
}

TEST(Sha256, MatchesThePublishedVectorOfTheEmptyString) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace interline
