#include "adapters/engine/wire_document.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/nested.h"
#include "adapters/engine/our_path.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/wire/charset.h"
#include "core/wire/form.h"
#include "core/wire/xml_reader.h"
#include "core/wire/xml_writer.h"

namespace interline::adapters {
namespace {

namespace dom = simdjson::dom;
using wire::Charset;
using wire::RepeatedNames;

size_t MostFormBytes(const WirePlan& plan) {
  return plan.format == adapter::v1::WIRE_FORMAT_QUERY ? wire::kMaxQueryBytes : wire::kMaxFormBytes;
}

bool IsForm(const WirePlan& plan) {
  return plan.format == adapter::v1::WIRE_FORMAT_FORM || plan.format == adapter::v1::WIRE_FORMAT_QUERY;
}

absl::StatusOr<std::string> WriteXml(const WirePlan& plan, const dom::object& document, absl::string_view root) {
  wire::XmlWriteOptions options;
  options.charset = plan.charset;
  options.name_space = plan.name_space;
  options.qualified = plan.is_qualified;
  options.soap = plan.soap;
  if (document.size() > 0) return wire::JsonToXml(document, options);
  // Nothing below the root was stated.
  wire::JsonWriter empty;
  empty.BeginObject();
  empty.Name(root);
  empty.Text("");
  empty.EndObject();
  wire::JsonReader reader;
  ASSIGN_OR_RETURN(const dom::object only_root, reader.Parse(empty.json()));
  return wire::JsonToXml(only_root, options);
}

}  // namespace

absl::StatusOr<absl::string_view> WireDocument::ReadOuter(const WirePlan& plan, absl::string_view bytes) {
  read_.Clear();
  if (IsForm(plan)) {
    RETURN_IF_ERROR(wire::FormToJson(bytes, MostFormBytes(plan), plan.charset, read_));
    return read_.json();
  }
  // Before anything is copied.
  if (bytes.size() > wire::kMaxJsonBytes) {
    return RefusalError(v1::REFUSAL_REASON_TOO_LARGE, "", "The document is too large.");
  }
  if (plan.charset != Charset::kUtf8) {
    ASSIGN_OR_RETURN(utf8_, wire::ToUtf8(bytes, plan.charset));
    bytes = utf8_;
  }
  if (plan.format == adapter::v1::WIRE_FORMAT_JSON) return bytes;
  wire::XmlReadOptions options;
  options.charset = plan.charset;
  options.name_space = plan.name_space;
  options.skip_foreign = plan.skips_foreign;
  options.soap = plan.soap;
  RETURN_IF_ERROR(wire::XmlToJson(bytes, options, read_));
  return read_.json();
}

absl::StatusOr<dom::object> WireDocument::Read(const WirePlan& plan, absl::string_view bytes) {
  const RepeatedNames repeated = plan.rows_see_all_names ? RepeatedNames::kLeaveToCaller : RepeatedNames::kRefuse;
  if (plan.is_plain_json()) return whole_.Parse(bytes, repeated);
  ASSIGN_OR_RETURN(const absl::string_view json, ReadOuter(plan, bytes));
  if (plan.nested.children.empty()) return whole_.Parse(json, repeated, kMostDocumentBytes);
  ASSIGN_OR_RETURN(const dom::object outer, outer_.Parse(json, RepeatedNames::kRefuse, kMostDocumentBytes));
  expanded_.Clear();
  RETURN_IF_ERROR(ExpandNested(plan, outer, expanded_));
  return whole_.Parse(expanded_.json(), RepeatedNames::kLeaveToCaller, kMostDocumentBytes);
}

absl::StatusOr<dom::object> WireDocument::ReadFlat(const WirePlan& plan, absl::string_view bytes) {
  ASSIGN_OR_RETURN(const absl::string_view json, ReadOuter(plan, bytes));
  return whole_.Parse(json, RepeatedNames::kRefuse, kMostDocumentBytes);
}

absl::StatusOr<std::string> WriteDocument(const WirePlan& plan, absl::string_view json, absl::string_view root) {
  if (plan.nested.children.empty()) return WriteFlat(plan, json, root);
  // Their buffers are worth keeping from one message to the next.
  static thread_local wire::JsonReader reader;
  static thread_local wire::JsonWriter collapsed;
  ASSIGN_OR_RETURN(const dom::object whole, reader.Parse(json, RepeatedNames::kLeaveToCaller, kMostDocumentBytes));
  collapsed.Clear();
  RETURN_IF_ERROR(CollapseNested(plan, whole, collapsed));
  return WriteFlat(plan, collapsed.json(), root);
}

absl::StatusOr<std::string> WriteFlat(const WirePlan& plan, absl::string_view json, absl::string_view root) {
  static thread_local wire::JsonReader reader;
  if (plan.format == adapter::v1::WIRE_FORMAT_JSON) return wire::FromUtf8(json, plan.charset);
  ASSIGN_OR_RETURN(const dom::object document, reader.Parse(json, RepeatedNames::kLeaveToCaller, kMostDocumentBytes));
  if (IsForm(plan)) return wire::JsonToForm(document, MostFormBytes(plan), plan.charset);
  ASSIGN_OR_RETURN(const std::string xml, WriteXml(plan, document, root));
  return wire::FromUtf8(xml, plan.charset);
}

absl::Status InOurNames(const Block& block, const absl::Status& status) {
  auto refusal = GetRefusal(status);
  if (!refusal) return status;
  std::string ours;
  for (const RowPlan& row : block.rows) {
    const bool is_meant = !refusal->path().empty() && IsAtOrBelow(row.theirs, refusal->path());
    if (is_meant && row.writes && ours.empty()) ours = row.ours;
  }
  refusal->set_path(ours);
  return RefusalError(*refusal);
}

absl::string_view RootOf(const std::vector<std::vector<std::string>>& roots) {
  return roots.empty() || roots.front().size() > 1 ? absl::string_view() : roots.front().front();
}

absl::Status CheckCharset(const WirePlan& plan, const std::map<std::string, std::string>& headers) {
  const auto it = headers.find("content-type");
  // What is written agrees.
  if (it == headers.end() || it->second == plan.content_type) return absl::OkStatus();
  for (const absl::string_view part : absl::StrSplit(it->second, ';')) {
    absl::string_view parameter = absl::StripAsciiWhitespace(part);
    if (!absl::StartsWithIgnoreCase(parameter, "charset=")) continue;
    parameter.remove_prefix(parameter.find('=') + 1);
    if (parameter.size() >= 2 && parameter.front() == '"' && parameter.back() == '"') {
      parameter = parameter.substr(1, parameter.size() - 2);
    }
    if (wire::AgreesWith(parameter, plan.charset)) continue;
    return RefusalError(v1::REFUSAL_REASON_WRONG_CHARSET, "",
                        "The header content-type declares another character set.");
  }
  return absl::OkStatus();
}

void AddHeaders(const WirePlan& plan, std::map<std::string, std::string>& headers) {
  if (!plan.content_type.empty()) headers.emplace("content-type", plan.content_type);
  if (plan.soap == wire::Soap::k11) headers.emplace("soapaction", "\"\"");
}

}  // namespace interline::adapters
