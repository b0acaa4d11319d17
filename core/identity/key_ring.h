// The keys of a deployment: where each is stands in a file (interline.adapter.v1.KeyList in text form), the key itself
// in a file of its own or in the environment. Read anew on demand, so that a key comes and goes without a restart.
//
//   keys { platform: "510000" name: "push" id: "2026a" file: "510000-push-2026a.key" }
//   keys { platform: "510000" name: "push" id: "2026b" file: "510000-push-2026b.key" not_before { seconds: 1798732800 }
//   }
#ifndef INTERLINE_CORE_IDENTITY_KEY_RING_H_
#define INTERLINE_CORE_IDENTITY_KEY_RING_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/identity/secret.h"
#include "core/identity/sm2_key.h"

namespace interline::identity {

// So many keys of one platform and name are live at a time at most.
inline constexpr size_t kMaxLiveKeys = 2;
inline constexpr size_t kMaxKeyBytes = 16 << 10;

// Immutable; thread-safe.
struct Key {
  Key(std::string key_id, std::string&& text);

  const std::string id;
  // As it stands in its file, without a line end.
  const Secret text;
  // `text` as the secret of a webhook: the bytes behind its base64, with or without "whsec_". Empty when it is none.
  const Secret webhook_secret;
  // When `text` is such a PEM.
  const absl::optional<Sm2Key> sm2;
  absl::Time not_before = absl::InfinitePast();
  absl::Time not_after = absl::InfiniteFuture();
};

using KeyPtr = std::shared_ptr<const Key>;

// Thread-safe.
class KeyRing {
 public:
  // `path` of the list; empty = a ring without keys.
  explicit KeyRing(std::string path) : path_(std::move(path)) {}

  // Reads the list and every key, or keeps what was there. INVALID_ARGUMENT names the list's entry and never a key: a
  // list that cannot be read, a key that is missing, empty, larger than 16 KiB or readable by everybody, an id that
  // stands twice, more than two keys live at one time.
  absl::Status Reload();

  // Those that are live now, the one that became live last first. Empty when there are none.
  std::vector<KeyPtr> Live(absl::string_view platform, absl::string_view name, absl::Time now) const;

 private:
  // By platform and name.
  using Keys = std::map<std::pair<std::string, std::string>, std::vector<KeyPtr>>;

  absl::StatusOr<Keys> Read() const;

  const std::string path_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Keys> keys_ = std::make_shared<const Keys>();  // guarded by mutex_
};

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_KEY_RING_H_
