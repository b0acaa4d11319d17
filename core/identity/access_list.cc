#include "core/identity/access_list.h"

#include <google/protobuf/text_format.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace interline::identity {
namespace {

constexpr char kSuffix[] = ".textproto";

bool ReadText(const std::filesystem::path& path, google::protobuf::Message& message) {
  std::ifstream file(path);
  if (!file) return false;
  std::ostringstream text;
  text << file.rdbuf();
  return google::protobuf::TextFormat::ParseFromString(text.str(), &message);
}

}  // namespace

absl::StatusOr<AccessList> LoadAccess(const std::string& folder) {
  AccessList list;
  if (folder.empty()) return list;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != kSuffix) continue;
    if (!ReadText(entry.path(), list[entry.path().stem().string()])) {
      return absl::InvalidArgumentError(absl::StrCat(entry.path().string(), " is not an Access in text form"));
    }
  }
  if (error) return absl::InvalidArgumentError(absl::StrCat("cannot read the folder ", folder));
  return list;
}

const adapter::v1::Access& AccessOf(const adapter::v1::Platform& platform, const AccessList& instead) {
  const auto found = instead.find(platform.id());
  return found == instead.end() ? platform.access() : found->second;
}

}  // namespace interline::identity
