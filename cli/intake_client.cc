#include "cli/intake_client.h"

#include <grpcpp/grpcpp.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/text_file.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(const IntakeFlags& flags) {
  if (flags.tls_cert.empty() != flags.tls_key.empty() || (flags.tls_ca.empty() && !flags.tls_cert.empty())) {
    return absl::InvalidArgumentError("--tls-cert and --tls-key go together, and with --tls-ca");
  }
  if (flags.tls_ca.empty()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  ASSIGN_OR_RETURN(options.pem_root_certs, ReadTextFile(flags.tls_ca));
  if (!flags.tls_cert.empty()) {
    ASSIGN_OR_RETURN(options.pem_cert_chain, ReadTextFile(flags.tls_cert));
    ASSIGN_OR_RETURN(options.pem_private_key, ReadTextFile(flags.tls_key));
  }
  return grpc::SslCredentials(options);
}

}  // namespace

absl::Status FromGrpc(const grpc::Status& status) {
  v1::Refusal refusal;
  if (!status.error_details().empty() && refusal.ParseFromString(status.error_details())) return RefusalError(refusal);
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

absl::StatusOr<std::unique_ptr<v1::IntakeService::Stub>> MakeIntakeStub(const IntakeFlags& flags) {
  ASSIGN_OR_RETURN(const auto credentials, MakeCredentials(flags));
  return v1::IntakeService::NewStub(grpc::CreateChannel(flags.address, credentials));
}

CLI::Option* AddIntakeFlags(CLI::App& app, IntakeFlags& flags) {
  app.add_option("--tls-ca", flags.tls_ca, "PEM file of the authority that signed the service's certificate.");
  app.add_option("--tls-cert", flags.tls_cert, "PEM file of the certificate to show it.");
  app.add_option("--tls-key", flags.tls_key, "PEM file of the certificate's key.");
  return app.add_option("--intake", flags.address, "host:port of the intake service.")->capture_default_str();
}

absl::StatusOr<IntakeClient> IntakeClient::Make(const IntakeFlags& flags) {
  ASSIGN_OR_RETURN(std::unique_ptr<v1::IntakeService::Stub> stub, MakeIntakeStub(flags));
  return IntakeClient(std::move(stub));
}

IntakeClient::IntakeClient(std::unique_ptr<v1::IntakeService::Stub> stub) : stub_(std::move(stub)) {}

absl::StatusOr<v1::SubmitEventResponse> IntakeClient::Submit(const v1::TicketEvent& event, absl::Duration wait,
                                                             const v1::CallerPlace& place) const {
  grpc::ClientContext context;
  context.set_deadline(
      gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_millis(absl::ToInt64Milliseconds(wait), GPR_TIMESPAN)));
  v1::SubmitEventRequest request;
  *request.mutable_event() = event;
  *request.mutable_caller_place() = place;
  v1::SubmitEventResponse response;
  const grpc::Status status = stub_->SubmitEvent(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  return response;
}

}  // namespace interline::cli
