#include "adapters/engine/example_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace interline::adapters {
namespace {

namespace fs = std::filesystem;

constexpr char kJson[] = ".json";

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::set<std::string> FilesIn(const std::string& directory) {
  std::set<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    names.insert(it->path().filename().string());
  }
  return names;
}

// "# direction: from_platform" and "# header: name=value", wherever they stand.
void ReadComments(Example& example) {
  for (absl::string_view line : absl::StrSplit(example.partner, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (absl::ConsumePrefix(&line, "# direction: ")) {
      example.has_direction = line == "from_platform" || line == "to_platform";
      example.direction = line == "to_platform" ? Direction::kToPlatform : Direction::kFromPlatform;
    } else if (absl::ConsumePrefix(&line, "# header: ")) {
      const std::pair<std::string, std::string> header = absl::StrSplit(line, absl::MaxSplits('=', 1));
      example.message.headers.insert(header);
    }
  }
}

}  // namespace

std::vector<Example> ReadExamples(const std::string& directory, const std::string& suffix,
                                  std::vector<std::string>& problems) {
  std::vector<Example> examples;
  const std::set<std::string> names = FilesIn(directory);
  for (const std::string& name : names) {
    const std::string path = absl::StrCat(directory, "/", name);
    const bool is_json = absl::EndsWith(name, kJson);
    const std::string stem(absl::StripSuffix(name, is_json ? kJson : suffix));
    if (names.count(stem + (is_json ? suffix : kJson)) == 0) {
      problems.push_back(absl::StrCat(path, ": The file has no partner."));
    } else if (is_json) {
      Example example;
      example.file = path;
      example.message.body = ReadFile(path);
      example.partner = ReadFile(absl::StrCat(directory, "/", stem, suffix));
      ReadComments(example);
      examples.push_back(std::move(example));
    }
  }
  return examples;
}

}  // namespace interline::adapters
