#include "services/inbox/web_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace interline::inbox {
namespace {

constexpr char kIndex[] = "/index.html";
constexpr size_t kMostBytes = size_t{64} << 20;

struct Kind {
  const char* ending;
  const char* type;
};

constexpr Kind kKinds[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
};

std::string TypeOf(absl::string_view path) {
  for (const Kind& kind : kKinds) {
    if (absl::EndsWith(path, kind.ending)) return kind.type;
  }
  return "application/octet-stream";
}

}  // namespace

absl::StatusOr<WebFiles> WebFiles::Load(const std::string& folder) {
  WebFiles files;
  size_t bytes = 0;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (!at->is_regular_file()) continue;
    const std::string path = "/" + std::filesystem::relative(at->path(), folder).generic_string();
    std::ifstream file(at->path(), std::ios::binary);
    http::Answer answer;
    answer.body.assign(std::istreambuf_iterator<char>(file), {});
    bytes += answer.body.size();
    if (bytes > kMostBytes) return absl::InvalidArgumentError(absl::StrCat(folder, " is too large to be a console"));
    answer.headers["content-type"] = TypeOf(path);
    // Files in assets/ have a hash of their content in their names.
    answer.headers["cache-control"] =
        absl::StartsWith(path, "/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    files.files_.emplace(path, std::move(answer));
  }
  if (files.files_.count(kIndex) == 0) return absl::NotFoundError(absl::StrCat(folder, " has no index.html"));
  return files;
}

absl::optional<http::Answer> WebFiles::Find(absl::string_view path) const {
  auto found = files_.find(std::string(path));
  const bool is_page = path.find('.', path.rfind('/') + 1) == absl::string_view::npos;
  if (found == files_.end() && is_page) found = files_.find(kIndex);
  if (found == files_.end()) return absl::nullopt;
  return found->second;
}

}  // namespace interline::inbox
