// A registry that follows its files: a changed specification is taken over by a running service, a wrong one is not.
#ifndef INTERLINE_ADAPTERS_ENGINE_RELOADING_REGISTRY_H_
#define INTERLINE_ADAPTERS_ENGINE_RELOADING_REGISTRY_H_

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "adapters/engine/registry.h"

namespace interline::adapters {

// current() may be called from any thread, Look() from one.
class ReloadingRegistry {
 public:
  // Loads the folder tree of registry.h; errors as of Registry::Load.
  static absl::StatusOr<std::unique_ptr<ReloadingRegistry>> Open(const std::string& directory);

  // What was loaded last without a mistake. Never null. It stays as it is for as long as it is held, so who works in
  // batches takes it once for each.
  std::shared_ptr<const Registry> current() const;

  // Looks whether a specification was changed, added or removed, by size and time of change of the files; to be called
  // now and then. What changed is loaded once two looks have found it the same, so that no file is taken while it is
  // being written. True when there is a new registry. INVALID_ARGUMENT, once for each change, when it cannot be loaded
  // (every mistake with file, line and column) or a platform would be gone, which a running service cannot lose; the
  // old registry stays in use.
  absl::StatusOr<bool> Look();

 private:
  // Of every specification file: its size and when it was changed.
  using Prints = std::map<std::string, std::pair<uintmax_t, std::filesystem::file_time_type>>;

  ReloadingRegistry(std::string directory, Registry registry, Prints loaded);

  static Prints PrintsOf(const std::string& directory);
  absl::Status Load();

  const std::string directory_;
  // Of what was loaded or refused last, and of the last look.
  Prints loaded_;
  Prints seen_;
  mutable std::mutex mutex_;  // guards current_
  std::shared_ptr<const Registry> current_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_RELOADING_REGISTRY_H_
