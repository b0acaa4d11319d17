#include "services/ticketing/cloud_events.h"

#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"
#include "services/ticketing/test_world.h"

namespace interline::ticketing {
namespace {

using ::testing::ElementsAre;

TEST(CloudEventHeaders, SayWhatACloudEventMust) {
  v1::TicketEvent event = Signed("s-1", kHotline);
  *event.mutable_occurred_at() = ToProto(absl::FromUnixMillis(1795482000250));
  event.set_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  EXPECT_THAT(
      CloudEventHeaders(event),
      ElementsAre(bus::Header{"ce_specversion", "1.0"}, bus::Header{"ce_id", "s-1"},
                  bus::Header{"ce_source", "/platforms/12367"}, bus::Header{"ce_type", "cn.interline.v1.signed"},
                  bus::Header{"ce_time", "2026-11-24T01:00:00.25Z"}, bus::Header{"ce_subject", kTicket},
                  bus::Header{"content-type", "application/protobuf"},
                  bus::Header{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}));
}

TEST(CloudEventHeaders, NameTheBrokerAsASourceOfItsOwn) {
  EXPECT_EQ(bus::FindHeader(CloudEventHeaders(Event("x", "interline")), "ce_source"), "/interline");
}

TEST(CloudEventHeaders, LeaveOutATraceContextThatIsNone) {
  for (const char* text : {"", "张三", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                           "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-zz",
                           "00x0af7651916cd43dd8448eb211c80319cxb7ad6b7169203331x01"}) {
    v1::TicketEvent event = Event("x", kHotline);
    event.set_traceparent(text);
    EXPECT_EQ(bus::FindHeader(CloudEventHeaders(event), "traceparent"), "") << text;
  }
}

}  // namespace
}  // namespace interline::ticketing
