#include "services/gateway/test_certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>

#include "core/base/check.h"

namespace interline::gateway {
namespace {

constexpr long kLifeSeconds = 3600;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Cert = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<FILE, decltype(&std::fclose)>;

File Open(const std::string& path, const char* mode) {
  File file(std::fopen(path.c_str(), mode), std::fclose);
  CHECK(file != nullptr);
  return file;
}

}  // namespace

CertificateFiles MakeCertificate(const std::string& folder, const std::string& name,
                                 const CertificateFiles* authority) {
  static long serial = 0;
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Cert cert(X509_new(), X509_free);
  X509_set_version(cert.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -kLifeSeconds);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), kLifeSeconds);
  X509_set_pubkey(cert.get(), key.get());
  X509_NAME* subject = X509_get_subject_name(cert.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1,
                             0);
  X509_EXTENSION* basic = X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints,
                                              authority == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
  CHECK(basic != nullptr && X509_add_ext(cert.get(), basic, -1) == 1);
  X509_EXTENSION_free(basic);
  if (authority == nullptr) {
    X509_set_issuer_name(cert.get(), subject);
    CHECK(X509_sign(cert.get(), key.get(), EVP_sha256()) > 0);
  } else {
    const Cert issuer(PEM_read_X509(Open(authority->cert, "r").get(), nullptr, nullptr, nullptr), X509_free);
    const Key issuer_key(PEM_read_PrivateKey(Open(authority->key, "r").get(), nullptr, nullptr, nullptr),
                         EVP_PKEY_free);
    X509_set_issuer_name(cert.get(), X509_get_subject_name(issuer.get()));
    CHECK(X509_sign(cert.get(), issuer_key.get(), EVP_sha256()) > 0);
  }
  CertificateFiles files{folder + "/" + name + ".crt", folder + "/" + name + ".key"};
  CHECK(PEM_write_X509(Open(files.cert, "w").get(), cert.get()) == 1);
  CHECK(PEM_write_PrivateKey(Open(files.key, "w").get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return files;
}

}  // namespace interline::gateway
