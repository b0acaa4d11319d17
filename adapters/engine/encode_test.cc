#include "adapters/engine/encode.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/engine/test_support.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"

namespace interline::adapters {
namespace {

using google::protobuf::util::MessageDifferencer;
using v1::TicketEvent;

class Encoding : public testing::Test {
 protected:
  absl::StatusOr<WireMessage> From(const TicketEvent& event) {
    return adapter_->Encode(Direction::kFromPlatform, event);
  }
  absl::StatusOr<WireMessage> To(const TicketEvent& event) { return adapter_->Encode(Direction::kToPlatform, event); }
  // "REASON at path".
  static std::string Refused(const absl::StatusOr<WireMessage>& message) {
    const auto refusal = GetRefusal(message.status());
    if (!refusal) return message.status().ToString();
    return absl::StrCat(ReasonName(refusal->reason()), refusal->path().empty() ? "" : " at ", refusal->path());
  }

  std::unique_ptr<Adapter> adapter_ = TestAdapter();
};

TEST_F(Encoding, WritesEveryFieldInTheOrderOfTheRows) {
  const TicketEvent event = ParseEvent(FullTransferText());
  ASSERT_OK_AND_ASSIGN(const WireMessage message, From(event));
  EXPECT_EQ(message.body, FullTransferJson());
  EXPECT_EQ(message.headers.at("content-type"), "application/json; charset=utf-8");
}

TEST_F(Encoding, LeavesTheEventAsItWas) {
  const TicketEvent event = ParseEvent(FullTransferText());
  ASSERT_OK(From(event));
  EXPECT_TRUE(MessageDifferencer::Equals(event, ParseEvent(FullTransferText())));
}

TEST_F(Encoding, WritesNothingThatIsNotStated) {
  const TicketEvent event = ParseEvent(R"(
      id: "m" source: "440000" ticket_id: "440000:1" occurred_at { seconds: 1795486200 }
      transferred { to: "12367" matter { title: "t" caller {} } limit { start: START_SIGNED } })");
  ASSERT_OK_AND_ASSIGN(const WireMessage message, From(event));
  EXPECT_EQ(message.body,
            R"({"head":{"type":"transfer","ver":2,"id":"m","at":"2026-11-24T10:10:00+08:00","from":"440000"},)"
            R"("body":{"ticket":"440000:1","to":"12367","title":"t","limit":{"maybe":false}}})");
}

TEST_F(Encoding, RefusesByReasonAndOurPath) {
  const struct {
    std::string refused;
    std::function<void(TicketEvent&)> spoil;
  } cases[] = {
      {"NOT_EXPRESSIBLE at transferred.note", [](TicketEvent& e) { e.mutable_transferred()->set_note("x"); }},
      {"NOT_EXPRESSIBLE at transferred.matter.urgency",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_matter()->set_urgency(v1::URGENCY_URGENT); }},
      {"NOT_EXPRESSIBLE at transferred.matter.region.name",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_matter()->mutable_region()->set_name("x"); }},
      {"NOT_EXPRESSIBLE at transferred.matter.call",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_matter()->mutable_call()->set_call_id("x"); }},
      {"NOT_EXPRESSIBLE at transferred.matter.attachments[1].media_type",
       [](TicketEvent& e) {
         e.mutable_transferred()->mutable_matter()->mutable_attachments(1)->set_media_type("text/plain");
       }},
      {"NOT_EXPRESSIBLE at actor", [](TicketEvent& e) { e.mutable_actor()->set_staff_id("1"); }},
      {"NOT_EXPRESSIBLE at recipient_number", [](TicketEvent& e) { e.set_recipient_number("1"); }},
      {"NOT_EXPRESSIBLE at transferred.limit.start",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_limit()->set_start(v1::TimeLimit::START_DISPATCHED); }},
      {"NOT_EXPRESSIBLE at transferred.limit.start",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_limit()->clear_start(); }},
      {"NOT_EXPRESSIBLE at transferred.matter.title",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_matter()->clear_title(); }},
      {"NOT_EXPRESSIBLE at transferred.matter.title", [](TicketEvent& e) { e.mutable_transferred()->clear_matter(); }},
      {"NOT_EXPRESSIBLE at transferred.matter.attachments[1].id",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_matter()->mutable_attachments(1)->clear_id(); }},
      {"NOT_EXPRESSIBLE at transferred.matter.content",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_matter()->set_content("a\x1b[31m"); }},
      {"NOT_EXPRESSIBLE at transferred.matter",
       [](TicketEvent& e) {
         v1::Matter& matter = *e.mutable_transferred()->mutable_matter();
         matter.GetReflection()->MutableUnknownFields(&matter)->AddVarint(900, 1);
       }},
      {"NOT_EXPRESSIBLE", [](TicketEvent& e) { e.GetReflection()->MutableUnknownFields(&e)->AddVarint(900, 1); }},
      {"NOT_EXPRESSIBLE at source", [](TicketEvent& e) { e.set_source("510000"); }},
      {"NOT_EXPRESSIBLE at archived", [](TicketEvent& e) { e.mutable_archived(); }},
      {"NOT_EXPRESSIBLE at kind", [](TicketEvent& e) { e.clear_kind(); }},
      {"UNMAPPED_CODE at transferred.matter.demand_type",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_matter()->set_demand_type(v1::DEMAND_TYPE_PRAISE); }},
      {"UNMAPPED_CODE at transferred.matter.demand_type",
       [](TicketEvent& e) {
         e.mutable_transferred()->mutable_matter()->set_demand_type(static_cast<v1::DemandType>(77));
       }},
      {"TOO_LONG_FOR_RECEIVER at transferred.matter.caller.name",
       [](TicketEvent& e) {
         e.mutable_transferred()->mutable_matter()->mutable_caller()->set_name("十一个字十一个字十一个");
       }},
      {"TOO_LONG_FOR_RECEIVER at transferred.matter.attachments",
       [](TicketEvent& e) {
         for (const char* id : {"f3", "f4"}) {
           e.mutable_transferred()->mutable_matter()->add_attachments()->set_id(id);
         }
       }},
      {"OUT_OF_RANGE at generation", [](TicketEvent& e) { e.set_generation(10); }},
      {"OUT_OF_RANGE at transferred.matter.attachments[0].size_bytes",
       [](TicketEvent& e) {
         e.mutable_transferred()->mutable_matter()->mutable_attachments(0)->set_size_bytes(uint64_t{1} << 63);
       }},
      {"INVALID_TIME at transferred.limit.due_at",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_limit()->mutable_due_at()->set_seconds(1); }},
      {"INVALID_REGION at transferred.matter.region.code",
       [](TicketEvent& e) { e.mutable_transferred()->mutable_matter()->mutable_region()->set_code("44"); }},
  };
  for (const auto& test : cases) {
    TicketEvent event = ParseEvent(FullTransferText());
    test.spoil(event);
    EXPECT_EQ(Refused(From(event)), test.refused);
  }
}

