// Certificates for tests, made on the spot.
#ifndef INTERLINE_SERVICES_GATEWAY_TEST_CERTIFICATES_H_
#define INTERLINE_SERVICES_GATEWAY_TEST_CERTIFICATES_H_

#include <string>

namespace interline::gateway {

// Paths of PEM files.
struct CertificateFiles {
  std::string cert;
  std::string key;
};

// In `folder`, valid for an hour, with this common name; signed by `authority`, or by itself without one.
CertificateFiles MakeCertificate(const std::string& folder, const std::string& name, const CertificateFiles* authority);

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_TEST_CERTIFICATES_H_
