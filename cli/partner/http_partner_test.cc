#include "cli/partner/http_partner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "adapters/engine/registry.h"
#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"

namespace interline::cli {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Fujian, which is polled for calls and replies and takes ours as query strings.
class HttpPartnerTest : public testing::Test {
 protected:
  http::Answer Ask(identity::Request request) {
    http::Answer answer;
    partner_.Handle(std::move(request), [&](http::Answer given) { answer = std::move(given); });
    return answer;
  }

  v1::TicketEvent Signed() const {
    v1::TicketEvent event;
    event.set_id("S1");
    event.set_source("12367");
    event.set_recipient("350000");
    event.set_ticket_id("350000:1001");
    event.set_recipient_number("1001");
    event.set_source_number("W1");
    *event.mutable_occurred_at() = ToProto(absl::FromUnixSeconds(1795500000));
    event.mutable_signed_();
    return event;
  }

  identity::Request Pushed(const v1::TicketEvent& event) const {
    const auto message = fujian_.Encode(adapters::Direction::kToPlatform, event);
    EXPECT_OK(message);
    identity::Request request;
    request.method = "GET";
    request.path = message->headers.count(":path") > 0 ? message->headers.at(":path") : "/callcenter/api/fzCallServlet";
    request.query = message->body;
    return request;
  }

  const adapters::Registry registry_ = *adapters::Registry::Load("adapters");
  const adapters::Adapter& fujian_ = *registry_.Find("fujian");
  FakeClock clock_;
  HttpPartner partner_{fujian_, clock_};
};

TEST_F(HttpPartnerTest, KeepsWhatIsPushedAndSaysSo) {
  const http::Answer answer = Ask(Pushed(Signed()));
  const adapters::Answered answered =
      fujian_.ReadAnswer(adapters::Direction::kFromPlatform, {answer.status, answer.body, answer.headers});
  EXPECT_EQ(answered.meaning, adapter::v1::Answer::MEANING_DONE);
  const std::vector<v1::TicketEvent> pushed = partner_.TakePushed(absl::ZeroDuration());
  ASSERT_THAT(pushed, SizeIs(1));
  EXPECT_TRUE(pushed[0].has_signed_());
  EXPECT_THAT(partner_.TakePushed(absl::ZeroDuration()), IsEmpty()) << "each is taken once";
}

TEST_F(HttpPartnerTest, RefusesWhatItsDialectCannotRead) {
  identity::Request request = Pushed(Signed());
  request.query = "act=saveReply&sq=%7B%7D";
  const http::Answer answer = Ask(std::move(request));
  const adapters::Answered answered =
      fujian_.ReadAnswer(adapters::Direction::kFromPlatform, {answer.status, answer.body, answer.headers});
  EXPECT_EQ(answered.meaning, adapter::v1::Answer::MEANING_REFUSED);
  EXPECT_THAT(partner_.TakePushed(absl::ZeroDuration()), IsEmpty());
}

// Beijing has an answer of its own for each command.
TEST_F(HttpPartnerTest, AnswersEachMessageInTheFormOfThatMessage) {
  const adapters::Adapter& beijing = *registry_.Find("beijing");
  HttpPartner partner(beijing, clock_);
  const std::pair<const char*, const char*> commands[] = {{"delay_to", "A5RequestDelayResponse"},
                                                          {"reject_code_1_to", "A5RejectSignOrderResponse"}};
  for (const auto& [example, response] : commands) {
    std::ifstream file(std::string("adapters/dialects/a5_soap/examples/good/") + example + ".xml");
    identity::Request request;
    request.headers.emplace("content-type", "text/xml; charset=utf-8");
    request.body.assign(std::istreambuf_iterator<char>(file), {});
    http::Answer answer;
    partner.Handle(request, [&](http::Answer given) { answer = std::move(given); });
    EXPECT_THAT(answer.body, ::testing::HasSubstr(response)) << example;
    EXPECT_THAT(answer.body, ::testing::HasSubstr("true"));
  }
}

TEST_F(HttpPartnerTest, WithTheFaultOf500KeepsNothingUntilAnAttemptIsLucky) {
  HttpPartner unlucky(fujian_, clock_, *Faults::Parse("500=100", 1));
  http::Answer answer;
  unlucky.Handle(Pushed(Signed()), [&](http::Answer given) { answer = std::move(given); });
  EXPECT_EQ(answer.status, 500u);
  EXPECT_THAT(unlucky.TakePushed(absl::ZeroDuration()), IsEmpty());
}

}  // namespace
}  // namespace interline::cli
