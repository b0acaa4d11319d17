// The server on real sockets, with a handler that says what it was asked.
#include "core/http/server.h"

#include <gmock/gmock.h>
#include <prometheus/gauge.h>

#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <fstream>
#include <mutex>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "core/identity/testing_certificates.h"

namespace interline::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Answers with "<method> <path> <body> <certificate>"; refuses "/refused", does not believe "/unbelieved", holds
// "/held", goes on with "/stream".
class Echo final : public Handler {
 public:
  absl::optional<Answer> Admit(const identity::Request& request) override {
    if (request.path == "/refused") return Problem(404, "not-found", "");
    return absl::nullopt;
  }
  void Handle(identity::Request request, Respond respond) override {
    ++handled;
    Answer answer;
    answer.headers["content-type"] = "text/plain";
    answer.body = absl::StrCat(request.method, " ", request.path, " ", request.body, " ", request.certificate_name);
    answer.unbelieved = request.path == "/unbelieved";
    address = request.address;
    if (request.path == "/stream") answer.stream = stream;
    if (request.path != "/held") return respond(std::move(answer));
    std::lock_guard<std::mutex> lock(mutex_);
    held_ = [answer = std::move(answer), respond = std::move(respond)] { respond(answer); };
    has_held = true;
  }
  void Release() {
    std::lock_guard<std::mutex> lock(mutex_);
    held_();
  }

  std::atomic<int> handled{0};
  std::atomic<bool> has_held{false};
  // Of the last request; read once it was answered.
  std::string address;
  std::shared_ptr<BodyStream> stream = std::make_shared<BodyStream>();

 private:
  std::mutex mutex_;
  std::function<void()> held_;
};

// A client that sends bytes and reads until the server has closed, or until it has read a whole answer.
class Client {
 public:
  explicit Client(int port) : socket_(io_) { socket_.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port)); }

  void Send(absl::string_view bytes) {
    error_code ignored;
    asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), ignored);
  }
  // Everything up to the end of the connection.
  std::string ReadAll() {
    error_code error;
    while (!error) asio::read(socket_, asio::dynamic_buffer(text_), asio::transfer_at_least(1), error);
    return std::exchange(text_, "");
  }
  // One answer with this end.
  std::string ReadTo(const std::string& end) {
    error_code error;
    const size_t size = asio::read_until(socket_, asio::dynamic_buffer(text_), end, error);
    std::string answer = text_.substr(0, size);
    text_.erase(0, size);
    return answer;
  }

 private:
  asio::io_context io_;
  tcp::socket socket_;
  std::string text_;
};

void WaitUntilClosed(const BodyStream& stream) {
  while (!stream.is_closed()) std::this_thread::yield();
}

std::string Post(absl::string_view path, absl::string_view body, absl::string_view headers = "") {
  return absl::StrCat("POST ", path, " HTTP/1.1\r\nHost: hub\r\n", headers, "Content-Length: ", body.size(), "\r\n\r\n",
                      body);
}

constexpr char kChunked[] = "POST /a HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n";

struct HttpServerTest : testing::Test {
  HttpServerTest() {
    options.address = "127.0.0.1:0";
    options.times.unbelieved = absl::ZeroDuration();
    options.times.linger = absl::Milliseconds(100);
  }
  void Start() {
    absl::StatusOr<std::unique_ptr<Server>> started = Server::Start(handler, gauge, options);
    ASSERT_OK(started);
    server = *std::move(started);
  }
  std::string Exchange(absl::string_view bytes) {
    Client client(server->port());
    client.Send(bytes);
    return client.ReadAll();
  }

  ServerOptions options;
  Echo handler;
  prometheus::Gauge gauge;
  std::unique_ptr<Server> server;
};

