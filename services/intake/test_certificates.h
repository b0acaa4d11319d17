// Certificates that live for one test.
#ifndef INTERLINE_SERVICES_INTAKE_TEST_CERTIFICATES_H_
#define INTERLINE_SERVICES_INTAKE_TEST_CERTIFICATES_H_

#include <string>

namespace interline::intake {

// A certificate with its key, both PEM.
struct Certificate {
  std::string cert;
  std::string key;
};

// An authority that signs itself.
Certificate MakeAuthority();
// A certificate for "localhost" that the authority signed; for servers and clients alike.
Certificate MakeCertificate(const Certificate& authority);

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_TEST_CERTIFICATES_H_