TEST_F(Encoding, LeavesOutWhatIsDroppedAndWhatTheBrokerAdds) {
  TicketEvent event = ParseEvent(FullTransferText());
  event.set_causation_id("m-0");
  event.set_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  event.mutable_received_at()->set_seconds(1);
  event.mutable_provenance()->set_mapping("x/1");
  event.mutable_journal()->set_sequence(7);
  event.mutable_transferred()->mutable_matter()->mutable_caller()->set_document_type(v1::DOCUMENT_TYPE_PASSPORT);
  event.mutable_transferred()->mutable_matter()->mutable_attachments(0)->set_url("https://files.example.org/1");
  ASSERT_OK_AND_ASSIGN(const WireMessage message, From(event));
  EXPECT_EQ(message.body, FullTransferJson());
}

TEST_F(Encoding, ChoosesTheMessageThatImpliesWhatTheEventSays) {
  TicketEvent event = ParseEvent(R"(
      id: "x" source: "440000" ticket_id: "440000:DH1" source_number: "DH1" occurred_at { seconds: 1795486200 }
      urged { urge_id: "U1" })");
  ASSERT_OK_AND_ASSIGN(WireMessage message, From(event));
  EXPECT_EQ(message.body, R"({"n":1,"no":"DH1","urge":"U1","at":"20261124101000.000"})");
  EXPECT_EQ(message.headers.at("target"), "/urge");
  event.mutable_urged()->set_again(true);
  ASSERT_OK_AND_ASSIGN(message, From(event));
  EXPECT_EQ(message.body, R"({"n":2,"no":"DH1","urge":"U1","at":"20261124101000.000"})");
  event.mutable_urged()->set_reason("x");
  EXPECT_EQ(Refused(From(event)), "NOT_EXPRESSIBLE at urged.reason") << "what is wrong with the one that fits";
}

