// No personal data in keys, headers, logs, metrics or in what is said about a refused event.
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "core/base/status_matchers.h"
#include "services/ticketing/command_headers.h"
#include "services/ticketing/proposal.h"
#include "services/ticketing/test_world.h"

namespace interline::ticketing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kCanary[] = "CANARY13800001234";

// A sink for spdlog's default logger, put back at the end.
class LogCapture {
 public:
  LogCapture() : before_(spdlog::default_logger()) {
    auto logger = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(out_));
    logger->set_level(spdlog::level::trace);
    spdlog::set_default_logger(std::move(logger));
  }
  ~LogCapture() { spdlog::set_default_logger(before_); }
  std::string text() const { return out_.str(); }

 private:
  std::shared_ptr<spdlog::logger> before_;
  std::ostringstream out_;
};

v1::TicketEvent WithCanaries(v1::TicketEvent event) {
  v1::Matter& matter = *event.mutable_transferred()->mutable_matter();
  matter.set_title(kCanary);
  matter.set_content(kCanary);
  matter.mutable_caller()->set_name(kCanary);
  matter.mutable_caller()->set_calling_number(kCanary);
  matter.mutable_caller()->set_document_number(kCanary);
  matter.mutable_region()->set_address(kCanary);
  event.mutable_transferred()->set_note(kCanary);
  event.mutable_actor()->set_phone(kCanary);
  event.set_traceparent(kCanary);
  return event;
}

class PrivacyTest : public testing::Test {
 protected:
  void LiveWithCanaries() {
    world_.Submit(WithCanaries(Opening(kTicket, kJiangsu)));
    world_.Submit(WithCanaries(Opening("440000:SAME-CALLER", kJiangsu)));
    v1::TicketEvent conflict = WithCanaries(Opening(kTicket, kJiangsu));
    conflict.mutable_transferred()->mutable_matter()->set_title(std::string(kCanary) + "2");
    world_.Submit(conflict);
    v1::TicketEvent early = Progress("early", kHotline, "440000:NEVER");
    early.mutable_progress_reported()->set_text(kCanary);
    world_.Submit(early);
    v1::TicketEvent wrong = Progress("wrong", kGuangdong);
    wrong.mutable_progress_reported()->set_text(kCanary);
    world_.Submit(wrong);
    world_.Run();
    world_.Report(world_.Outbox(kJiangsu)[0], v1::DeliveryReported::RESULT_REFUSED);
    world_.Run();
    world_.Pass(absl::Hours(48));
  }

  LogCapture log_;
  TicketingWorld world_;
};

TEST_F(PrivacyTest, KeysAndHeadersHoldNone) {
  LiveWithCanaries();
  size_t records = 0;
  for (const char* topic : {"commands", "events", "state", "rejected", "outbox.440000", "outbox.320000"}) {
    for (const bus::Record& record : world_.bus().Committed(topic)) {
      ++records;
      EXPECT_THAT(record.key, Not(HasSubstr("CANARY"))) << topic;
      for (const bus::Header& header : record.headers) EXPECT_THAT(header.value, Not(HasSubstr("CANARY"))) << topic;
    }
  }
  EXPECT_GT(records, 30u);
}

TEST_F(PrivacyTest, LogsHoldNone) {
  LiveWithCanaries();
  EXPECT_THAT(log_.text(), HasSubstr("440000:DH2611240012"));  // something was logged
  EXPECT_THAT(log_.text(), Not(HasSubstr("CANARY")));
}

TEST_F(PrivacyTest, RefusalsNameFieldsAndNoValues) {
  LiveWithCanaries();
  ASSERT_GE(world_.Rejections().size(), 3u);
  for (v1::Rejection rejection : world_.Rejections()) {
    rejection.clear_original();  // kept whole on purpose
    EXPECT_THAT(rejection.SerializeAsString(), Not(HasSubstr("CANARY")));
  }
  ASSERT_FALSE(world_.Outbox(kGuangdong).empty());
  for (const v1::Delivery& delivery : world_.Outbox(kGuangdong)) {
    if (delivery.event().has_refused()) {
      EXPECT_THAT(delivery.event().refused().SerializeAsString(), Not(HasSubstr("CANARY")));
    }
  }
}

// An id of the wrong form could be anything, also a person's name.
TEST_F(PrivacyTest, WhatStandsWhereAnIdShouldIsNotRepeated) {
  v1::TicketEvent event = Signed(std::string(kCanary) + " 张三", kHotline, std::string("440000:") + kCanary + " 张三");
  event.set_source_number(std::string(kCanary) + " 张三");
  world_.SubmitAs(kHotline, event);
  event.set_ticket_id(kTicket);
  world_.SubmitAs(kHotline, event);
  event.set_source("CANARY 张三");
  world_.SubmitAs("", event);
  world_.Run();
  ASSERT_EQ(world_.Rejections().size(), 3u);
  for (v1::Rejection rejection : world_.Rejections()) {
    rejection.clear_original();
    EXPECT_THAT(rejection.SerializeAsString(), Not(HasSubstr("CANARY")));
  }
  for (const char* topic : {"rejected", "outbox.12367"}) {
    for (const bus::Record& record : world_.bus().Committed(topic)) EXPECT_THAT(record.key, Not(HasSubstr("CANARY")));
  }
  for (const v1::Delivery& delivery : world_.Outbox(kHotline)) {
    EXPECT_THAT(delivery.SerializeAsString(), Not(HasSubstr("CANARY")));
  }
  EXPECT_THAT(log_.text(), Not(HasSubstr("CANARY")));
}

// Archived tickets keep what recognises a repeat, and nothing personal.
TEST_F(PrivacyTest, TheStateOfAnArchivedTicketHoldsNone) {
  world_.Submit(WithCanaries(Opening()));
  v1::TicketEvent withdrawn = Event("w", kGuangdong);
  withdrawn.mutable_withdrawn()->set_reason(kCanary);
  world_.Submit(withdrawn);
  v1::TicketEvent archived = Event("a", kGuangdong);
  archived.mutable_archived();
  world_.SubmitAndRun(archived);
  std::map<std::string, std::string> state;
  for (const bus::Record& record : world_.bus().Committed("state")) state[record.key] = record.value.value_or("");
  for (const auto& [key, value] : state) EXPECT_THAT(value, Not(HasSubstr("CANARY"))) << key;
  world_.SubmitAndRun(WithCanaries(Opening()));
  EXPECT_EQ(world_.Story().back(), "interline: repeat_recognised note");
}

}  // namespace
}  // namespace interline::ticketing
