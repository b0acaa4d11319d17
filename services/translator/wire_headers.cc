#include "services/translator/wire_headers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace interline::translator {
namespace {

constexpr char kTraceParent[] = "traceparent";
// "00-<32 hex>-<16 hex>-<2 hex>".
constexpr size_t kTraceParentSize = 55;

bool IsOurs(absl::string_view name) { return absl::StartsWith(name, "interline-") || absl::StartsWith(name, "ce_"); }

bool IsLowerHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

std::map<std::string, std::string> WireHeaders(const std::vector<bus::Header>& headers) {
  std::map<std::string, std::string> wire;
  for (const bus::Header& header : headers) {
    std::string name = absl::AsciiStrToLower(header.key);
    if (!IsOurs(name)) wire.emplace(std::move(name), header.value);
  }
  return wire;
}

std::string TraceParent(const std::map<std::string, std::string>& headers) {
  const auto found = headers.find(kTraceParent);
  if (found == headers.end() || found->second.size() != kTraceParentSize) return "";
  const std::vector<absl::string_view> parts = absl::StrSplit(found->second, '-');
  const bool well_formed = parts.size() == 4 && parts[0].size() == 2 && parts[1].size() == 32 &&
                           parts[2].size() == 16 && parts[3].size() == 2 &&
                           std::all_of(parts.begin(), parts.end(), [](absl::string_view part) {
                             return std::all_of(part.begin(), part.end(), IsLowerHex);
                           });
  return well_formed ? found->second : "";
}

}  // namespace interline::translator
