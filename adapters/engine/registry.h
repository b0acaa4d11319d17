// All platforms of a folder tree: adapters/<platform>/platform.textproto and
// adapters/dialects/<dialect>/dialect.textproto. A new folder is picked up by itself.
#ifndef INTERLINE_ADAPTERS_ENGINE_REGISTRY_H_
#define INTERLINE_ADAPTERS_ENGINE_REGISTRY_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/engine/adapter.h"

namespace interline::adapters {

// Immutable once loaded; thread-safe.
class Registry {
 public:
  // Reads every specification below `directory`. Errors name file, line and column; all of them, in one status.
  static absl::StatusOr<Registry> Load(const std::string& directory);

  // By platform id ("440000") or folder name ("guangdong"); null when there is none.
  const Adapter* Find(absl::string_view platform) const;
  // Platform ids in ascending order.
  std::vector<std::string> platform_ids() const;

 private:
  std::map<std::string, std::shared_ptr<const Adapter>, std::less<>> by_id_;
  std::map<std::string, std::string, std::less<>> id_by_folder_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_REGISTRY_H_
