#include "adapters/engine/example_files.h"

#include <algorithm>
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

constexpr const char* kEndings[] = {".json", ".xml", ".form", ".query", ".txt"};
// One line end at their end is no part of them: editors put it there.
constexpr const char* kOneLine[] = {".form", ".query"};

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

// Null when the file is no message.
const char* EndingOf(const std::string& name) {
  for (const char* ending : kEndings) {
    if (absl::EndsWith(name, ending)) return ending;
  }
  return nullptr;
}

bool IsOneLine(const std::string& ending) {
  return std::find(std::begin(kOneLine), std::end(kOneLine), ending) != std::end(kOneLine);
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

std::string Comment(const std::string& partner, const std::string& name) {
  for (absl::string_view line : absl::StrSplit(partner, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (absl::ConsumePrefix(&line, absl::StrCat("# ", name, ": "))) return std::string(line);
  }
  return "";
}

std::vector<Example> ReadExamples(const std::string& directory, const std::string& suffix,
                                  std::vector<std::string>& problems) {
  std::vector<Example> examples;
  const std::set<std::string> names = FilesIn(directory);
  std::set<std::string> stems;
  for (const std::string& name : names) {
    const char* ending = EndingOf(name);
    if (ending == nullptr) continue;
    const std::string path = absl::StrCat(directory, "/", name);
    const std::string stem(absl::StripSuffix(name, ending));
    if (!stems.insert(stem).second) problems.push_back(absl::StrCat(path, ": Another file has the same name."));
    if (names.count(stem + suffix) == 0) {
      problems.push_back(absl::StrCat(path, ": The file has no partner."));
      continue;
    }
    Example example;
    example.file = path;
    example.message.body = ReadFile(path);
    if (IsOneLine(ending)) example.message.body = std::string(absl::StripSuffix(example.message.body, "\n"));
    example.partner = ReadFile(absl::StrCat(directory, "/", stem, suffix));
    ReadComments(example);
    examples.push_back(std::move(example));
  }
  for (const std::string& name : names) {
    if (EndingOf(name) != nullptr || stems.count(std::string(absl::StripSuffix(name, suffix))) > 0) continue;
    problems.push_back(absl::StrCat(directory, "/", name, ": The file has no partner."));
  }
  return examples;
}

}  // namespace interline::adapters
