// What the port takes from strangers: connections, bytes before any call, and the lack of file descriptors.
#include "services/intake/connection_gate.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "core/base/status_matchers.h"
#include "core/bus/memory_bus.h"
#include "services/intake/intake_server.h"
#include "services/intake/intake_service.h"

namespace interline::intake {
namespace {

constexpr int kPatienceMs = 10'000;
// Long enough for a server that can answer.
constexpr int kSilenceMs = 300;

// A connection that speaks no gRPC of its own accord.
class RawCaller {
 public:
  explicit RawCaller(int port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~RawCaller() { Close(); }
  RawCaller(const RawCaller&) = delete;
  RawCaller& operator=(const RawCaller&) = delete;

  bool connected() const { return connected_; }
  void Close() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }
  // False once the server has hung up.
  bool Send(const std::string& bytes) {
    return send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  // A server that has taken a connection in sends its settings at once.
  bool HearsSomething(int wait_ms) {
    pollfd waiting{socket_, POLLIN, 0};
    char byte;
    return poll(&waiting, 1, wait_ms) == 1 && recv(socket_, &byte, 1, MSG_PEEK) == 1;
  }
  bool IsHungUp() {
    char bytes[4096];
    pollfd waiting{socket_, POLLIN, 0};
    while (poll(&waiting, 1, kPatienceMs) == 1) {
      if (recv(socket_, bytes, sizeof(bytes), 0) <= 0) return true;
    }
    return false;
  }

 private:
  int socket_;
  bool connected_ = false;
};

// HTTP/2 as RFC 9113 writes it.
constexpr char kPreface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

std::string Frame(char type, char flags, char stream, const std::string& payload) {
  const size_t size = payload.size();
  const char head[] = {static_cast<char>(size >> 16),
                       static_cast<char>(size >> 8),
                       static_cast<char>(size),
                       type,
                       flags,
                       0,
                       0,
                       0,
                       stream};
  return std::string(head, sizeof(head)) + payload;
}
std::string Settings() { return Frame(4, 0, 0, ""); }
std::string Ping() { return Frame(6, 0, 0, std::string(8, 'p')); }

// A length as HPACK writes it with a prefix of 7 bits.
std::string Length(size_t length) {
  if (length < 127) return std::string(1, static_cast<char>(length));
  std::string text(1, 127);
  for (length -= 127; length >= 128; length >>= 7) text += static_cast<char>(0x80 | (length & 0x7f));
  return text + static_cast<char>(length);
}
std::string Field(const std::string& name, const std::string& value) {
  return std::string(1, '\0') + Length(name.size()) + name + Length(value.size()) + value;
}

class ConnectionGateTest : public testing::Test {
 protected:
  void Start(GateLimits limits) {
    auto server = IntakeServer::Start(service_, "127.0.0.1:0", {}, limits);
    ASSERT_OK(server);
    server_ = *std::move(server);
  }

  // Whether a caller that tries until it is taken in is answered.
  bool IsAnswered() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto stub = v1::IntakeService::NewStub(grpc::CreateCustomChannel(
        "127.0.0.1:" + std::to_string(server_->port()), grpc::InsecureChannelCredentials(), arguments));
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(kPatienceMs));
    v1::SubmitEventResponse response;
    return stub->SubmitEvent(&context, {}, &response).error_code() == grpc::INVALID_ARGUMENT;
  }

