#include "core/runtime/status_server.h"

#include <arpa/inet.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/status_matchers.h"

namespace interline::runtime {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// The whole answer to one GET on this machine.
std::string Fetch(int port, const std::string& path) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    if (send(fd, request.data(), request.size(), 0) == static_cast<ssize_t>(request.size())) {
      char buffer[4096];
      for (ssize_t n; (n = recv(fd, buffer, sizeof(buffer), 0)) > 0;) answer.append(buffer, static_cast<size_t>(n));
    }
  }
  close(fd);
  return answer;
}

class StatusServerTest : public testing::Test {
 protected:
  prometheus::Registry registry_;
  std::atomic<bool> ready_{false};
};

TEST_F(StatusServerTest, IsNotReadyUntilToldSo) {
  ASSERT_OK_AND_ASSIGN(const auto server, StatusServer::Start("127.0.0.1:0", registry_, ready_));
  EXPECT_THAT(Fetch(server->port(), "/healthz"), StartsWith("HTTP/1.1 503 "));
  ready_ = true;
  EXPECT_THAT(Fetch(server->port(), "/healthz"), StartsWith("HTTP/1.1 200 "));
  ready_ = false;
  EXPECT_THAT(Fetch(server->port(), "/healthz"), StartsWith("HTTP/1.1 503 "));
}

TEST_F(StatusServerTest, ShowsTheMetrics) {
  prometheus::BuildCounter().Name("interline_test_total").Register(registry_).Add({{"kind", "signed"}}).Increment(3);
  ASSERT_OK_AND_ASSIGN(const auto server, StatusServer::Start("127.0.0.1:0", registry_, ready_));
  EXPECT_THAT(Fetch(server->port(), "/metrics"), HasSubstr("interline_test_total{kind=\"signed\"} 3"));
}

TEST_F(StatusServerTest, ShowsNothingElse) {
  ASSERT_OK_AND_ASSIGN(const auto server, StatusServer::Start("127.0.0.1:0", registry_, ready_));
  for (const char* path : {"/", "/etc/passwd", "/metrics/x", "/healthz/x"}) {
    EXPECT_THAT(Fetch(server->port(), path), StartsWith("HTTP/1.1 404 ")) << path;
  }
}

TEST_F(StatusServerTest, RefusesAnAddressThatIsNone) {
  for (const char* address : {"", "9090", ":9090", "localhost:", "localhost:x", "127.0.0.1:70000", "a:1,b:2"}) {
    EXPECT_THAT(StatusServer::Start(address, registry_, ready_), HasCode(absl::StatusCode::kInvalidArgument))
        << address;
  }
}

TEST_F(StatusServerTest, SaysWhenThePortIsTaken) {
  ASSERT_OK_AND_ASSIGN(const auto first, StatusServer::Start("127.0.0.1:0", registry_, ready_));
  EXPECT_THAT(StatusServer::Start("127.0.0.1:" + std::to_string(first->port()), registry_, ready_),
              HasCode(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace interline::runtime
