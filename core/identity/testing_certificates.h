// Certificates that live for one test.
#ifndef INTERLINE_CORE_IDENTITY_TESTING_CERTIFICATES_H_
#define INTERLINE_CORE_IDENTITY_TESTING_CERTIFICATES_H_

#include <string>

namespace interline::identity {

// A certificate with its key, both PEM.
struct Certificate {
  std::string cert;
  std::string key;
};

// An authority that signs itself.
Certificate MakeAuthority();
// A certificate for the host "localhost" that the authority signed; for servers and clients alike.
Certificate MakeCertificate(const Certificate& authority, const std::string& common_name = "localhost");

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_TESTING_CERTIFICATES_H_
