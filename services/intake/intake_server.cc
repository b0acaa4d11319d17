#include "services/intake/intake_server.h"

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::intake {
namespace {

constexpr int kMaxMessageBytes = 1 << 20;
constexpr int kMaxMetadataBytes = 8 << 10;
constexpr int kMaxStreams = 64;
// gRPC reads a message whole before it looks at its size, so memory needs a bound of its own.
constexpr size_t kMaxMemoryBytes = size_t{256} << 20;
constexpr int kMaxThreads = 16;
constexpr int kMinPingIntervalMs = 10'000;
constexpr int kMaxPingStrikes = 2;
constexpr int kMaxIdleMs = 5 * 60'000;
constexpr int kMaxAgeMs = 30 * 60'000;
constexpr int kMaxAgeGraceMs = 30'000;
constexpr int kHandshakeMs = 5'000;
// A caller that has gone without a word is noticed after these, so that its streams end.
constexpr int kKeepAliveMs = 60'000;
constexpr int kKeepAliveAnswerMs = 20'000;
constexpr absl::Duration kLastWait = absl::Seconds(1);

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!(text << file.rdbuf())) return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  return text.str();
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const TlsFiles& tls) {
  const int given = !tls.cert.empty() + !tls.key.empty() + !tls.client_ca.empty();
  if (given == 0) return grpc::InsecureServerCredentials();
  if (given != 3) {
    return absl::InvalidArgumentError("--tls-cert, --tls-key and --tls-client-ca go together: give all three or none");
  }
  grpc::SslServerCredentialsOptions options(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  ASSIGN_OR_RETURN(pair.private_key, ReadFile(tls.key));
  ASSIGN_OR_RETURN(pair.cert_chain, ReadFile(tls.cert));
  ASSIGN_OR_RETURN(options.pem_root_certs, ReadFile(tls.client_ca));
  options.pem_key_cert_pairs.push_back(std::move(pair));
  return grpc::SslServerCredentials(options);
}

void Harden(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  // A small compressed message can grow without bound before its size is checked.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  grpc::ResourceQuota quota("intake");
  quota.Resize(kMaxMemoryBytes).SetMaxThreads(kMaxThreads);
  builder.SetResourceQuota(quota);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreams);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kMinPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, kMaxPingStrikes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kMaxIdleMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kMaxAgeMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kMaxAgeGraceMs);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepAliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepAliveAnswerMs);
}

gpr_timespec After(absl::Duration wait) {
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                      gpr_time_from_millis(absl::ToInt64Milliseconds(wait), GPR_TIMESPAN));
}

}  // namespace

absl::StatusOr<std::unique_ptr<IntakeServer>> IntakeServer::Start(grpc::Service& service, const std::string& address,
                                                                  const TlsFiles& tls, GateLimits limits) {
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ServerCredentials> credentials, MakeCredentials(tls));
  ASSIGN_OR_RETURN(std::unique_ptr<ConnectionGate> gate, ConnectionGate::Listen(address, limits));
  if (tls.cert.empty() && !gate->is_loopback()) {
    return absl::InvalidArgumentError("without the TLS flags, --listen must be a loopback address such as 127.0.0.1");
  }
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  Harden(builder);
  auto acceptor = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials);
  builder.RegisterService(&service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return absl::UnavailableError("the gRPC server did not start");
  gate->Open(std::move(acceptor));
  return std::unique_ptr<IntakeServer>(new IntakeServer(std::move(server), std::move(gate)));
}

IntakeServer::IntakeServer(std::unique_ptr<grpc::Server> server, std::unique_ptr<ConnectionGate> gate)
    : server_(std::move(server)), gate_(std::move(gate)) {}

IntakeServer::~IntakeServer() { Stop(kLastWait); }

void IntakeServer::Stop(absl::Duration wait) {
  gate_->Close();
  server_->GetHealthCheckService()->SetServingStatus(false);
  server_->Shutdown(After(wait));
}

}  // namespace interline::intake