TEST_F(Encoding, NeverWritesAboutAnotherTicket) {
  TicketEvent event = ParseEvent(R"(
      id: "x" source: "12367" recipient: "440000" ticket_id: "440000:DH1" recipient_number: "DH1"
      occurred_at { seconds: 1795486200 } return_requested { reason: RETURN_REASON_WRONG_REGION })");
  ASSERT_OK_AND_ASSIGN(WireMessage message, To(event));
  EXPECT_EQ(message.body,
            R"({"head":{"type":"return","id":"x","at":1795486200},"for":"440000","your":"DH1","why":"region"})");
  event.clear_recipient_number();
  ASSERT_OK_AND_ASSIGN(const WireMessage filled, To(event));
  EXPECT_EQ(filled.body, message.body) << "the number stands in the ticket id";
  EXPECT_EQ(event.recipient_number(), "");
  event.set_recipient_number("DH2");
  EXPECT_EQ(Refused(To(event)), "NOT_EXPRESSIBLE at ticket_id");
  event.set_ticket_id("12367:DH2");
  EXPECT_EQ(Refused(To(event)), "NOT_EXPRESSIBLE at ticket_id");
  event.set_recipient("510000");
  EXPECT_EQ(Refused(To(event)), "NOT_EXPRESSIBLE at recipient");
}

TEST_F(Encoding, AsksForAPlaceForALaterDispatchOnly) {
  TicketEvent event = ParseEvent(R"(
      id: "x" source: "440000" ticket_id: "12367:1" source_number: "W7" occurred_at { seconds: 1795486200 } signed {})");
  for (const uint32_t generation : {0, 1}) {
    event.set_generation(generation);
    ASSERT_OK_AND_ASSIGN(const WireMessage message, From(event));
    EXPECT_EQ(message.body, R"({"head":{"type":"signed","at":"2026-11-24T10:10:00+08:00"},"my":"W7"})");
  }
  event.set_generation(2);
  EXPECT_EQ(Refused(From(event)), "NOT_EXPRESSIBLE at generation");
}

TEST_F(Encoding, WritesAListOfTexts) {
  const TicketEvent event = ParseEvent(R"(
      id: "x" source: "interline" recipient: "440000" ticket_id: "440000:1" occurred_at { seconds: 1795486200 }
      duplicate_suspected { ticket_ids: "440000:2" ticket_ids: "440000:3" })");
  ASSERT_OK_AND_ASSIGN(const WireMessage message, To(event));
  EXPECT_EQ(message.body, R"({"head":{"type":"twins","id":"x","at":"2026-11-24T10:10:00+08:00"},"from":"interline",)"
                          R"("ticket":"440000:1","with":["440000:2","440000:3"]})");
}

TEST_F(Encoding, NeverRepeatsAValue) {
  TicketEvent event = ParseEvent(FullTransferText());
  event.mutable_transferred()->mutable_matter()->mutable_caller()->set_name("王秘密王秘密王秘密王秘密");
  event.mutable_transferred()->set_note("王秘密");
  EXPECT_EQ(From(event).status().ToString().find("王秘密"), std::string::npos);
  event.mutable_transferred()->clear_note();
  EXPECT_EQ(From(event).status().ToString().find("王秘密"), std::string::npos);
}

}  // namespace
}  // namespace interline::adapters
