#include "core/identity/testing_certificates.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

#include "core/base/check.h"

namespace interline::identity {
namespace {

constexpr long kLifeSeconds = 3600;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Cert = std::unique_ptr<X509, decltype(&X509_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string Text(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, size);
}

Bio FromText(const std::string& text) { return Bio(BIO_new_mem_buf(text.data(), text.size()), BIO_free); }

void AddExtension(X509* cert, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  CHECK(extension != nullptr && X509_add_ext(cert, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

// `issuer` null = signs itself.
Certificate Make(const char* name, long serial, X509* issuer, EVP_PKEY* issuer_key) {
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Cert cert(X509_new(), X509_free);
  CHECK(key != nullptr && cert != nullptr);
  X509_set_version(cert.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), serial);
  // From an hour ago, in case another clock is a little behind.
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -kLifeSeconds);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), kLifeSeconds);
  X509_set_pubkey(cert.get(), key.get());
  X509_NAME* subject = X509_get_subject_name(cert.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  const bool is_authority = issuer == nullptr;
  X509* const signer = is_authority ? cert.get() : issuer;
  X509_set_issuer_name(cert.get(), X509_get_subject_name(signer));
  AddExtension(cert.get(), signer, NID_basic_constraints, is_authority ? "critical,CA:TRUE" : "CA:FALSE");
  if (!is_authority) AddExtension(cert.get(), signer, NID_subject_alt_name, "DNS:localhost");
  CHECK(X509_sign(cert.get(), is_authority ? key.get() : issuer_key, EVP_sha256()) > 0);

  const Bio cert_text(BIO_new(BIO_s_mem()), BIO_free);
  const Bio key_text(BIO_new(BIO_s_mem()), BIO_free);
  CHECK(PEM_write_bio_X509(cert_text.get(), cert.get()) == 1);
  CHECK(PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return {Text(cert_text.get()), Text(key_text.get())};
}

}  // namespace

Certificate MakeAuthority() { return Make("authority", 1, nullptr, nullptr); }

Certificate MakeCertificate(const Certificate& authority, const std::string& common_name) {
  const Cert issuer(PEM_read_bio_X509(FromText(authority.cert).get(), nullptr, nullptr, nullptr), X509_free);
  const Key key(PEM_read_bio_PrivateKey(FromText(authority.key).get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  CHECK(issuer != nullptr && key != nullptr);
  return Make(common_name.c_str(), 2, issuer.get(), key.get());
}

}  // namespace interline::identity
