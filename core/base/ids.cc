#include "core/base/ids.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace interline {
namespace {

constexpr size_t kMaxLength = 64;

template <typename Allowed>
bool Consists(absl::string_view text, Allowed allowed) {
  return !text.empty() && text.size() <= kMaxLength && std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace

std::string TicketId(absl::string_view origin, absl::string_view number) { return absl::StrCat(origin, ":", number); }

TicketIdParts SplitTicketId(absl::string_view ticket_id) {
  const size_t colon = ticket_id.find(':');
  if (colon == absl::string_view::npos) return {};
  TicketIdParts parts{ticket_id.substr(0, colon), ticket_id.substr(colon + 1)};
  if (!IsPlatformId(parts.origin) || !IsTicketNumber(parts.number)) return {};
  return parts;
}

std::string AliasKey(absl::string_view platform, absl::string_view number) {
  return absl::StrCat("alias/", platform, "/", number);
}

bool IsPlatformId(absl::string_view id) {
  if (id == kImmigrationHotline) return true;
  return id.size() == 6 && std::all_of(id.begin(), id.end(), absl::ascii_isdigit);
}

bool IsEventId(absl::string_view id) {
  return Consists(id, [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == ':' || c == '-';
  });
}

bool IsTicketNumber(absl::string_view number) {
  return Consists(number, [](char c) { return absl::ascii_isgraph(static_cast<unsigned char>(c)); });
}

bool IsTicketId(absl::string_view ticket_id) { return !SplitTicketId(ticket_id).origin.empty(); }

}  // namespace interline
