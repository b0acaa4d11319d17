#include "services/intake/connection_gate.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"

namespace interline::intake {
namespace {

constexpr int kBacklog = 128;
// How long it waits for descriptors to become free again.
constexpr int kNoDescriptorsMs = 100;

struct HostPort {
  std::string host;
  std::string port;
};

absl::StatusOr<HostPort> Split(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos || colon == 0 || colon + 1 == address.size()) {
    return absl::InvalidArgumentError("--listen is host:port");
  }
  absl::string_view host = address.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return HostPort{std::string(host), std::string(address.substr(colon + 1))};
}

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

absl::StatusOr<Addresses> Resolve(const HostPort& at) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (getaddrinfo(at.host.c_str(), at.port.c_str(), &hints, &found) != 0) {
    return absl::InvalidArgumentError("--listen names no address of this machine");
  }
  return Addresses(found, freeaddrinfo);
}

bool IsLoopback(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(address);
    return (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
  }
  return address->sa_family == AF_INET6 &&
         IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr);
}

std::string HostOf(const sockaddr_storage& address, socklen_t size) {
  char host[NI_MAXHOST] = "";
  getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, host, sizeof(host), nullptr, 0, NI_NUMERICHOST);
  return host;
}

int PortOf(int listener) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6*>(&address)->sin6_port);
  return ntohs(reinterpret_cast<sockaddr_in*>(&address)->sin_port);
}

// The number of the socket behind a descriptor; 0 when there is none.
ino_t SocketOf(int descriptor) {
  struct stat found {};
  return fstat(descriptor, &found) == 0 && S_ISSOCK(found.st_mode) ? found.st_ino : 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ConnectionGate>> ConnectionGate::Listen(const std::string& address, GateLimits limits) {
  ASSIGN_OR_RETURN(const HostPort at, Split(address));
  ASSIGN_OR_RETURN(const Addresses addresses, Resolve(at));
  const int listener = socket(addresses->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  const int yes = 1;
  // Without it a restart waits for connections that the last process left in TIME_WAIT. It does not let two processes
  // share the port.
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  if (listener < 0 || wake < 0 || bind(listener, addresses->ai_addr, addresses->ai_addrlen) != 0 ||
      listen(listener, kBacklog) != 0) {
    const std::string cause = std::strerror(errno);
    close(listener);
    close(wake);
    return absl::UnavailableError(absl::StrCat("cannot listen on ", address, ": ", cause));
  }
  return std::unique_ptr<ConnectionGate>(
      new ConnectionGate(listener, wake, PortOf(listener), IsLoopback(addresses->ai_addr), limits));
}

ConnectionGate::ConnectionGate(int listener, int wake, int port, bool is_loopback, GateLimits limits)
    : listener_(listener), wake_(wake), port_(port), is_loopback_(is_loopback), limits_(limits) {}

ConnectionGate::~ConnectionGate() {
  Close();
  close(listener_);
  close(wake_);
}

void ConnectionGate::Open(std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor) {
  acceptor_ = std::move(acceptor);
  thread_ = std::thread([this] { Run(); });
}

void ConnectionGate::Close() {
  closing_ = true;
  const uint64_t one = 1;
  // Cannot fail: the counter is far from full.
  if (write(wake_, &one, sizeof(one)) != sizeof(one)) return;
  if (thread_.joinable()) thread_.join();
  shutdown(listener_, SHUT_RD);
}

void ConnectionGate::Run() {
  while (!closing_) {
    pollfd waiting[] = {{wake_, POLLIN, 0}, {listener_, POLLIN, 0}};
    if (poll(waiting, 2, -1) < 0 && errno != EINTR) return;
    if (closing_ || (waiting[1].revents & POLLIN) == 0) continue;
    if (AcceptOne()) continue;
    spdlog::warn("no file descriptor is left for another connection");
    poll(waiting, 1, kNoDescriptorsMs);
  }
}

bool ConnectionGate::AcceptOne() {
  sockaddr_storage from{};
  socklen_t size = sizeof(from);
  const int connection = accept4(listener_, reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (connection < 0) return errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM;
  const std::string address = HostOf(from, size);
  if (!HasRoom(address)) {
    ++refused_;
    close(connection);
    return true;
  }
  const int yes = 1;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  // The descriptor of one that gRPC has closed may be used again.
  if (const auto old = open_.find(connection); old != open_.end()) Forget(old);
  open_[connection] = {SocketOf(connection), address};
  ++open_from_[address];
  grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters handed;
  handed.listener_fd = listener_;
  handed.fd = connection;
  acceptor_->HandleNewConnection(&handed);
  return true;
}

bool ConnectionGate::HasRoom(const std::string& address) {
  const auto full = [&] {
    const auto found = open_from_.find(address);
    return static_cast<int>(open_.size()) >= limits_.connections ||
           (found != open_from_.end() && found->second >= limits_.connections_of_one_address);
  };
  if (full()) Sweep();
  return !full();
}

void ConnectionGate::Sweep() {
  for (auto it = open_.begin(); it != open_.end();) {
    const auto handed = it++;
    // gRPC tells nobody that it has closed a connection, but its descriptor then means nothing or another socket.
    if (SocketOf(handed->first) != handed->second.socket) Forget(handed);
  }
}

void ConnectionGate::Forget(std::map<int, Handed>::iterator handed) {
  const auto from = open_from_.find(handed->second.address);
  if (--from->second == 0) open_from_.erase(from);
  open_.erase(handed);
}

}  // namespace interline::intake
