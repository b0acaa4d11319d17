// An identity provider's key, for tests: signs tokens and tells its public half.
#ifndef INTERLINE_SERVICES_INBOX_PEOPLE_TESTING_SIGNER_H_
#define INTERLINE_SERVICES_INBOX_PEOPLE_TESTING_SIGNER_H_

#include <memory>
#include <string>

struct evp_pkey_st;

namespace interline::inbox {

class TestingSigner {
 public:
  // `algorithm`: "RS256" or "ES256". Makes a fresh key.
  TestingSigner(std::string algorithm, std::string key_id, int rsa_bits = 2048);

  // One entry of a JWKS.
  std::string jwk() const;
  // `head` and `body` are JSON.
  std::string Sign(const std::string& head, const std::string& body) const;
  // With the usual head.
  std::string Sign(const std::string& body) const;

 private:
  std::string Signature(const std::string& data) const;

  const std::string algorithm_;
  const std::string key_id_;
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_PEOPLE_TESTING_SIGNER_H_
