// Keys for tests, in files as in a deployment.
#ifndef INTERLINE_CORE_IDENTITY_TESTING_KEYS_H_
#define INTERLINE_CORE_IDENTITY_TESTING_KEYS_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "core/identity/key_ring.h"

namespace interline::identity {

// The secret of the Standard Webhooks test vectors.
inline constexpr char kWebhookTestSecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

// A folder of its own that goes with the object.
class TestingKeys {
 public:
  TestingKeys();
  ~TestingKeys();
  TestingKeys(const TestingKeys&) = delete;
  TestingKeys& operator=(const TestingKeys&) = delete;

  // Adds a key to the folder; `more` are further fields of its KeyReference in text form.
  void Add(const std::string& platform, const std::string& name, const std::string& id, absl::string_view text,
           const std::string& more = "");
  // Takes all keys away.
  void Clear();
  // Path of the list.
  std::string list() const { return folder_ + "/keys.textproto"; }
  std::string folder() const { return folder_; }

 private:
  std::string folder_;
  std::string text_;
};

struct Sm2Pems {
  std::string private_key;
  std::string public_key;
};
// A fresh pair.
Sm2Pems MakeSm2Pair();

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_TESTING_KEYS_H_
