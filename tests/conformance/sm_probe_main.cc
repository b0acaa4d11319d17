// What core/identity makes of one message, for tests/conformance/sm to compare. Bytes are hexadecimal.
//
//   sm_probe sm3 DATA | hmac KEY DATA | sign KEY_FILE DATA | verify KEY_FILE DATA SIGNATURE
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "core/base/check.h"
#include "core/identity/digest.h"
#include "core/identity/sm2_key.h"

namespace interline::identity {
namespace {

Sm2Key ReadKey(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  absl::StatusOr<Sm2Key> key = Sm2Key::Parse(text.str());
  CHECK(key.ok());
  return *std::move(key);
}

std::string Run(const std::vector<std::string>& words) {
  const auto bytes = [&](size_t word) { return absl::HexStringToBytes(words.at(word)); };
  if (words.at(0) == "sm3") return HexLower(Digest(Hash::kSm3, bytes(1)));
  if (words.at(0) == "hmac") return HexLower(Hmac(Hash::kSm3, bytes(1), bytes(2)));
  const Sm2Key key = ReadKey(words.at(1));
  if (words.at(0) == "sign") {
    const absl::StatusOr<std::string> signature = key.Sign(bytes(2), kUsualSm2Id);
    CHECK(signature.ok());
    return HexLower(*signature);
  }
  CHECK(words.at(0) == "verify");
  return key.Verify(bytes(2), bytes(3), kUsualSm2Id) ? "right" : "wrong";
}

}  // namespace
}  // namespace interline::identity

int main(int argc, char** argv) {
  CHECK(argc > 1);
  std::cout << interline::identity::Run({argv + 1, argv + argc}) << "\n";
  return 0;
}
