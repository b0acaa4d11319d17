// A server on this machine for tests: it answers with the very bytes that the test wants, or does not.
#ifndef INTERLINE_SERVICES_COURIER_TEST_HTTP_SERVER_H_
#define INTERLINE_SERVICES_COURIER_TEST_HTTP_SERVER_H_

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"

namespace interline::courier {

// What the server does once it has a whole request.
struct Reaction {
  // Written as it is.
  std::string bytes;
  // Wait between two bytes.
  absl::Duration pace = absl::ZeroDuration();
  // Keeps the connection open and says no more.
  bool stays_silent = false;
};

// "HTTP/1.1 <status> X", the headers (each with its line end), the length and the body.
std::string HttpResponse(int status, const std::string& body, const std::string& headers = "");

class TestHttpServer {
 public:
  // `react` gets the bytes of each request; called from several threads.
  explicit TestHttpServer(std::function<Reaction(const std::string& request)> react);
  ~TestHttpServer();

  int port() const { return port_; }
  // "http://127.0.0.1:<port>"
  std::string url() const;
  // The bytes of every request so far.
  std::vector<std::string> requests();

 private:
  void Accept();
  void Serve(int connection);
  void Write(int connection, const Reaction& reaction);

  const std::function<Reaction(const std::string&)> react_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::vector<std::string> requests_;  // guarded by mutex_
  std::vector<std::thread> servants_;  // of the accepting thread
  std::thread acceptor_;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_TEST_HTTP_SERVER_H_
