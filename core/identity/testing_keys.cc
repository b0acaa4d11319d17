#include "core/identity/testing_keys.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace interline::identity {
namespace {

std::string Text(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, size);
}

}  // namespace

TestingKeys::TestingKeys() {
  std::string pattern = (std::filesystem::temp_directory_path() / "keysXXXXXX").string();
  CHECK(mkdtemp(pattern.data()) != nullptr);
  folder_ = pattern;
  Clear();
}

TestingKeys::~TestingKeys() { std::filesystem::remove_all(folder_); }

void TestingKeys::Add(const std::string& platform, const std::string& name, const std::string& id,
                      absl::string_view text, const std::string& more) {
  const std::string file = absl::StrCat(platform, "-", name, "-", id, ".key");
  const std::string path = absl::StrCat(folder_, "/", file);
  std::ofstream(path) << text << "\n";
  CHECK(chmod(path.c_str(), 0600) == 0);
  const std::string where = more.find("environment") == std::string::npos ? absl::StrCat("file: \"", file, "\"") : "";
  absl::StrAppend(&text_, "keys { platform: \"", platform, "\" name: \"", name, "\" id: \"", id, "\" ", where, " ",
                  more, " }\n");
  std::ofstream(list()) << text_;
}

void TestingKeys::Clear() {
  text_.clear();
  std::ofstream(list()) << text_;
}

Sm2Pems MakeSm2Pair() {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"),
                                                                EVP_PKEY_free);
  CHECK(key != nullptr);
  const std::unique_ptr<BIO, decltype(&BIO_free)> mine(BIO_new(BIO_s_mem()), BIO_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> theirs(BIO_new(BIO_s_mem()), BIO_free);
  CHECK(PEM_write_bio_PrivateKey(mine.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  CHECK(PEM_write_bio_PUBKEY(theirs.get(), key.get()) == 1);
  return {Text(mine.get()), Text(theirs.get())};
}

}  // namespace interline::identity
