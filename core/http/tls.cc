#include "core/http/tls.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace interline::http {
namespace {

namespace ssl = boost::asio::ssl;

constexpr unsigned char kSessionContext[] = "interline-gateway";
constexpr int kMaxNameBytes = 256;

absl::Status CannotRead(const std::string& path) {
  return absl::InvalidArgumentError(absl::StrCat("cannot use ", path, " for TLS"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ssl::context>> MakeTls(const TlsFiles& files) {
  if (files.cert.empty() && files.key.empty() && files.client_ca.empty()) return nullptr;
  if (files.cert.empty() || files.key.empty()) {
    return absl::InvalidArgumentError("--tls-cert and --tls-key go together, --tls-client-ca needs both");
  }
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  SSL_CTX* const native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_max_early_data(native, 0);
  SSL_CTX_set_session_id_context(native, kSessionContext, sizeof(kSessionContext) - 1);
  boost::system::error_code error;
  context->use_certificate_chain_file(files.cert, error);
  if (error) return CannotRead(files.cert);
  context->use_private_key_file(files.key, ssl::context::pem, error);
  // A key of another kind than the certificate's is taken without a word.
  if (error || SSL_CTX_check_private_key(native) != 1) return CannotRead(files.key);
  if (files.client_ca.empty()) return context;
  context->load_verify_file(files.client_ca, error);
  if (error) return CannotRead(files.client_ca);
  // Asked for and not demanded: which platforms need one is said in their Access.
  context->set_verify_mode(ssl::verify_peer, error);
  SSL_CTX_set_client_CA_list(native, SSL_load_client_CA_file(files.client_ca.c_str()));
  return context;
}

std::string CertificateName(SSL* connection) {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(connection), X509_free);
  if (certificate == nullptr || SSL_get_verify_result(connection) != X509_V_OK) return "";
  char name[kMaxNameBytes];
  const int size =
      X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof(name));
  return size > 0 ? std::string(name, static_cast<size_t>(size)) : "";
}

}  // namespace interline::http
