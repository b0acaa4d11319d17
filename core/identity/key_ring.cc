#include "core/identity/key_ring.h"

#include <google/protobuf/text_format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/proto_time.h"
#include "core/base/status_macros.h"
#include "interline/adapter/v1/authentication.pb.h"

namespace interline::identity {
namespace {

using adapter::v1::KeyList;
using adapter::v1::KeyReference;

constexpr absl::string_view kWebhookPrefix = "whsec_";
constexpr size_t kMaxListBytes = 1 << 20;

std::string WebhookSecret(absl::string_view text) {
  absl::ConsumePrefix(&text, kWebhookPrefix);
  std::string bytes;
  return absl::Base64Unescape(text, &bytes) ? bytes : "";
}

absl::optional<Sm2Key> AsSm2(absl::string_view text) {
  if (!absl::StartsWith(text, "-----BEGIN")) return absl::nullopt;
  absl::StatusOr<Sm2Key> key = Sm2Key::Parse(text);
  if (!key.ok()) return absl::nullopt;
  return *std::move(key);
}

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t max_bytes) {
  std::ifstream file(path, std::ios::binary);
  std::string text(max_bytes + 1, '\0');
  if (!file) return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (static_cast<size_t>(file.gcount()) > max_bytes) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is larger than ", max_bytes, " bytes"));
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

absl::StatusOr<std::string> ReadKeyFile(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) == 0 && (status.st_mode & S_IRWXO) != 0) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is open to everybody; take the others' rights away"));
  }
  return ReadFile(path, kMaxKeyBytes);
}

absl::StatusOr<std::string> ReadKey(const KeyReference& reference, const std::string& folder) {
  switch (reference.where_case()) {
    case KeyReference::kFile:
      return ReadKeyFile(absl::StartsWith(reference.file(), "/") ? reference.file()
                                                                 : absl::StrCat(folder, reference.file()));
    case KeyReference::kEnvironment: {
      const char* value = std::getenv(reference.environment().c_str());
      if (value == nullptr) return absl::InvalidArgumentError("the environment variable is not set");
      return std::string(value);
    }
    case KeyReference::WHERE_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("neither `file` nor `environment` says where the key is");
}

absl::StatusOr<KeyPtr> MakeKey(const KeyReference& reference, const std::string& folder) {
  if (reference.platform().empty() || reference.name().empty() || reference.id().empty()) {
    return absl::InvalidArgumentError("platform, name and id are needed");
  }
  ASSIGN_OR_RETURN(std::string text, ReadKey(reference, folder));
  absl::StripTrailingAsciiWhitespace(&text);
  if (text.empty() || text.size() > kMaxKeyBytes) return absl::InvalidArgumentError("the key is empty or too large");
  auto key = std::make_shared<Key>(reference.id(), std::move(text));
  if (reference.has_not_before()) key->not_before = FromProto(reference.not_before());
  if (reference.has_not_after()) key->not_after = FromProto(reference.not_after());
  if (key->not_after <= key->not_before) return absl::InvalidArgumentError("not_after is not after not_before");
  return KeyPtr(std::move(key));
}

bool IsLive(const Key& key, absl::Time now) { return key.not_before <= now && now < key.not_after; }

absl::Status CheckRing(const std::vector<KeyPtr>& keys) {
  for (const KeyPtr& key : keys) {
    if (std::count_if(keys.begin(), keys.end(), [&](const KeyPtr& other) { return other->id == key->id; }) > 1) {
      return absl::InvalidArgumentError("the id stands twice");
    }
    // The most are live when one begins.
    const auto live =
        std::count_if(keys.begin(), keys.end(), [&](const KeyPtr& other) { return IsLive(*other, key->not_before); });
    if (static_cast<size_t>(live) > kMaxLiveKeys) {
      return absl::InvalidArgumentError("more than two keys are live at the same time");
    }
  }
  return absl::OkStatus();
}

absl::Status In(const KeyReference& reference, const absl::Status& status) {
  return absl::InvalidArgumentError(
      absl::StrCat("key ", reference.platform(), "/", reference.name(), "/", reference.id(), ": ", status.message()));
}

}  // namespace

Key::Key(std::string key_id, std::string&& key_text)
    : id(std::move(key_id)),
      text(std::move(key_text)),
      webhook_secret(WebhookSecret(text.bytes())),
      sm2(AsSm2(text.bytes())) {}

absl::StatusOr<KeyRing::Keys> KeyRing::Read() const {
  Keys keys;
  if (path_.empty()) return keys;
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path_, kMaxListBytes));
  KeyList list;
  if (!google::protobuf::TextFormat::ParseFromString(text, &list)) {
    return absl::InvalidArgumentError(absl::StrCat(path_, " is not a KeyList in text form"));
  }
  const std::string folder = path_.substr(0, path_.rfind('/') + 1);
  for (const KeyReference& reference : list.keys()) {
    const absl::StatusOr<KeyPtr> key = MakeKey(reference, folder);
    if (!key.ok()) return In(reference, key.status());
    std::vector<KeyPtr>& ring = keys[{reference.platform(), reference.name()}];
    ring.push_back(*key);
    if (const absl::Status checked = CheckRing(ring); !checked.ok()) return In(reference, checked);
  }
  for (auto& [name, ring] : keys) {
    std::stable_sort(ring.begin(), ring.end(),
                     [](const KeyPtr& a, const KeyPtr& b) { return a->not_before > b->not_before; });
  }
  return keys;
}

absl::Status KeyRing::Reload() {
  ASSIGN_OR_RETURN(Keys keys, Read());
  auto fresh = std::make_shared<const Keys>(std::move(keys));
  std::lock_guard<std::mutex> lock(mutex_);
  keys_ = std::move(fresh);
  return absl::OkStatus();
}

std::vector<KeyPtr> KeyRing::Live(absl::string_view platform, absl::string_view name, absl::Time now) const {
  std::shared_ptr<const Keys> keys;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    keys = keys_;
  }
  std::vector<KeyPtr> live;
  const auto found = keys->find({std::string(platform), std::string(name)});
  if (found == keys->end()) return live;
  for (const KeyPtr& key : found->second) {
    if (IsLive(*key, now)) live.push_back(key);
  }
  return live;
}

}  // namespace interline::identity
