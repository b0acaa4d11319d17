// An HttpClient without a network: the other side is a function. Results come at once, or when the test says so.
#ifndef INTERLINE_SERVICES_COURIER_FAKE_HTTP_CLIENT_H_
#define INTERLINE_SERVICES_COURIER_FAKE_HTTP_CLIENT_H_

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "services/courier/http_client.h"

namespace interline::courier {

// Thread-safe, but for `holds`.
class FakeHttpClient final : public HttpClient {
 public:
  // What the other side does with a request and what becomes of its answer on the way.
  using Partner = std::function<HttpResult(const HttpRequest&)>;

  explicit FakeHttpClient(Partner partner) : partner_(std::move(partner)) {}
  ~FakeHttpClient() override;

  void Send(HttpRequest request, Done done) override;

  // Whether results wait for Release.
  void Hold(bool hold);
  // Hands out those that wait.
  void Release();
  size_t held();

 private:
  const Partner partner_;
  std::mutex mutex_;
  bool hold_ = false;                              // guarded by mutex_
  std::vector<std::pair<Done, HttpResult>> held_;  // guarded by mutex_
};

HttpResult Answered(uint32_t status, std::string body, std::map<std::string, std::string> headers = {});
HttpResult NotSent();
HttpResult Unknown();

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_FAKE_HTTP_CLIENT_H_
