#include "services/intake/intake_server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <set>

#include "core/base/status_matchers.h"
#include "core/bus/memory_bus.h"
#include "core/bus/topics.h"
#include "core/identity/testing_certificates.h"
#include "services/intake/intake_service.h"

namespace interline::intake {
namespace {

class IntakeServerTest : public testing::Test {
 protected:
  IntakeServerTest() : bus_(clock_), producer_(*bus_.NewProducer()), service_(*producer_, clock_, {{"12367"}}) {
    EXPECT_OK(bus_.admin().CreateTopics(bus::InterlineTopics({"12367"}, 1, 1)));
  }

  void Start() {
    auto server = IntakeServer::Start(service_, "127.0.0.1:0", {});
    ASSERT_OK(server);
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(Address(), grpc::InsecureChannelCredentials());
  }
  std::string Address() const { return "127.0.0.1:" + std::to_string(server_->port()); }

  // Calls a method by its name with these bytes.
  std::pair<grpc::Status, std::string> Call(const std::string& method, const std::string& bytes,
                                            grpc_compression_algorithm compression = GRPC_COMPRESS_NONE) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    context.set_compression_algorithm(compression);
    grpc::Slice slice(bytes);
    grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, method, {}, &request, &response, [&](grpc::Status status) { done.set_value(status); });
    const grpc::Status status = done.get_future().get();
    grpc::Slice answer;
    if (!status.ok() || !response.TrySingleSlice(&answer).ok()) return {status, ""};
    return {status, std::string(answer.begin(), answer.end())};
  }

