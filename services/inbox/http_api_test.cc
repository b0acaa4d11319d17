// Requests of browsers, of foreign pages and of programs, without a socket.
#include "services/inbox/http_api.h"

#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>

#include "core/base/refusal.h"
#include "interline/inbox/v1/inbox_service.pb.h"
#include "services/inbox/people/retry_after.h"

namespace interline::inbox {
namespace {

using testing::HasSubstr;
using testing::Not;

identity::Request Post(const std::string& method, const std::string& body = "{}") {
  identity::Request request;
  request.path = "/api/v1/" + method;
  request.body = body;
  request.address = "192.0.2.7";
  request.headers = {{"content-type", "application/json"}, {"host", "hub:8367"}, {"origin", "http://hub:8367"}};
  return request;
}

struct HttpApiTest : testing::Test {
  HttpApiTest() {
    methods.Add<v1::SignInRequest, v1::SignInResponse>(
        "SignIn", [](const Caller&, const v1::SignInRequest&) -> absl::StatusOr<v1::SignInResponse> {
          v1::SignInResponse response;
          response.set_session("S1");
          response.mutable_who()->set_platform("12367");
          return response;
        });
    methods.Add<v1::SignOutRequest, v1::SignOutResponse>(
        "SignOut", [](const Caller&, const v1::SignOutRequest&) -> absl::StatusOr<v1::SignOutResponse> {
          return v1::SignOutResponse();
        });
    methods.Add<v1::GetTicketRequest, v1::GetTicketResponse>(
        "GetTicket",
        [this](const Caller& caller, const v1::GetTicketRequest&) -> absl::StatusOr<v1::GetTicketResponse> {
          seen = caller;
          if (!fails.ok()) return fails;
          return v1::GetTicketResponse();
        });
  }

  // As the server does: admitted first.
  http::Answer Ask(identity::Request request) {
    if (auto refused = api.Admit(request)) return *std::move(refused);
    std::mutex mutex;
    std::condition_variable changed;
    absl::optional<http::Answer> answer;
    api.Handle(std::move(request), [&](http::Answer given) {
      std::lock_guard<std::mutex> lock(mutex);
      answer = std::move(given);
      changed.notify_one();
    });
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [&] { return answer.has_value(); });
    return *std::move(answer);
  }

