#include "core/http/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/http/connection_count.h"
#include "core/http/reloading_tls.h"

namespace interline::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;

constexpr int kBacklog = 1024;
constexpr std::chrono::milliseconds kDrainCheck(20);
// After an error of the machine, such as too many open files.
constexpr std::chrono::milliseconds kAcceptPause(100);

absl::StatusOr<tcp::endpoint> ParseAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  uint32_t port = 0;
  error_code error;
  const auto host =
      colon == std::string::npos ? asio::ip::address() : asio::ip::make_address(address.substr(0, colon), error);
  if (colon == std::string::npos || error || !absl::SimpleAtoi(address.substr(colon + 1), &port) || port > 65535) {
    return absl::InvalidArgumentError(absl::StrCat(address, " is not of the form address:port"));
  }
  return tcp::endpoint(host, static_cast<uint16_t>(port));
}

// A thread with the connections that it serves.
struct Lane {
  Lane(Handler& handler, Budget& body_memory, Budget& stream_count, const ConnectionTimes& times)
      : world{handler, body_memory, stream_count, times, {}, {}, false} {}

  // Declared before what runs on it.
  asio::io_context io{1};
  ConnectionWorld world;
  std::thread thread;
};

}  // namespace

class Server::Impl {
 public:
  Impl(Handler& handler, prometheus::Gauge& gauge, const ServerOptions& options, std::unique_ptr<ReloadingTls> tls)
      : tls_(std::move(tls)),
        gauge_(gauge),
        body_memory_(options.max_body_memory),
        stream_count_(options.max_streams),
        count_(options.max_connections, options.max_connections_per_address) {
    for (int i = 0; i < options.threads; ++i) {
      lanes_.push_back(std::make_unique<Lane>(handler, body_memory_, stream_count_, options.times));
    }
    acceptor_ = std::make_unique<tcp::acceptor>(lanes_.front()->io);
  }

  ~Impl() { Stop(absl::ZeroDuration()); }

  absl::Status Listen(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor_->open(endpoint.protocol(), error);
    if (!error) acceptor_->set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(kBacklog, error);
    if (error) return absl::UnavailableError(absl::StrCat("cannot listen: ", error.message()));
    port_ = acceptor_->local_endpoint().port();
    asio::co_spawn(lanes_.front()->io, Accept(), asio::detached);
    for (const auto& lane : lanes_) {
      lane->thread = std::thread([&io = lane->io] {
        const auto work = asio::make_work_guard(io);
        io.run();
      });
    }
    return absl::OkStatus();
  }

  int port() const { return port_; }
  absl::StatusOr<bool> ReloadTls() { return tls_->Reload(); }

  void Stop(absl::Duration wait) {
    if (std::exchange(stopped_, true)) return;
    asio::post(lanes_.front()->io, [this] {
      error_code ignored;
      acceptor_->close(ignored);
    });
    for (const auto& lane : lanes_) {
      asio::post(lane->io, [world = &lane->world] {
        world->draining = true;
        for (beast::tcp_stream* stream : world->idle) stream->cancel();
        for (BodyStream* stream : world->streams) stream->Close();
      });
    }
    const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(wait);
    while (count_.all() > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(kDrainCheck);
    for (const auto& lane : lanes_) lane->io.stop();
    for (const auto& lane : lanes_) {
      if (lane->thread.joinable()) lane->thread.join();
    }
  }

 private:
  asio::awaitable<void> Accept() {
    for (size_t next = 0; acceptor_->is_open(); ++next) {
      Lane& lane = *lanes_[next % lanes_.size()];
      error_code error;
      tcp::socket socket(lane.io);
      co_await acceptor_->async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::operation_aborted) co_return;
      if (error) {
        asio::steady_timer pause(lanes_.front()->io, kAcceptPause);
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      const tcp::endpoint peer = socket.remote_endpoint(error);
      const std::string address = peer.address().to_string();
      // Closed without a word: an answer would cost what the limit is there to save.
      if (error || !count_.Open(address)) continue;
      socket.set_option(tcp::no_delay(true), error);
      gauge_.Increment();
      asio::co_spawn(lane.io, Serve(std::move(socket), address, lane), [this, address](std::exception_ptr) {
        gauge_.Decrement();
        count_.Close(address);
      });
    }
  }

  asio::awaitable<void> Serve(tcp::socket socket, std::string address, Lane& lane) {
    // Held while the connection lives.
    const ReloadingTls::ContextPtr tls = tls_->Current();
    if (tls == nullptr) {
      beast::tcp_stream stream(std::move(socket));
      co_await ServePlain(stream, std::move(address), lane.world);
    } else {
      beast::ssl_stream<beast::tcp_stream> stream(std::move(socket), *tls);
      co_await ServeTls(stream, std::move(address), lane.world);
    }
  }

  const std::unique_ptr<ReloadingTls> tls_;
  prometheus::Gauge& gauge_;
  Budget body_memory_;
  Budget stream_count_;
  ConnectionCount count_;
  // After what their connections use; before the acceptor, which uses the first.
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::unique_ptr<tcp::acceptor> acceptor_;
  int port_ = 0;
  bool stopped_ = false;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

absl::StatusOr<std::unique_ptr<Server>> Server::Start(Handler& handler, prometheus::Gauge& connections,
                                                      const ServerOptions& options) {
  if (options.threads < 1) return absl::InvalidArgumentError("at least one thread is needed");
  ASSIGN_OR_RETURN(const tcp::endpoint endpoint, ParseAddress(options.address));
  ASSIGN_OR_RETURN(auto tls, ReloadingTls::Make(options.tls));
  auto impl = std::make_unique<Impl>(handler, connections, options, std::move(tls));
  RETURN_IF_ERROR(impl->Listen(endpoint));
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

int Server::port() const { return impl_->port(); }
absl::StatusOr<bool> Server::ReloadTls() { return impl_->ReloadTls(); }
void Server::Stop(absl::Duration wait) { impl_->Stop(wait); }

}  // namespace interline::http
