// TLS of the partner edge: 1.2 and 1.3, no renegotiation, no early data, and the client's certificate when there is
// one.
#ifndef INTERLINE_CORE_HTTP_TLS_H_
#define INTERLINE_CORE_HTTP_TLS_H_

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace interline::http {

// Paths of PEM files.
struct TlsFiles {
  std::string cert;
  std::string key;
  // Whose certificates clients may show; empty = none are asked for.
  std::string client_ca;
};

// Null when no file is given: then the server speaks plain HTTP, for a TLS proxy on the same machine. INVALID_ARGUMENT
// when files are missing or unreadable, or the key is not the certificate's.
absl::StatusOr<std::unique_ptr<boost::asio::ssl::context>> MakeTls(const TlsFiles& files);

// Common name of the certificate that the client showed and that was verified; empty when there is none.
std::string CertificateName(SSL* connection);

}  // namespace interline::http

#endif  // INTERLINE_CORE_HTTP_TLS_H_
