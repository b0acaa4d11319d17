#include "cli/text_file.h"

#include <fstream>

#include "absl/strings/str_cat.h"

namespace interline::cli {
namespace {

constexpr size_t kMostBytes = size_t{64} << 20;
constexpr size_t kBlockBytes = size_t{64} << 10;

}  // namespace

absl::StatusOr<std::string> ReadTextFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return ReadTextStream(file, path);
}

absl::StatusOr<std::string> ReadTextStream(std::istream& stream, const std::string& name) {
  std::string text;
  std::string block(kBlockBytes, '\0');
  while (stream) {
    stream.read(block.data(), block.size());
    text.append(block, 0, stream.gcount());
    if (text.size() > kMostBytes) return absl::InvalidArgumentError(absl::StrCat(name, " is larger than 64 MiB"));
  }
  // A folder opens and then fails to be read.
  if (!stream.eof()) return absl::NotFoundError(absl::StrCat("cannot read ", name));
  return text;
}

}  // namespace interline::cli
