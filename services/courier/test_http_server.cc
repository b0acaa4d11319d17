#include "services/courier/test_http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace interline::courier {
namespace {

// How often a thread looks whether it shall end.
constexpr int kLookMs = 20;

bool WaitFor(int socket, short what) {
  pollfd wish{socket, what, 0};
  return poll(&wish, 1, kLookMs) > 0;
}

// The length of the whole request; 0 while its head is not complete.
size_t LengthOf(const std::string& bytes) {
  const size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  const std::string head = absl::AsciiStrToLower(bytes.substr(0, end + 2));
  const size_t at = head.find("\r\ncontent-length:");
  size_t length = 0;
  if (at != std::string::npos) {
    const size_t from = at + 17;
    CHECK(absl::SimpleAtoi(head.substr(from, head.find("\r\n", from) - from), &length));
  }
  return end + 4 + length;
}

}  // namespace

std::string HttpResponse(int status, const std::string& body, const std::string& headers) {
  return absl::StrCat("HTTP/1.1 ", status, " X\r\n", headers, "content-length: ", body.size(), "\r\n\r\n", body);
}

TestHttpServer::TestHttpServer(std::function<Reaction(const std::string&)> react) : react_(std::move(react)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  CHECK(listen(listener_, 64) == 0);
  socklen_t size = sizeof address;
  CHECK(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

TestHttpServer::~TestHttpServer() {
  stop_ = true;
  acceptor_.join();
  for (std::thread& servant : servants_) servant.join();
  close(listener_);
}

std::string TestHttpServer::url() const { return absl::StrCat("http://127.0.0.1:", port_); }

std::vector<std::string> TestHttpServer::requests() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return requests_;
}

void TestHttpServer::Accept() {
  while (!stop_) {
    if (!WaitFor(listener_, POLLIN)) continue;
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection >= 0) servants_.emplace_back([this, connection] { Serve(connection); });
  }
}

void TestHttpServer::Serve(int connection) {
  std::string bytes;
  while (!stop_) {
    if (!WaitFor(connection, POLLIN)) continue;
    char buffer[4096];
    const ssize_t got = read(connection, buffer, sizeof buffer);
    if (got <= 0) break;
    bytes.append(buffer, static_cast<size_t>(got));
    const size_t length = LengthOf(bytes);
    if (length == 0 || bytes.size() < length) continue;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      requests_.push_back(bytes);
    }
    Write(connection, react_(bytes));
    break;
  }
  close(connection);
}

void TestHttpServer::Write(int connection, const Reaction& reaction) {
  const size_t step = reaction.pace > absl::ZeroDuration() ? 1 : reaction.bytes.size();
  for (size_t at = 0; at < reaction.bytes.size() && !stop_;) {
    const ssize_t put =
        send(connection, reaction.bytes.data() + at, std::min(step, reaction.bytes.size() - at), MSG_NOSIGNAL);
    if (put <= 0) return;
    at += static_cast<size_t>(put);
    if (reaction.pace > absl::ZeroDuration())
      poll(nullptr, 0, static_cast<int>(absl::ToInt64Milliseconds(reaction.pace)));
  }
  while (reaction.stays_silent && !stop_) poll(nullptr, 0, kLookMs);
}

}  // namespace interline::courier
