#include "core/wire/wire_path.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace interline::wire {
namespace {

// Quotes, blanks and control characters have no place in a name; letters of other scripts do.
bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > ' ' && byte != 0x7f && c != '"' && c != '\'' && c != '<' && c != '>' && c != '&';
}

bool IsShown(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxShownName && std::all_of(name.begin(), name.end(), IsPlain);
}

}  // namespace

std::string RenderPath(const PathStep* last) {
  if (last == nullptr) return "";
  std::string path = RenderPath(last->up);
  if (last->index != PathStep::kNoIndex) {
    absl::StrAppend(&path, "[", last->index, "]");
  } else {
    absl::StrAppend(&path, path.empty() ? "" : ".", IsShown(last->name) ? last->name : "?");
  }
  return path;
}

}  // namespace interline::wire
