#include "services/translator/encode_processor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/bus/topics.h"
#include "core/ticket/event.h"
#include "services/translator/test_world.h"

namespace interline::translator {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kOutbox[] = "outbox.12367";
constexpr char kOut[] = "out.12367";

v1::Delivery Transfer() {
  v1::Delivery delivery;
  delivery.set_id("440000:GD1/1/12367");
  v1::TicketEvent& event = *delivery.mutable_event();
  event.set_id("m-1");
  event.set_source("440000");
  event.set_ticket_id("440000:GD1");
  event.set_source_number("GD1");
  event.set_recipient("12367");
  *event.mutable_occurred_at() = ToProto(absl::FromUnixSeconds(1795482000));
  event.mutable_transferred()->set_to("12367");
  event.mutable_transferred()->mutable_matter()->set_title(kCanary);
  event.mutable_transferred()->mutable_matter()->set_language(v1::LANGUAGE_ZH);
  return delivery;
}

TEST(EncodeProcessor, WritesADeliveryInTheDialectOfItsPlatform) {
  TestWorld world;
  const v1::Delivery delivery = Transfer();
  world.Write(kOutbox, "440000:GD1", delivery.SerializeAsString());
  world.Translate();
  ASSERT_EQ(world.Read(kOut).size(), 1u);
  const bus::Record record = world.Read(kOut)[0];
  const auto wire =
      world.adapters->current()->Find("12367")->Encode(adapters::Direction::kToPlatform, delivery.event());
  ASSERT_OK(wire);
  EXPECT_EQ(*record.value, wire->body);
  EXPECT_FALSE(wire->headers.empty());
  EXPECT_EQ(record.headers.size(), wire->headers.size() + 4);
  EXPECT_EQ(bus::FindHeader(record.headers, "interline-delivery"), Transfer().id());
  EXPECT_EQ(bus::FindHeader(record.headers, "interline-ticket"), "440000:GD1");
  EXPECT_EQ(bus::FindHeader(record.headers, "interline-event"), "m-1");
  EXPECT_EQ(bus::FindHeader(record.headers, "interline-kind"), "transferred");
  for (const auto& [name, value] : wire->headers) EXPECT_EQ(bus::FindHeader(record.headers, name), value) << name;
  EXPECT_TRUE(world.Commands().empty());
  EXPECT_TRUE(world.Rejections().empty());
  EXPECT_THAT(world.Logged(), Not(HasSubstr(kCanary)));
}

TEST(EncodeProcessor, KeysARecordByTheNumberThatThePlatformKnows) {
  TestWorld world;
  v1::Delivery delivery = Transfer();
  world.Write(kOutbox, "k", delivery.SerializeAsString());
  delivery.mutable_event()->set_recipient_number("YM9");
  world.Write(kOutbox, "k", delivery.SerializeAsString());
  world.Translate();
  ASSERT_EQ(world.Read(kOut).size(), 2u);
  EXPECT_EQ(world.Read(kOut)[0].key, "440000:GD1");
  EXPECT_EQ(world.Read(kOut)[1].key, "YM9");
}

TEST(EncodeProcessor, TellsTheJournalWhatThePlatformCannotBeToldAndGoesOn) {
  v1::Delivery no_such_kind = Transfer();
  no_such_kind.mutable_event()->mutable_archived();
  v1::Delivery no_such_field = Transfer();
  no_such_field.mutable_event()->mutable_transferred()->mutable_matter()->mutable_caller()->set_name(kCanary);
  v1::Delivery no_such_code = Transfer();
  no_such_code.mutable_event()->mutable_transferred()->mutable_matter()->set_language(v1::LANGUAGE_RU);
  v1::Delivery too_large = Transfer();
  // Two bytes each on the wire.
  too_large.mutable_event()->mutable_transferred()->set_note(std::string(600'000, '"'));
  const struct {
    const char* what;
    v1::Delivery delivery;
    v1::RefusalReason reason;
  } cases[] = {
      {"no such kind", no_such_kind, v1::REFUSAL_REASON_NOT_EXPRESSIBLE},
      {"no such field", no_such_field, v1::REFUSAL_REASON_NOT_EXPRESSIBLE},
      {"no such code", no_such_code, v1::REFUSAL_REASON_UNMAPPED_CODE},
      {"too large", too_large, v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.what);
    TestWorld world;
    world.Write(kOutbox, "440000:GD1", c.delivery.SerializeAsString());
    world.Write(kOutbox, "440000:GD1", Transfer().SerializeAsString());
    world.Translate();
    EXPECT_EQ(world.Read(kOut).size(), 1u) << "the good delivery behind it";

    ASSERT_EQ(world.Rejections().size(), 1u);
    const v1::Rejection rejection = world.Rejections()[0];
    EXPECT_EQ(ReasonName(rejection.refusal().reason()), ReasonName(c.reason));
    EXPECT_EQ(rejection.stage(), v1::Rejection::STAGE_ENCODE);
    EXPECT_EQ(rejection.platform(), "12367");
    EXPECT_EQ(rejection.ticket_id(), "440000:GD1");
    EXPECT_EQ(rejection.event_id(), "m-1");
    EXPECT_EQ(rejection.mapping(), "plain/3");
    EXPECT_EQ(rejection.position().topic(), kOutbox);
    EXPECT_EQ(rejection.original(), c.delivery.event().SerializeAsString());
    EXPECT_EQ(world.Read(bus::kRejected)[0].key, "440000:GD1");

    ASSERT_EQ(world.Commands().size(), 1u);
    const v1::TicketEvent report = world.Commands()[0];
    EXPECT_OK(ticket::Validate(report));
    EXPECT_EQ(report.source(), "interline");
    EXPECT_EQ(report.ticket_id(), "440000:GD1");
    EXPECT_EQ(report.causation_id(), "m-1");
    EXPECT_EQ(report.delivery_reported().delivery_id(), c.delivery.id());
    EXPECT_EQ(report.delivery_reported().platform(), "12367");
    EXPECT_EQ(report.delivery_reported().result(), v1::DeliveryReported::RESULT_REFUSED);
    EXPECT_EQ(report.delivery_reported().refusal().reason(), rejection.refusal().reason());
    EXPECT_EQ(world.Read(bus::kCommands)[0].key, "440000:GD1");
    EXPECT_EQ(bus::FindHeader(world.Read(bus::kCommands)[0].headers, "interline-source"), "interline");
    EXPECT_THAT(world.Logged(), Not(HasSubstr(kCanary)));
  }
}

TEST(EncodeProcessor, KeepsWhatIsNoDeliveryAndGoesOn) {
  for (const absl::optional<std::string>& value :
       {absl::optional<std::string>(), absl::optional<std::string>("\xFFkanarienvogel")}) {
    TestWorld world;
    world.Write(kOutbox, "k", value);
    world.Write(kOutbox, "k", Transfer().SerializeAsString());
    world.Translate();
    EXPECT_EQ(world.Read(kOut).size(), 1u);
    ASSERT_EQ(world.Rejections().size(), 1u);
    EXPECT_EQ(world.Rejections()[0].refusal().reason(), v1::REFUSAL_REASON_MALFORMED);
    EXPECT_EQ(world.Rejections()[0].original(), value.value_or(""));
    EXPECT_TRUE(world.Commands().empty()) << "there is no ticket to tell of it";
    EXPECT_THAT(world.Logged(), Not(HasSubstr(kCanary)));
  }
}

TEST(EncodeProcessor, ReportsEachAttemptOnceHoweverOftenItsRecordIsRead) {
  v1::Delivery delivery = Transfer();
  delivery.mutable_event()->mutable_archived();
  TestWorld world;
  world.Write(kOutbox, "k", delivery.SerializeAsString());
  world.Write(kOutbox, "k", delivery.SerializeAsString());
  world.bus.FailNext(bus::Fault::kCommitUnknownDone);
  world.Translate();
  const std::vector<v1::TicketEvent> reports = world.Commands();
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_NE(reports[0].id(), reports[1].id());
  TestWorld again;
  again.Write(kOutbox, "k", delivery.SerializeAsString());
  again.clock.Advance(absl::Minutes(1));
  again.Translate();
  ASSERT_EQ(again.Commands().size(), 1u);
  EXPECT_EQ(again.Commands()[0].DebugString(), reports[0].DebugString());
}

}  // namespace
}  // namespace interline::translator
