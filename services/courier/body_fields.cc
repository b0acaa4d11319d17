#include "services/courier/body_fields.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "core/base/status_macros.h"
#include "services/courier/written.h"

namespace interline::courier {
namespace {

absl::Status NotOfTheForm() { return absl::InvalidArgumentError("the body has no place for the credentials"); }

// A start tag in the engine's own writing, which has no comments and no "<" or ">" inside quotes.
struct Tag {
  // Without prefix.
  absl::string_view name;
  // Position behind its ">".
  size_t end = 0;
  bool is_empty = false;
};

absl::optional<Tag> NextStartTag(absl::string_view xml, size_t from) {
  while (true) {
    const size_t start = xml.find('<', from);
    const size_t end = xml.find('>', start);
    if (start == absl::string_view::npos || end == absl::string_view::npos) return absl::nullopt;
    from = end + 1;
    absl::string_view tag = xml.substr(start + 1, end - start - 1);
    if (tag.empty() || tag[0] == '?' || tag[0] == '/' || tag[0] == '!') continue;
    const bool is_empty = absl::EndsWith(tag, "/");
    absl::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
    if (const size_t colon = name.find(':'); colon != absl::string_view::npos) name.remove_prefix(colon + 1);
    return Tag{name, end + 1, is_empty};
  }
}

// The element that the message consists of: the root, or with SOAP the first in the Body.
absl::optional<Tag> MessageElement(absl::string_view xml) {
  absl::optional<Tag> tag = NextStartTag(xml, 0);
  if (!tag.has_value() || tag->name != "Envelope") return tag;
  while (tag.has_value() && tag->name != "Body") tag = NextStartTag(xml, tag->end);
  return tag.has_value() ? NextStartTag(xml, tag->end) : tag;
}

absl::Status FillXml(const std::vector<std::string>& paths, const RequestSigner& keys, absl::Time now,
                     std::string& body) {
  const absl::optional<Tag> element = MessageElement(body);
  if (!element.has_value()) return NotOfTheForm();
  const std::string prefix = absl::StrCat(element->name, ".");
  std::string fields;
  for (const std::string& path : paths) {
    if (!absl::StartsWith(path, prefix)) continue;
    const std::string name = path.substr(prefix.size());
    ASSIGN_OR_RETURN(const std::string key, keys.KeyText(name, now));
    absl::StrAppend(&fields, "<", name, ">", AsXml(key), "</", name, ">");
  }
  if (fields.empty()) return absl::OkStatus();
  // An element without content would have to become one with.
  if (element->is_empty) return NotOfTheForm();
  body.insert(element->end, fields);
  return absl::OkStatus();
}

absl::Status FillJson(const std::vector<std::string>& paths, const RequestSigner& keys, absl::Time now,
                      std::string& body) {
  if (body.empty() || body[0] != '{') return NotOfTheForm();
  std::string fields;
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(const std::string key, keys.KeyText(path, now));
    absl::StrAppend(&fields, "\"", path, "\":\"", AsJson(key), "\",");
  }
  if (body.size() > 1 && body[1] == '}' && !fields.empty()) fields.pop_back();
  body.insert(1, fields);
  return absl::OkStatus();
}

absl::Status FillForm(const std::vector<std::string>& paths, const RequestSigner& keys, absl::Time now,
                      std::string& body) {
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(const std::string key, keys.KeyText(path, now));
    absl::StrAppend(&body, body.empty() ? "" : "&", path, "=", AsPercent(key));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FillBodyFields(const std::vector<std::string>& paths, absl::string_view content_type,
                            const RequestSigner& keys, absl::Time now, std::string& body) {
  if (paths.empty()) return absl::OkStatus();
  if (absl::StrContains(content_type, "xml")) return FillXml(paths, keys, now, body);
  if (absl::StrContains(content_type, "json")) return FillJson(paths, keys, now, body);
  // A form, or a query string, which has no content type.
  return FillForm(paths, keys, now, body);
}

}  // namespace interline::courier
