// Calls the intake service, as 12367's own ticket system does.
#ifndef INTERLINE_CLI_INTAKE_CLIENT_H_
#define INTERLINE_CLI_INTAKE_CLIENT_H_

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "interline/v1/intake_service.grpc.pb.h"

namespace interline::cli {

// Where the service is, and what to show it.
struct IntakeFlags {
  // host:port
  std::string address = "127.0.0.1:12367";
  // PEM files. Without an authority the connection is not encrypted.
  std::string tls_ca;
  std::string tls_cert;
  std::string tls_key;
};

// --intake, --tls-ca, --tls-cert, --tls-key. Returns --intake.
CLI::Option* AddIntakeFlags(CLI::App& app, IntakeFlags& flags);

// For what IntakeClient does not wrap. Errors are IntakeClient::Make's.
absl::StatusOr<std::unique_ptr<v1::IntakeService::Stub>> MakeIntakeStub(const IntakeFlags& flags);
// An answer as absl has it; a refusal is carried as core/base/refusal.h does.
absl::Status FromGrpc(const grpc::Status& status);

// Thread-safe.
class IntakeClient {
 public:
  // NOT_FOUND when a file cannot be read, INVALID_ARGUMENT when a certificate has no key or no authority beside it.
  static absl::StatusOr<IntakeClient> Make(const IntakeFlags& flags);

  // Waits at most `wait`. Errors are those of intake_service.proto; a refusal is carried as core/base/refusal.h does.
  // `place`: where the citizen is; asked for when the event names no addressee.
  absl::StatusOr<v1::SubmitEventResponse> Submit(const v1::TicketEvent& event, absl::Duration wait,
                                                 const v1::CallerPlace& place = {}) const;

 private:
  explicit IntakeClient(std::unique_ptr<v1::IntakeService::Stub> stub);

  std::unique_ptr<v1::IntakeService::Stub> stub_;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_INTAKE_CLIENT_H_