TEST_F(HttpServerTest, AnswersOneRequestAfterTheOtherOnAConnection) {
  Start();
  Client client(server->port());
  client.Send(Post("/a", "1") + Post("/b", "2"));
  EXPECT_THAT(client.ReadTo("POST /a 1 "), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(client.ReadTo("POST /b 2 "), StartsWith("HTTP/1.1 200 OK\r\n"));
  client.Send("GET /c HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n");
  const std::string last = client.ReadAll();
  EXPECT_THAT(last, HasSubstr("GET /c"));
  EXPECT_THAT(last, HasSubstr("connection: close\r\n"));
  EXPECT_THAT(last, HasSubstr("x-content-type-options: nosniff\r\n"));
}

TEST_F(HttpServerTest, ReadsChunksButNothingBesideThem) {
  Start();
  Client client(server->port());
  client.Send(absl::StrCat(kChunked, "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"));
  EXPECT_THAT(client.ReadTo("POST /a abc "), StartsWith("HTTP/1.1 200"));
  for (const char* body :
       {"2;x=y\r\nab\r\n0\r\n\r\n", "2\r\nab\r\n0\r\nAuthorization: x\r\n\r\n", "-1\r\nab\r\n0\r\n\r\n",
        "zz\r\nab\r\n0\r\n\r\n", "2\r\nabc\r\n0\r\n\r\n", "ffffffffffffffffff\r\nab\r\n0\r\n\r\n"}) {
    const std::string answer = Exchange(absl::StrCat(kChunked, body));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 4")) << body;
    EXPECT_THAT(answer, HasSubstr("connection: close")) << body;
  }
  EXPECT_EQ(handler.handled, 1);
}

TEST_F(HttpServerTest, AnswersNothingBehindARequestThatItRefused) {
  Start();
  const std::string answer =
      Exchange("POST /a HTTP/1.1\r\nHost: hub\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
               Post("/smuggled", ""));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(answer, Not(HasSubstr("smuggled")));
  EXPECT_THAT(Exchange(Post("/refused", "body") + Post("/a", "")), StartsWith("HTTP/1.1 404"));
  EXPECT_EQ(handler.handled, 0);
}

TEST_F(HttpServerTest, RefusesWhatIsTooLarge) {
  Start();
  EXPECT_THAT(
      Exchange(absl::StrCat("GET /a HTTP/1.1\r\nHost: hub\r\nX: ", std::string(kMaxHeadBytes, 'x'), "\r\n\r\n")),
      StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(Exchange("POST /a HTTP/1.1\r\nHost: hub\r\nContent-Length: 1048577\r\n\r\n"), StartsWith("HTTP/1.1 413"));
  std::string chunks = kChunked;
  for (int i = 0; i < 17; ++i) absl::StrAppend(&chunks, "10000\r\n", std::string(65536, 'x'), "\r\n");
  EXPECT_THAT(Exchange(chunks), StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(handler.handled, 0);
}

TEST_F(HttpServerTest, ReadsTheLargestBody) {
  Start();
  Client client(server->port());
  client.Send(Post("/a", std::string(kMaxBodyBytes, 'x')));
  EXPECT_THAT(client.ReadTo("xxx "), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, RefusesBodiesWhenTheirMemoryIsUsedUp) {
  options.max_body_memory = 10;
  Start();
  EXPECT_THAT(Exchange(Post("/a", "12345678901")), StartsWith("HTTP/1.1 429"));
  Client client(server->port());
  client.Send(Post("/a", "1234567890"));
  EXPECT_THAT(client.ReadTo("1234567890 "), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, ClosesOnWhoeverIsTooSlow) {
  options.times.idle = absl::Milliseconds(50);
  options.times.head = absl::Milliseconds(50);
  options.times.body = absl::Milliseconds(50);
  Start();
  EXPECT_EQ(Exchange(""), "");
  EXPECT_EQ(Exchange("POST /a HTTP/1.1\r\nHost:"), "");
  EXPECT_EQ(Exchange("POST /a HTTP/1.1\r\nHost: hub\r\nContent-Length: 5\r\n\r\nab"), "");
  // Line feeds alone do not end a line, so the chunk never does.
  EXPECT_EQ(Exchange(absl::StrCat(kChunked, "2\nab\n0\n\n")), "");
  EXPECT_EQ(handler.handled, 0);
}

TEST_F(HttpServerTest, SaysContinueToWhoWaitsForIt) {
  Start();
  Client client(server->port());
  client.Send("POST /a HTTP/1.1\r\nHost: hub\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.ReadTo("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("ab");
  EXPECT_THAT(client.ReadTo("POST /a ab "), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, HoldsBackTheAnswerToWhoeverIsNotBelieved) {
  options.times.unbelieved = absl::Milliseconds(150);
  Start();
  Client client(server->port());
  const auto start = std::chrono::steady_clock::now();
  client.Send(Post("/unbelieved", ""));
  client.ReadTo("/unbelieved");
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(150));
}

TEST_F(HttpServerTest, BoundsTheConnectionsOfAnAddress) {
  options.max_connections_per_address = 1;
  Start();
  Client first(server->port());
  first.Send(Post("/a", ""));
  first.ReadTo("POST /a");
  EXPECT_EQ(Exchange(Post("/b", "")), "");
  first.Send(Post("/c", "", "connection: close\r\n"));
  EXPECT_THAT(first.ReadAll(), HasSubstr("POST /c"));
}

TEST_F(HttpServerTest, FinishesWhatIsUnderWayWhenItStops) {
  Start();
  Client idle(server->port());
  idle.Send(Post("/a", ""));
  idle.ReadTo("POST /a");
  Client busy(server->port());
  busy.Send(Post("/held", "x"));
  while (!handler.has_held) std::this_thread::yield();
  std::thread stopping([&] { server->Stop(absl::Minutes(1)); });
  EXPECT_THAT(idle.ReadAll(), Not(HasSubstr("HTTP/1.1")));
  handler.Release();
  EXPECT_THAT(busy.ReadAll(), HasSubstr("POST /held x"));
  stopping.join();
}

TEST_F(HttpServerTest, CutsOffWhatDoesNotFinishInTime) {
  Start();
  Client client(server->port());
  client.Send("POST /a HTTP/1.1\r\nHost: hub\r\nContent-Length: 5\r\n\r\n");
  server->Stop(absl::Milliseconds(10));
  server.reset();
  EXPECT_EQ(client.ReadAll(), "");
}

TEST_F(HttpServerTest, TellsTheOtherEndsAddress) {
  Start();
  Exchange(Post("/a", "", "Connection: close\r\n"));
  EXPECT_EQ(handler.address, "127.0.0.1");
}

TEST_F(HttpServerTest, SendsWhatIsWrittenToAStreamUntilItIsClosed) {
  Start();
  handler.stream->Write("early");
  Client client(server->port());
  client.Send("GET /stream HTTP/1.1\r\nHost: hub\r\n\r\n");
  const std::string head = client.ReadTo("\r\n\r\n");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(head, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(client.ReadTo("early"), HasSubstr("GET /stream"));
  EXPECT_TRUE(handler.stream->Write("later"));
  client.ReadTo("later");
  handler.stream->Write("last");
  handler.stream->Close();
  EXPECT_EQ(client.ReadAll(), "\r\n4\r\nlast\r\n0\r\n\r\n");
  EXPECT_FALSE(handler.stream->Write("too late"));
}

TEST_F(HttpServerTest, ClosesAStreamWhoseClientIsGone) {
  Start();
  {
    Client client(server->port());
    client.Send("GET /stream HTTP/1.1\r\nHost: hub\r\n\r\n");
    client.ReadTo("GET /stream");
  }
  WaitUntilClosed(*handler.stream);
}

TEST_F(HttpServerTest, ClosesAStreamWhoseClientDoesNotRead) {
  Start();
  Client client(server->port());
  client.Send("GET /stream HTTP/1.1\r\nHost: hub\r\n\r\n");
  client.ReadTo("GET /stream");
  const std::string much(64 << 10, 'x');
  // The kernel takes some megabytes, then the stream's own bound is reached.
  while (handler.stream->Write(much)) std::this_thread::yield();
  EXPECT_TRUE(handler.stream->is_closed());
}

TEST_F(HttpServerTest, ClosesStreamsWhenItStops) {
  Start();
  Client client(server->port());
  client.Send("GET /stream HTTP/1.1\r\nHost: hub\r\n\r\n");
  client.ReadTo("GET /stream");
  server->Stop(absl::Minutes(1));
  EXPECT_THAT(client.ReadAll(), testing::EndsWith("0\r\n\r\n"));
  EXPECT_TRUE(handler.stream->is_closed());
}

TEST_F(HttpServerTest, LeavesAStreamThatItCutOff) {
  Start();
  Client client(server->port());
  client.Send("GET /stream HTTP/1.1\r\nHost: hub\r\n\r\n");
  client.ReadTo("GET /stream");
  server->Stop(absl::ZeroDuration());
  server.reset();
  // Must not wake what is gone.
  handler.stream->Write("x");
  handler.stream->Close();
}

TEST_F(HttpServerTest, BoundsTheNumberOfStreams) {
  options.max_streams = 1;
  Start();
  Client client(server->port());
  client.Send("GET /stream HTTP/1.1\r\nHost: hub\r\n\r\n");
  client.ReadTo("GET /stream");
  const auto first = std::exchange(handler.stream, std::make_shared<BodyStream>());
  EXPECT_THAT(Exchange("GET /stream HTTP/1.1\r\nHost: hub\r\n\r\n"), StartsWith("HTTP/1.1 429"));
  EXPECT_TRUE(handler.stream->is_closed());
  EXPECT_FALSE(first->is_closed());
}

TEST_F(HttpServerTest, NeedsAnAddressAndWholeTls) {
  options.address = "somewhere";
  EXPECT_THAT(Server::Start(handler, gauge, options), HasCode(absl::StatusCode::kInvalidArgument));
  options.address = "127.0.0.1:0";
  options.tls.cert = "missing.crt";
  EXPECT_THAT(Server::Start(handler, gauge, options), HasCode(absl::StatusCode::kInvalidArgument));
  options.tls.key = "missing.key";
  EXPECT_THAT(Server::Start(handler, gauge, options), HasCode(absl::StatusCode::kInvalidArgument));
}

// Paths of PEM files.
struct CertificateFiles {
  std::string cert;
  std::string key;
};

CertificateFiles Write(const std::string& name, const identity::Certificate& certificate) {
  const std::string path = testing::TempDir() + "/" + name;
  std::ofstream(path + ".crt") << certificate.cert;
  std::ofstream(path + ".key") << certificate.key;
  return {path + ".crt", path + ".key"};
}

// Over TLS, with or without a certificate of the client's own. Empty when the handshake fails.
std::string ExchangeTls(int port, const CertificateFiles* client, const std::string& request, int max_version) {
  asio::io_context io;
  asio::ssl::context context(asio::ssl::context::tls_client);
  SSL_CTX_set_max_proto_version(context.native_handle(), max_version);
  if (client != nullptr) {
    context.use_certificate_chain_file(client->cert);
    context.use_private_key_file(client->key, asio::ssl::context::pem);
  }
  asio::ssl::stream<tcp::socket> stream(io, context);
  error_code error;
  stream.next_layer().connect(tcp::endpoint(asio::ip::address_v4::loopback(), port), error);
  stream.handshake(asio::ssl::stream_base::client, error);
  if (!error) asio::write(stream, asio::buffer(request), error);
  std::string text;
  while (!error) asio::read(stream, asio::dynamic_buffer(text), asio::transfer_at_least(1), error);
  return text;
}

TEST_F(HttpServerTest, TellsWhoseCertificateWasShown) {
  const identity::Certificate ours = identity::MakeAuthority();
  const CertificateFiles authority = Write("authority", ours);
  const CertificateFiles hub = Write("hub", identity::MakeCertificate(ours));
  const CertificateFiles sichuan = Write("510000", identity::MakeCertificate(ours, "510000"));
  const CertificateFiles stranger = Write("440000", identity::MakeCertificate(identity::MakeAuthority(), "440000"));
  options.tls = {hub.cert, hub.key, authority.cert};
  Start();
  const std::string request = Post("/a", "x", "Connection: close\r\n");
  EXPECT_THAT(ExchangeTls(server->port(), &sichuan, request, TLS1_3_VERSION), HasSubstr("POST /a x 510000"));
  EXPECT_THAT(ExchangeTls(server->port(), &sichuan, request, TLS1_2_VERSION), HasSubstr("POST /a x 510000"));
  EXPECT_THAT(ExchangeTls(server->port(), nullptr, request, TLS1_3_VERSION), testing::EndsWith("POST /a x "));
  EXPECT_EQ(ExchangeTls(server->port(), &stranger, request, TLS1_2_VERSION), "");
  EXPECT_EQ(ExchangeTls(server->port(), nullptr, request, TLS1_1_VERSION), "");
}

TEST_F(HttpServerTest, UsesNewCertificatesForNewConnections) {
  const identity::Certificate old_authority = identity::MakeAuthority();
  const identity::Certificate new_authority = identity::MakeAuthority();
  const CertificateFiles authority = Write("reloaded_authority", old_authority);
  const CertificateFiles hub = Write("reloaded_hub", identity::MakeCertificate(old_authority));
  const CertificateFiles sichuan = Write("reloaded_510000", identity::MakeCertificate(old_authority, "510000"));
  const CertificateFiles fujian = Write("reloaded_350000", identity::MakeCertificate(new_authority, "350000"));
  options.tls = {hub.cert, hub.key, authority.cert};
  Start();
  const std::string request = Post("/a", "x", "Connection: close\r\n");
  EXPECT_EQ(*server->ReloadTls(), false) << "nothing has changed";
  EXPECT_EQ(ExchangeTls(server->port(), &fujian, request, TLS1_2_VERSION), "");

  const identity::Certificate renewed = identity::MakeCertificate(new_authority);
  std::ofstream(hub.cert) << renewed.cert;
  EXPECT_THAT(server->ReloadTls().status(), HasCode(absl::StatusCode::kInvalidArgument)) << "its key is not there yet";
  EXPECT_EQ(*server->ReloadTls(), false) << "told once";
  EXPECT_THAT(ExchangeTls(server->port(), &sichuan, request, TLS1_2_VERSION), HasSubstr("POST /a x 510000"));

  std::ofstream(hub.key) << renewed.key;
  std::ofstream(authority.cert) << new_authority.cert;
  EXPECT_EQ(*server->ReloadTls(), true);
  EXPECT_THAT(ExchangeTls(server->port(), &fujian, request, TLS1_2_VERSION), HasSubstr("POST /a x 350000"));
  EXPECT_EQ(ExchangeTls(server->port(), &sichuan, request, TLS1_2_VERSION), "") << "its authority has gone";

  std::ofstream(authority.cert) << "no certificate";
  EXPECT_THAT(server->ReloadTls().status(), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ExchangeTls(server->port(), &fujian, request, TLS1_2_VERSION), HasSubstr("POST /a x 350000"));
}

TEST_F(HttpServerTest, WithoutTlsHasNothingToReload) {
  Start();
  EXPECT_EQ(*server->ReloadTls(), false);
}

}  // namespace
}  // namespace interline::http
