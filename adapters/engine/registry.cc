#include "adapters/engine/registry.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/engine/plan_adapter.h"
#include "adapters/engine/specifications.h"

namespace interline::adapters {

absl::StatusOr<Registry> Registry::Load(const std::string& directory) {
  Specifications all = LoadSpecifications(directory);
  if (!all.findings.empty()) {
    return absl::InvalidArgumentError(absl::StrJoin(all.findings, "\n", [](std::string* lines, const Finding& finding) {
      absl::StrAppend(lines, finding.ToString());
    }));
  }
  Registry registry;
  for (Specified& specified : all.platforms) {
    const std::string id = specified.plan->platform.id();
    registry.id_by_folder_.emplace(specified.folder, id);
    registry.by_id_.emplace(id, std::make_shared<const PlanAdapter>(std::move(specified.plan)));
  }
  return registry;
}

const Adapter* Registry::Find(absl::string_view platform) const {
  const auto folder = id_by_folder_.find(platform);
  const auto it = folder == id_by_folder_.end() ? by_id_.find(platform) : by_id_.find(folder->second);
  return it == by_id_.end() ? nullptr : it->second.get();
}

std::vector<std::string> Registry::platform_ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, adapter] : by_id_) ids.push_back(id);
  return ids;
}

}  // namespace interline::adapters