  FakeClock clock_;
  bus::MemoryBus bus_;
  std::unique_ptr<bus::Producer> producer_;
  IntakeService service_;
  std::unique_ptr<IntakeServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

constexpr char kSubmit[] = "/interline.v1.IntakeService/SubmitEvent";

TEST_F(IntakeServerTest, AnswersTheHealthCheck) {
  Start();
  const auto [status, answer] = Call("/grpc.health.v1.Health/Check", "");
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(answer, "\x08\x01");  // status: SERVING
}

TEST_F(IntakeServerTest, OffersNoReflection) {
  Start();
  for (const char* version : {"v1", "v1alpha"}) {
    const auto [status, answer] =
        Call(std::string("/grpc.reflection.") + version + ".ServerReflection/ServerReflectionInfo", "");
    EXPECT_EQ(status.error_code(), grpc::UNIMPLEMENTED);
  }
}

TEST_F(IntakeServerTest, RefusesMessagesAboveOneMebibyte) {
  Start();
  EXPECT_EQ(Call(kSubmit, std::string((1 << 20) + 1, '\0')).first.error_code(), grpc::RESOURCE_EXHAUSTED);
}

TEST_F(IntakeServerTest, TakesNoCompressedMessages) {
  Start();
  for (const auto compression : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    EXPECT_EQ(Call(kSubmit, std::string(4096, '\0'), compression).first.error_code(), grpc::UNIMPLEMENTED);
  }
}

TEST_F(IntakeServerTest, RefusesBytesThatAreNoRequest) {
  Start();
  EXPECT_FALSE(Call(kSubmit, "\xFF\xFF\xFF\xFF").first.ok());
  EXPECT_TRUE(bus_.Committed(bus::kCommands).empty());
}

TEST_F(IntakeServerTest, RefusesCallsWithMuchMetadata) {
  Start();
  const struct {
    size_t bytes;
    grpc::StatusCode code;
  } cases[] = {
      {100, grpc::INVALID_ARGUMENT},  // an empty request, which is read
      {7 << 10, grpc::INVALID_ARGUMENT},
      {9 << 10, grpc::RESOURCE_EXHAUSTED},
      // Here gRPC may close the connection before the call is seen.
      {40 << 10, grpc::UNAVAILABLE},
      {1 << 20, grpc::UNAVAILABLE},
      {100, grpc::INVALID_ARGUMENT},  // the next call is answered
  };
  for (const auto& c : cases) {
    // A connection of its own: one that is being closed takes the next call down with it.
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto submit =
        v1::IntakeService::NewStub(grpc::CreateCustomChannel(Address(), grpc::InsecureChannelCredentials(), arguments));
    grpc::ClientContext context;
    context.AddMetadata("x-filler", std::string(c.bytes, 'x'));
    v1::SubmitEventResponse response;
    context.set_wait_for_ready(true);
    const grpc::Status status = submit->SubmitEvent(&context, {}, &response);
    const bool is_refused = c.code == grpc::UNAVAILABLE && status.error_code() == grpc::RESOURCE_EXHAUSTED;
    EXPECT_TRUE(is_refused || status.error_code() == c.code) << c.bytes << ' ' << status.error_message();
  }
}

TEST_F(IntakeServerTest, IsForCallersOnThisMachineOnlyUnlessItHasTls) {
  EXPECT_THAT(IntakeServer::Start(service_, "0.0.0.0:0", {}), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(IntakeServerTest, SaysWhenTheAddressIsTaken) {
  Start();
  EXPECT_THAT(IntakeServer::Start(service_, Address(), {}), HasCode(absl::StatusCode::kUnavailable));
}

// Writes the files, and calls with the credentials that a test gives.
class IntakeServerWithTls : public IntakeServerTest {
 protected:
  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = testing::TempDir() + "/" + name;
    std::ofstream(path) << text;
    return path;
  }

  TlsFiles Files() {
    return {Write("server.pem", server_certificate_.cert), Write("server.key", server_certificate_.key),
            Write("ca.pem", authority_.cert)};
  }

  grpc::Status CheckHealthAs(const identity::Certificate* client) {
    ConnectAs(client);
    return Call("/grpc.health.v1.Health/Check", "").first;
  }

  void ConnectAs(const identity::Certificate* client) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = authority_.cert;
    if (client != nullptr) {
      options.pem_cert_chain = client->cert;
      options.pem_private_key = client->key;
    }
    grpc::ChannelArguments arguments;
    arguments.SetSslTargetNameOverride("localhost");
    channel_ = grpc::CreateCustomChannel(Address(), grpc::SslCredentials(options), arguments);
  }

  const identity::Certificate authority_ = identity::MakeAuthority();
  const identity::Certificate server_certificate_ = identity::MakeCertificate(authority_);
};

TEST_F(IntakeServerWithTls, ServesWhoShowsACertificateOfTheAuthorityAndNobodyElse) {
  auto server = IntakeServer::Start(service_, "127.0.0.1:0", Files());
  ASSERT_OK(server);
  server_ = *std::move(server);
  const identity::Certificate ours = identity::MakeCertificate(authority_);
  EXPECT_TRUE(CheckHealthAs(&ours).ok());
  EXPECT_EQ(CheckHealthAs(nullptr).error_code(), grpc::UNAVAILABLE);
  const identity::Certificate foreign = identity::MakeCertificate(identity::MakeAuthority());
  EXPECT_EQ(CheckHealthAs(&foreign).error_code(), grpc::UNAVAILABLE);
}

TEST_F(IntakeServerWithTls, ServesOnlyCallersWhoseCertificatesBearAServedName) {
  const identity::Certificate ours = identity::MakeCertificate(authority_);  // "localhost"
  const struct {
    std::set<std::string> callers;
    grpc::StatusCode code;
  } cases[] = {
      {{}, grpc::INVALID_ARGUMENT},  // an empty request, which is read
      {{"tickets.12367", "localhost"}, grpc::INVALID_ARGUMENT},
      {{"tickets.12367"}, grpc::PERMISSION_DENIED},
  };
  for (const auto& c : cases) {
    IntakeOptions options;
    options.sources = {"12367"};
    options.callers = c.callers;
    IntakeService service(*producer_, clock_, options);
    server_ = *IntakeServer::Start(service, "127.0.0.1:0", Files());
    ConnectAs(&ours);
    EXPECT_EQ(Call(kSubmit, "").first.error_code(), c.code);
    server_.reset();
  }
}

TEST_F(IntakeServerWithTls, ServesNoNamesWithoutTls) {
  IntakeOptions options;
  options.sources = {"12367"};
  options.callers = {"localhost"};
  IntakeService service(*producer_, clock_, options);
  server_ = *IntakeServer::Start(service, "127.0.0.1:0", {});
  channel_ = grpc::CreateChannel(Address(), grpc::InsecureChannelCredentials());
  for (const char* method : {"SubmitEvent", "QueryTicket", "WatchEvents"}) {
    const std::string path = std::string("/interline.v1.IntakeService/") + method;
    EXPECT_EQ(Call(path, "").first.error_code(), grpc::PERMISSION_DENIED) << method;
  }
  server_.reset();
}

TEST_F(IntakeServerWithTls, WantsAllThreeFilesOrNone) {
  const TlsFiles all = Files();
  const TlsFiles cases[] = {
      {all.cert, "", ""},
      {all.cert, all.key, ""},
      {"", all.key, all.client_ca},
      {"", "", all.client_ca},
      {all.cert, all.key, testing::TempDir() + "/absent.pem"},
  };
  for (const TlsFiles& files : cases) {
    EXPECT_THAT(IntakeServer::Start(service_, "127.0.0.1:0", files), HasCode(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace interline::intake
