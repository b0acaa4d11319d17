// What every HttpClient keeps to. A test of one defines a stage: a client and a server that reacts as it is told.
#ifndef INTERLINE_SERVICES_COURIER_HTTP_CLIENT_CONTRACT_TEST_H_
#define INTERLINE_SERVICES_COURIER_HTTP_CLIENT_CONTRACT_TEST_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/courier/http_client.h"

namespace interline::courier {

enum class Conduct {
  kAnswers,           // with `answer`
  kRefusesToConnect,  // nobody listens
  kHangsUp,           // takes the request and closes
  kAnswersInPart,     // and closes
  kSaysNothing,       // takes the request and waits
};

class Stage {
 public:
  virtual ~Stage() = default;
  virtual void Behave(Conduct conduct, HttpAnswer answer) = 0;
  // "http://127.0.0.1:port" of the server.
  virtual std::string url() = 0;
  virtual HttpClient& client() = 0;
  // Ends the client.
  virtual void EndClient() = 0;
  // Bodies of the requests that the server has got.
  virtual std::vector<std::string> bodies() = 0;
};

using StageFactory = std::unique_ptr<Stage> (*)();

class HttpClientContract : public testing::TestWithParam<StageFactory> {
 protected:
  HttpRequest Request(const std::string& body = "body") const {
    HttpRequest request;
    request.url = stage_->url() + "/path?a=b";
    request.headers = {{"content-type", "text/plain"}};
    request.body = body;
    auto limits = std::make_shared<CallLimits>();
    limits->hosts = {"127.0.0.1"};
    limits->allow_this_machine = true;
    limits->total = absl::Seconds(5);
    limits->response_bytes = 1000;
    request.limits = limits;
    return request;
  }

  HttpResult Call(HttpRequest request) {
    std::promise<HttpResult> promise;
    stage_->client().Send(std::move(request), [&](HttpResult result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
  }

  std::unique_ptr<Stage> stage_ = GetParam()();
};

TEST_P(HttpClientContract, GivesTheAnswerAsItCame) {
  stage_->Behave(Conduct::kAnswers, {503, "their words", {{"retry-after", "7"}}});
  const HttpResult result = Call(Request("our words"));
  ASSERT_EQ(result.kind, HttpResult::Kind::kAnswered);
  EXPECT_EQ(result.answer.status, 503u);
  EXPECT_EQ(result.answer.body, "their words");
  EXPECT_EQ(result.answer.headers.at("retry-after"), "7");
  EXPECT_THAT(stage_->bodies(), testing::ElementsAre("our words"));
}

TEST_P(HttpClientContract, KnowsThatNothingWasSentWhenNobodyListens) {
  stage_->Behave(Conduct::kRefusesToConnect, {});
  EXPECT_EQ(Call(Request()).kind, HttpResult::Kind::kNotSent);
}

TEST_P(HttpClientContract, DoesNotKnowWhenNoWholeAnswerComes) {
  for (const Conduct conduct : {Conduct::kHangsUp, Conduct::kAnswersInPart, Conduct::kSaysNothing}) {
    stage_->Behave(conduct, {200, "all is well", {}});
    HttpRequest request = Request();
    auto limits = std::make_shared<CallLimits>(*request.limits);
    limits->total = absl::Milliseconds(300);
    request.limits = limits;
    const HttpResult result = Call(std::move(request));
    EXPECT_EQ(result.kind, HttpResult::Kind::kUnknown) << static_cast<int>(conduct);
    EXPECT_FALSE(result.error.empty());
  }
  EXPECT_EQ(stage_->bodies().size(), 3u) << "each was sent once";
}

TEST_P(HttpClientContract, GivesUpAnAnswerThatIsTooLarge) {
  stage_->Behave(Conduct::kAnswers, {200, std::string(1001, 'x'), {}});
  EXPECT_EQ(Call(Request()).kind, HttpResult::Kind::kUnknown);
  stage_->Behave(Conduct::kAnswers, {200, std::string(1000, 'x'), {}});
  EXPECT_EQ(Call(Request()).kind, HttpResult::Kind::kAnswered);
}

TEST_P(HttpClientContract, FollowsNoRedirect) {
  stage_->Behave(Conduct::kAnswers, {307, "", {{"location", stage_->url() + "/elsewhere"}}});
  EXPECT_EQ(Call(Request()).answer.status, 307u);
  EXPECT_EQ(stage_->bodies().size(), 1u);
}

TEST_P(HttpClientContract, CallsNoHostButThePlatforms) {
  stage_->Behave(Conduct::kAnswers, {200, "", {}});
  for (const char* url : {"http://localhost/", "http://127.0.0.1@evil.example/", "ftp://127.0.0.1/",
                          "http://127.0.0.2/", "http://127.0.0.1 /", "//127.0.0.1/", ""}) {
    HttpRequest request = Request();
    request.url = url;
    EXPECT_EQ(Call(std::move(request)).kind, HttpResult::Kind::kNotSent) << url;
  }
  EXPECT_TRUE(stage_->bodies().empty());
}

TEST_P(HttpClientContract, SendsNoHeaderThatWouldBecomeTwo) {
  stage_->Behave(Conduct::kAnswers, {200, "", {}});
  HttpRequest request = Request();
  request.headers.emplace_back("x-number", "1\r\nx-other: 2");
  EXPECT_EQ(Call(std::move(request)).kind, HttpResult::Kind::kNotSent);
  EXPECT_TRUE(stage_->bodies().empty());
}

TEST_P(HttpClientContract, TellsOfEveryCallBeforeItEnds) {
  stage_->Behave(Conduct::kAnswers, {200, "", {}});
  int told = 0;
  for (int i = 0; i < 5; ++i) stage_->client().Send(Request(), [&](HttpResult) { ++told; });
  stage_->EndClient();
  EXPECT_EQ(told, 5);
}

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_HTTP_CLIENT_CONTRACT_TEST_H_
