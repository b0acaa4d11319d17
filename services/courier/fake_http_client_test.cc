// The fake keeps to what the real client keeps to.
#include "services/courier/fake_http_client.h"

#include "services/courier/http_client_contract_test.h"

namespace interline::courier {
namespace {

class FakeStage final : public Stage {
 public:
  void Behave(Conduct conduct, HttpAnswer answer) override {
    conduct_ = conduct;
    answer_ = std::move(answer);
  }
  std::string url() override { return "http://127.0.0.1:80"; }
  HttpClient& client() override { return *client_; }
  void EndClient() override { client_.reset(); }
  std::vector<std::string> bodies() override { return bodies_; }

 private:
  HttpResult React(const HttpRequest& request) {
    if (conduct_ == Conduct::kRefusesToConnect) return NotSent();
    bodies_.push_back(request.body);
    return conduct_ == Conduct::kAnswers ? Answered(answer_.status, answer_.body, answer_.headers) : Unknown();
  }

  Conduct conduct_ = Conduct::kAnswers;
  HttpAnswer answer_;
  std::vector<std::string> bodies_;
  std::unique_ptr<FakeHttpClient> client_ =
      std::make_unique<FakeHttpClient>([this](const HttpRequest& request) { return React(request); });
};

INSTANTIATE_TEST_SUITE_P(Fake, HttpClientContract,
                         testing::Values([]() -> std::unique_ptr<Stage> { return std::make_unique<FakeStage>(); }));

TEST(FakeHttpClient, HoldsResultsUntilTheyAreReleased) {
  FakeHttpClient client([](const HttpRequest&) { return Answered(200, ""); });
  client.Hold(true);
  HttpRequest request;
  request.url = "http://a/";
  request.limits = std::make_shared<CallLimits>(CallLimits{.hosts = {"a"}, .tls = {}});
  int told = 0;
  client.Send(request, [&](HttpResult) { ++told; });
  EXPECT_EQ(told, 0);
  EXPECT_EQ(client.held(), 1u);
  client.Release();
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace interline::courier
