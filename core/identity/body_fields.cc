#include "core/identity/body_fields.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "core/wire/written.h"

namespace interline::identity {
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

absl::Status FillXml(const std::vector<BodyField>& fields, std::string& body) {
  const absl::optional<Tag> element = MessageElement(body);
  if (!element.has_value()) return NotOfTheForm();
  const std::string prefix = absl::StrCat(element->name, ".");
  std::string written;
  for (const BodyField& field : fields) {
    if (!absl::StartsWith(field.path, prefix)) continue;
    const std::string name = field.path.substr(prefix.size());
    if (absl::StrContains(name, '.')) return NotOfTheForm();
    absl::StrAppend(&written, "<", name, ">", wire::AsXml(field.value), "</", name, ">");
  }
  if (written.empty()) return absl::OkStatus();
  // An element without content would have to become one with.
  if (element->is_empty) return NotOfTheForm();
  body.insert(element->end, written);
  return absl::OkStatus();
}

absl::Status FillJson(const std::vector<BodyField>& fields, std::string& body) {
  if (body.empty() || body[0] != '{') return NotOfTheForm();
  std::string written;
  for (const BodyField& field : fields) {
    if (absl::StrContains(field.path, '.')) return NotOfTheForm();
    absl::StrAppend(&written, "\"", field.path, "\":\"", wire::AsJson(field.value), "\",");
  }
  if (body.size() > 1 && body[1] == '}' && !written.empty()) written.pop_back();
  body.insert(1, written);
  return absl::OkStatus();
}

void FillForm(const std::vector<BodyField>& fields, std::string& body) {
  for (const BodyField& field : fields) {
    absl::StrAppend(&body, body.empty() ? "" : "&", field.path, "=", wire::AsPercent(field.value));
  }
}

}  // namespace

absl::Status FillBodyFields(const std::vector<BodyField>& fields, Request& request) {
  if (fields.empty()) return absl::OkStatus();
  const std::string type = absl::AsciiStrToLower(OneHeader(request, "content-type").value_or(""));
  if (absl::StrContains(type, "xml")) return FillXml(fields, request.body);
  if (absl::StrContains(type, "json")) return FillJson(fields, request.body);
  FillForm(fields, type.empty() || request.method == "GET" ? request.query : request.body);
  return absl::OkStatus();
}

}  // namespace interline::identity
