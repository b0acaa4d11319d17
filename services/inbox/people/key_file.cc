#include "services/inbox/people/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/identity/digest.h"
#include "services/inbox/people/random.h"

namespace interline::inbox {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kKeyMode = 0400;
constexpr mode_t kOthers = 0077;

absl::Status Unavailable(const std::string& path, int error) {
  return absl::UnavailableError(absl::StrCat(path, ": ", std::generic_category().message(error)));
}

// A link appears whole or not at all, and never takes the place of a file: so the first of two processes wins.
absl::Status Make(const std::string& folder, const std::string& path) {
  std::error_code error;
  if (std::filesystem::create_directories(folder, error)) ::chmod(folder.c_str(), kFolderMode);
  if (error) return Unavailable(folder, error.value());
  const std::string draft = absl::StrCat(path, ".", ::getpid(), ".new");
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kKeyMode);
  if (file < 0) return Unavailable(draft, errno);
  const auto remove = absl::MakeCleanup([&draft] { ::unlink(draft.c_str()); });
  std::string key = RandomBytes(kKeyBytes);
  const bool written = ::write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(file) == 0;
  const int write_error = errno;
  OPENSSL_cleanse(key.data(), key.size());
  ::close(file);
  if (!written) return Unavailable(draft, write_error);
  if (::link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST) return Unavailable(path, errno);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<const identity::Secret>> LoadOrMakeKey(const std::string& folder,
                                                                      const std::string& name) {
  const std::string path = absl::StrCat(folder, "/", name);
  if (::access(path.c_str(), F_OK) != 0) RETURN_IF_ERROR(Make(folder, path));
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return Unavailable(path, errno);
  const auto close = absl::MakeCleanup([file] { ::close(file); });
  struct stat status;
  if (::fstat(file, &status) != 0) return Unavailable(path, errno);
  if ((status.st_mode & kOthers) != 0) return absl::InvalidArgumentError(absl::StrCat(path, ": others may read it"));
  std::string key(kKeyBytes + 1, '\0');
  const ssize_t size = ::read(file, key.data(), key.size());
  if (size < 0) return Unavailable(path, errno);
  if (size != static_cast<ssize_t>(kKeyBytes)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": a key has ", kKeyBytes, " bytes"));
  }
  key.resize(kKeyBytes);
  return std::make_unique<const identity::Secret>(std::move(key));
}

std::string DerivedKey(const identity::Secret& key, absl::string_view purpose) {
  return identity::Hmac(identity::Hash::kSha256, key.bytes(), purpose);
}

}  // namespace interline::inbox
