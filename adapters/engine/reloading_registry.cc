#include "adapters/engine/reloading_registry.h"

#include <system_error>

#include "absl/strings/str_cat.h"
#include "adapters/engine/specifications.h"
#include "core/base/status_macros.h"

namespace interline::adapters {

namespace fs = std::filesystem;

absl::StatusOr<std::unique_ptr<ReloadingRegistry>> ReloadingRegistry::Open(const std::string& directory) {
  // Before loading: what changes meanwhile is found by the first look.
  Prints prints = PrintsOf(directory);
  ASSIGN_OR_RETURN(Registry registry, Registry::Load(directory));
  return std::unique_ptr<ReloadingRegistry>(new ReloadingRegistry(directory, std::move(registry), std::move(prints)));
}

ReloadingRegistry::ReloadingRegistry(std::string directory, Registry registry, Prints loaded)
    : directory_(std::move(directory)),
      loaded_(std::move(loaded)),
      seen_(loaded_),
      current_(std::make_shared<const Registry>(std::move(registry))) {}

std::shared_ptr<const Registry> ReloadingRegistry::current() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return current_;
}

absl::StatusOr<bool> ReloadingRegistry::Look() {
  Prints now = PrintsOf(directory_);
  const bool is_settled = now == seen_;
  seen_ = std::move(now);
  if (!is_settled || seen_ == loaded_) return false;
  loaded_ = seen_;
  RETURN_IF_ERROR(Load());
  return true;
}

absl::Status ReloadingRegistry::Load() {
  ASSIGN_OR_RETURN(Registry registry, Registry::Load(directory_));
  for (const std::string& platform : current()->platform_ids()) {
    if (registry.Find(platform) != nullptr) continue;
    return absl::InvalidArgumentError(absl::StrCat(directory_, ":1:1: The platform ", platform,
                                                   " is gone; only a restart can take it out of service."));
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  current_ = std::make_shared<const Registry>(std::move(registry));
  return absl::OkStatus();
}

ReloadingRegistry::Prints ReloadingRegistry::PrintsOf(const std::string& directory) {
  Prints prints;
  // A file that vanishes in between is one that is not there; the look after it settles what is.
  std::error_code error;
  for (fs::recursive_directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name == "examples") it.disable_recursion_pending();
    if (name != kDialectFile && name != kPlatformFile) continue;
    std::error_code gone;
    const auto size = fs::file_size(it->path(), gone);
    const auto time = fs::last_write_time(it->path(), gone);
    if (!gone) prints.emplace(it->path().string(), std::make_pair(size, time));
  }
  return prints;
}

}  // namespace interline::adapters