  Caller seen;
  absl::Status fails;
  Methods methods{*v1::SignInRequest::descriptor()->file()->FindServiceByName("InboxService")};
  HttpApiOptions options{"/api/v1", false, false};
  Workers workers{1, 8};
  HttpApi api{methods, workers, options};
};

TEST_F(HttpApiTest, PutsTheSessionIntoACookieThatNoScriptReads) {
  const http::Answer answer = Ask(Post("SignIn", R"({"name":"wang","password":"x"})"));
  EXPECT_EQ(answer.status, 200u);
  EXPECT_EQ(answer.body, R"({"who":{"platform":"12367"}})");
  EXPECT_EQ(answer.headers.at("set-cookie"), "interline=S1; Path=/; HttpOnly; SameSite=Strict");
}

TEST_F(HttpApiTest, MakesTheCookieSecureOverTls) {
  options.tls = true;
  HttpApi tls_api(methods, workers, options);
  std::mutex mutex;
  mutex.lock();
  http::Answer answer;
  tls_api.Handle(Post("SignIn"), [&](http::Answer given) {
    answer = std::move(given);
    mutex.unlock();
  });
  mutex.lock();
  EXPECT_EQ(answer.headers.at("set-cookie"), "__Host-interline=S1; Path=/; HttpOnly; SameSite=Strict; Secure");
  EXPECT_THAT(answer.headers.at("strict-transport-security"), HasSubstr("max-age=31536000"));
  mutex.unlock();
}

TEST_F(HttpApiTest, TakesTheCookieAwayAtTheEnd) {
  EXPECT_THAT(Ask(Post("SignOut")).headers.at("set-cookie"), HasSubstr("interline=; "));
  EXPECT_THAT(Ask(Post("SignOut")).headers.at("set-cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(Ask(Post("GetTicket")).headers.count("set-cookie"), 0u);
}

TEST_F(HttpApiTest, TellsTheMethodWhoCalls) {
  identity::Request request = Post("GetTicket");
  request.headers.emplace("cookie", "a=b; interline=S1");
  request.headers.emplace("x-interline-background", "1");
  request.headers.emplace("x-forwarded-for", "198.51.100.1");
  Ask(request);
  EXPECT_EQ(seen.session, "S1");
  EXPECT_EQ(seen.address, "192.0.2.7");
  EXPECT_TRUE(seen.background);
}

TEST_F(HttpApiTest, BelievesTheProxyOnlyWhereThereIsOne) {
  identity::Request request = Post("GetTicket");
  request.headers.emplace("x-forwarded-for", "203.0.113.9, 198.51.100.1");
  options.behind_proxy = true;
  EXPECT_EQ(HttpApi(methods, workers, options).CallerOf(request).address, "198.51.100.1");
}

TEST_F(HttpApiTest, TrustsNoCookieThatStandsTwice) {
  identity::Request request = Post("GetTicket");
  request.headers.emplace("cookie", "interline=S1; interline=S2");
  Ask(request);
  EXPECT_EQ(seen.session, "");
}

TEST_F(HttpApiTest, TakesNothingFromAForeignPage) {
  for (const char* origin : {"http://evil:8367", "http://hub", "http://hub:8367.evil", "null", "hub:8367"}) {
    identity::Request request = Post("GetTicket");
    request.headers.erase("origin");
    request.headers.emplace("origin", origin);
    EXPECT_EQ(Ask(request).status, 403u) << origin;
  }
  identity::Request hidden = Post("GetTicket");
  hidden.headers.erase("origin");
  EXPECT_EQ(Ask(hidden).status, 200u);
  hidden.headers.emplace("cookie", "interline=S1");
  EXPECT_EQ(Ask(hidden).status, 403u);
}

TEST_F(HttpApiTest, TakesJsonByPostOnly) {
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", ""}) {
    identity::Request request = Post("GetTicket");
    request.headers.erase("content-type");
    request.headers.emplace("content-type", type);
    EXPECT_EQ(Ask(request).status, 415u) << type;
  }
  identity::Request get = Post("GetTicket");
  get.method = "GET";
  EXPECT_EQ(Ask(get).status, 405u);
  EXPECT_EQ(Ask(Post("ListTickets")).status, 404u);
  EXPECT_EQ(Ask(Post("Nothing")).status, 404u);
}

TEST_F(HttpApiTest, SaysThatABodyIsWrongAndNotWhatStoodThere) {
  for (const char* body : {"{", R"({"secret-word":1})", R"({"id":{"secret-word":1}})", "[]"}) {
    const http::Answer answer = Ask(Post("GetTicket", body));
    EXPECT_EQ(answer.status, 400u) << body;
    EXPECT_THAT(answer.body, HasSubstr("not the JSON of a GetTicketRequest")) << body;
    EXPECT_THAT(answer.body, Not(HasSubstr("secret-word"))) << body;
  }
}

TEST_F(HttpApiTest, AnswersErrorsAsProblems) {
  struct Case {
    absl::Status status;
    unsigned int http_status;
    const char* code;
  };
  const Case cases[] = {
      {absl::UnauthenticatedError("Sign in."), 401, "UNAUTHENTICATED"},
      {absl::PermissionDeniedError("No."), 403, "PERMISSION_DENIED"},
      {absl::NotFoundError("No."), 404, "NOT_FOUND"},
      {absl::AbortedError("Li was faster."), 409, "ABORTED"},
      {absl::ResourceExhaustedError("No."), 429, "RESOURCE_EXHAUSTED"},
      {absl::UnavailableError("No."), 503, "UNAVAILABLE"},
  };
  for (const Case& one : cases) {
    fails = one.status;
    const http::Answer answer = Ask(Post("GetTicket"));
    EXPECT_EQ(answer.status, one.http_status);
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    EXPECT_THAT(answer.body, HasSubstr(absl::StrCat("\"code\":\"", one.code, "\"")));
    EXPECT_THAT(answer.body, HasSubstr(std::string(one.status.message())));
  }
  fails = RefusalError(::interline::v1::REFUSAL_REASON_MISSING_FIELD, "signed", "Say more.");
  EXPECT_THAT(Ask(Post("GetTicket")).body, HasSubstr(R"("reason":"REFUSAL_REASON_MISSING_FIELD","path":"signed")"));
}

TEST_F(HttpApiTest, SaysWhenToComeAgain) {
  fails = Exhausted("Too many attempts.", absl::Seconds(90));
  EXPECT_EQ(Ask(Post("GetTicket")).headers.at("retry-after"), "90");
}

TEST_F(HttpApiTest, KeepsItsOwnFaultsToItself) {
  fails = absl::InternalError("table tickets has no column x");
  const http::Answer answer = Ask(Post("GetTicket"));
  EXPECT_EQ(answer.status, 500u);
  EXPECT_THAT(answer.body, Not(HasSubstr("column")));
}

TEST_F(HttpApiTest, CarriesTheSecurityHeadersWhateverItAnswers) {
  for (const char* method : {"SignIn", "GetTicket", "Nothing"}) {
    const http::Answer answer = Ask(Post(method));
    EXPECT_THAT(answer.headers.at("content-security-policy"), HasSubstr("default-src 'self'"));
    EXPECT_THAT(answer.headers.at("content-security-policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(answer.headers.at("content-security-policy"), Not(HasSubstr("unsafe")));
    EXPECT_EQ(answer.headers.at("referrer-policy"), "no-referrer");
    EXPECT_EQ(answer.headers.count("strict-transport-security"), 0u);
  }
}

TEST_F(HttpApiTest, SaysSoWhenTooMuchIsUnderWay) {
  Workers none(0, 0);
  HttpApi full(methods, none, options);
  http::Answer answer;
  full.Handle(Post("GetTicket"), [&](http::Answer given) { answer = std::move(given); });
  EXPECT_EQ(answer.status, 503u);
}

}  // namespace
}  // namespace interline::inbox