  FakeClock clock_;
  bus::MemoryBus bus_{clock_};
  std::unique_ptr<bus::Producer> producer_ = *bus_.NewProducer();
  IntakeService service_{*producer_, clock_, {{"12367"}}};
  std::unique_ptr<IntakeServer> server_;
};

TEST_F(ConnectionGateTest, TurnsAwayTheConnectionAfterTheLast) {
  const GateLimits cases[] = {{3, 100}, {100, 3}};
  for (const GateLimits& limits : cases) {
    Start(limits);
    std::vector<std::unique_ptr<RawCaller>> callers;
    for (int i = 0; i < 3; ++i) {
      callers.push_back(std::make_unique<RawCaller>(server_->port()));
      ASSERT_TRUE(callers.back()->HearsSomething(kPatienceMs)) << i;
    }
    EXPECT_TRUE(RawCaller(server_->port()).IsHungUp());
    EXPECT_EQ(server_->refused_connections(), 1);
    EXPECT_TRUE(callers[0]->HearsSomething(kPatienceMs));
    // The places of those that have gone are free again.
    callers.clear();
    EXPECT_TRUE(IsAnswered());
  }
}

TEST_F(ConnectionGateTest, AnswersAgainOnceThereAreFileDescriptorsAgain) {
  Start({});
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit lowered = before;
  lowered.rlim_cur = 200;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &lowered), 0);
  std::vector<int> taken;
  for (int one = dup(STDERR_FILENO); one >= 0; one = dup(STDERR_FILENO)) taken.push_back(one);
  ASSERT_FALSE(taken.empty());
  // The last one is the caller's, so that none is left for the server's end.
  close(taken.back());
  taken.pop_back();
  RawCaller caller(server_->port());
  EXPECT_TRUE(caller.connected());
  EXPECT_FALSE(caller.HearsSomething(kSilenceMs));
  for (const int one : taken) close(one);
  EXPECT_TRUE(caller.HearsSomething(kPatienceMs));
  EXPECT_TRUE(IsAnswered());
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

TEST_F(ConnectionGateTest, HangsUpOnAFloodOfPings) {
  Start({});
  RawCaller caller(server_->port());
  ASSERT_TRUE(caller.Send(std::string(kPreface) + Settings()));
  for (int i = 0; i < 1000 && caller.Send(Ping()); ++i) {
  }
  EXPECT_TRUE(caller.IsHungUp());
  EXPECT_TRUE(IsAnswered());
}

// Takes the 5 s that a connection has to begin.
TEST_F(ConnectionGateTest, HangsUpOnAConnectionThatSaysNothing) {
  Start({});
  RawCaller caller(server_->port());
  EXPECT_TRUE(caller.IsHungUp());
}

TEST_F(ConnectionGateTest, OutlivesHeadersThatNoCallerSends) {
  Start({});
  const std::string huge(8 << 10, 'x');
  const std::string path = Field(":path", "/interline.v1.IntakeService/SubmitEvent");
  const std::string cases[] = {
      Field(":method", "POST") + Field(":scheme", huge) + path + Field("te", huge),
      Field(":method", "POST") + Field(":scheme", "http") + path + Field("te", huge),
      Field(":method", huge) + Field(":scheme", "http") + path + Field("te", "trailers"),
      std::string(64, '\xff'),
  };
  for (const std::string& headers : cases) {
    RawCaller caller(server_->port());
    // HEADERS with END_STREAM and END_HEADERS.
    ASSERT_TRUE(caller.Send(std::string(kPreface) + Settings() + Frame(1, 5, 1, headers)));
    EXPECT_TRUE(caller.HearsSomething(kPatienceMs));
    EXPECT_TRUE(IsAnswered());
  }
}

TEST_F(ConnectionGateTest, OutlivesBytesThatAreNoHttp2) {
  Start({});
  for (const std::string& bytes : {std::string("GET / HTTP/1.1\r\n\r\n"), std::string(1024, '\0')}) {
    RawCaller caller(server_->port());
    ASSERT_TRUE(caller.Send(bytes));
    EXPECT_TRUE(caller.IsHungUp());
    EXPECT_TRUE(IsAnswered());
  }
}

TEST(ConnectionGate, ListensOnlyOnWhatIsAnAddress) {
  for (const char* address : {"", "12367", ":12367", "127.0.0.1:", "127.0.0.1:port", "no.such.host.invalid:1"}) {
    EXPECT_THAT(ConnectionGate::Listen(address, {}).status(), HasCode(absl::StatusCode::kInvalidArgument)) << address;
  }
}

TEST(ConnectionGate, KnowsWhetherOnlyThisMachineCanReachIt) {
  EXPECT_TRUE((*ConnectionGate::Listen("127.0.0.1:0", {}))->is_loopback());
  EXPECT_TRUE((*ConnectionGate::Listen("127.8.7.6:0", {}))->is_loopback());
  EXPECT_FALSE((*ConnectionGate::Listen("0.0.0.0:0", {}))->is_loopback());
}

}  // namespace
}  // namespace interline::intake
