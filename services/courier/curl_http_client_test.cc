// The real client, against a real server on this machine.
#include "services/courier/curl_http_client.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "services/courier/http_client_contract_test.h"
#include "services/courier/test_http_server.h"

namespace interline::courier {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::unique_ptr<HttpClient> NewClient() {
  absl::StatusOr<std::unique_ptr<HttpClient>> client = MakeCurlHttpClient();
  EXPECT_OK(client);
  return *std::move(client);
}

std::string BodyOf(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

class CurlStage final : public Stage {
 public:
  void Behave(Conduct conduct, HttpAnswer answer) override {
    std::string headers;
    for (const auto& [name, value] : answer.headers) absl::StrAppend(&headers, name, ": ", value, "\r\n");
    const std::string whole = HttpResponse(static_cast<int>(answer.status), answer.body, headers);
    const std::lock_guard<std::mutex> lock(mutex_);
    conduct_ = conduct;
    reaction_ = {};
    if (conduct == Conduct::kAnswers) reaction_.bytes = whole;
    if (conduct == Conduct::kAnswersInPart) reaction_.bytes = whole.substr(0, whole.size() - 1);
    reaction_.stays_silent = conduct == Conduct::kSaysNothing;
  }
  std::string url() override { return conduct_ == Conduct::kRefusesToConnect ? UnusedUrl() : server_.url(); }
  HttpClient& client() override { return *client_; }
  void EndClient() override { client_.reset(); }
  std::vector<std::string> bodies() override {
    std::vector<std::string> bodies;
    for (const std::string& request : server_.requests()) bodies.push_back(BodyOf(request));
    return bodies;
  }

 private:
  static std::string UnusedUrl() {
    return TestHttpServer([](const std::string&) { return Reaction(); }).url();
  }

  std::mutex mutex_;
  Conduct conduct_ = Conduct::kAnswers;
  Reaction reaction_;
  TestHttpServer server_{[this](const std::string&) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return reaction_;
  }};
  std::unique_ptr<HttpClient> client_ = NewClient();
};

INSTANTIATE_TEST_SUITE_P(Curl, HttpClientContract,
                         testing::Values([]() -> std::unique_ptr<Stage> { return std::make_unique<CurlStage>(); }));

class CurlHttpClientTest : public testing::Test {
 protected:
  static HttpRequest Request(const std::string& url, CallLimits limits = {}) {
    HttpRequest request;
    request.url = url;
    request.body = "0123456789";
    limits.hosts.insert({"127.0.0.1", "localhost", "::1"});
    request.limits = std::make_shared<const CallLimits>(std::move(limits));
    return request;
  }
  static CallLimits Here() {
    CallLimits limits;
    limits.allow_this_machine = true;
    return limits;
  }
  HttpResult Call(HttpRequest request) {
    std::promise<HttpResult> promise;
    client_->Send(std::move(request), [&](HttpResult result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
  }

  TestHttpServer server_{[](const std::string&) { return Reaction{.bytes = HttpResponse(200, "ok")}; }};
  std::unique_ptr<HttpClient> client_ = NewClient();
};

TEST_F(CurlHttpClientTest, SendsALengthAndNeverChunksOrExpectations) {
  HttpRequest request = Request(server_.url() + "/ws?wsdl", Here());
  request.body = std::string(2 << 20, 'x');
  request.headers = {{"content-type", "text/xml"}, {"soapaction", ""}};
  ASSERT_EQ(Call(std::move(request)).answer.status, 200u);
  const std::string seen = server_.requests().at(0);
  const std::string head = absl::AsciiStrToLower(seen.substr(0, seen.find("\r\n\r\n") + 2));
  EXPECT_THAT(head, HasSubstr("post /ws?wsdl http/1.1\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\ncontent-length: 2097152\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\ncontent-type: text/xml\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nsoapaction:"));
  for (const char* never : {"transfer-encoding", "expect", "accept-encoding", "cookie"})
    EXPECT_THAT(head, Not(HasSubstr(never)));
}

TEST_F(CurlHttpClientTest, SendsAGetWithoutBody) {
  HttpRequest request = Request(server_.url() + "/list?a=1", Here());
  request.method = "GET";
  request.body.clear();
  ASSERT_EQ(Call(std::move(request)).answer.body, "ok");
  EXPECT_THAT(server_.requests().at(0), HasSubstr("GET /list?a=1 HTTP/1.1\r\n"));
  EXPECT_THAT(absl::AsciiStrToLower(server_.requests().at(0)), Not(HasSubstr("content-")));
}

TEST_F(CurlHttpClientTest, ConnectsToThisMachineOnlyIfAllowed) {
  const std::string port = absl::StrCat(":", server_.port(), "/");
  for (const char* host : {"http://127.0.0.1", "http://localhost"}) {
    EXPECT_EQ(Call(Request(host + port)).kind, HttpResult::Kind::kNotSent) << host;
    EXPECT_EQ(Call(Request(host + port, Here())).kind, HttpResult::Kind::kAnswered) << host;
  }
}

TEST_F(CurlHttpClientTest, GivesUpAnAnswerThatTricklesIn) {
  TestHttpServer slow([](const std::string&) {
    return Reaction{.bytes = HttpResponse(200, std::string(1000, 'x')), .pace = absl::Milliseconds(100)};
  });
  CallLimits limits = Here();
  limits.total = absl::Seconds(60);
  limits.low_speed = absl::Seconds(2);
  const absl::Time start = absl::Now();
  EXPECT_EQ(Call(Request(slow.url(), limits)).kind, HttpResult::Kind::kUnknown);
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
}

TEST_F(CurlHttpClientTest, SendsNothingToAServerWhoseCertificateIsNotToBeHad) {
  const std::string url = absl::StrCat("https://127.0.0.1:", server_.port(), "/");
  EXPECT_EQ(Call(Request(url, Here())).kind, HttpResult::Kind::kNotSent);
}

TEST_F(CurlHttpClientTest, DelaysNoCallForAServerThatIsSilent) {
  TestHttpServer silent([](const std::string&) { return Reaction{.bytes = "", .stays_silent = true}; });
  CallLimits limits = Here();
  limits.total = absl::Seconds(30);
  int told = 0;
  for (int i = 0; i < 20; ++i) client_->Send(Request(silent.url(), limits), [&](HttpResult) { ++told; });
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Call(Request(server_.url(), Here())).kind, HttpResult::Kind::kAnswered);
  client_.reset();
  EXPECT_EQ(told, 20);
}

}  // namespace
}  // namespace interline::courier
