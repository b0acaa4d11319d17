#include "services/courier/fake_http_client.h"

#include "services/courier/url.h"

namespace interline::courier {
namespace {

bool IsClean(const HttpRequest& request) {
  for (const auto& [name, value] : request.headers) {
    if ((name + value).find_first_of(std::string("\r\n\0", 3)) != std::string::npos) return false;
  }
  return true;
}

}  // namespace

HttpResult Answered(uint32_t status, std::string body, std::map<std::string, std::string> headers) {
  HttpResult result;
  result.kind = HttpResult::Kind::kAnswered;
  result.answer = {status, std::move(body), std::move(headers)};
  return result;
}

HttpResult NotSent() {
  HttpResult result;
  result.kind = HttpResult::Kind::kNotSent;
  result.error = "not sent";
  return result;
}

HttpResult Unknown() {
  HttpResult result;
  result.kind = HttpResult::Kind::kUnknown;
  result.error = "no answer";
  return result;
}

FakeHttpClient::~FakeHttpClient() {
  for (auto& [done, result] : held_) done(Unknown());
}

void FakeHttpClient::Send(HttpRequest request, Done done) {
  if (!CheckUrl(request.url, *request.limits).ok() || !IsClean(request)) {
    done(NotSent());
    return;
  }
  HttpResult result = partner_(request);
  if (result.answer.body.size() > request.limits->response_bytes) result = Unknown();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (hold_) {
      held_.emplace_back(std::move(done), std::move(result));
      return;
    }
  }
  done(std::move(result));
}

void FakeHttpClient::Hold(bool hold) {
  const std::lock_guard<std::mutex> lock(mutex_);
  hold_ = hold;
}

void FakeHttpClient::Release() {
  std::vector<std::pair<Done, HttpResult>> held;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    held.swap(held_);
  }
  for (auto& [done, result] : held) done(std::move(result));
}

size_t FakeHttpClient::held() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return held_.size();
}

}  // namespace interline::courier
