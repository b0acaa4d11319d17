#include "services/courier/out_record.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"

namespace interline::courier {
namespace {

constexpr char kDeliveryHeader[] = "interline-delivery";
constexpr char kTicketHeader[] = "interline-ticket";
constexpr char kEventHeader[] = "interline-event";
constexpr char kKindHeader[] = "interline-kind";
constexpr size_t kIdDigits = 32;

}  // namespace

absl::StatusOr<Label> ReadLabel(const bus::Record& record) {
  Label label;
  label.delivery_id = bus::FindHeader(record.headers, kDeliveryHeader);
  label.ticket_id = bus::FindHeader(record.headers, kTicketHeader);
  label.event_id = bus::FindHeader(record.headers, kEventHeader);
  label.kind = bus::FindHeader(record.headers, kKindHeader);
  if (!record.value.has_value()) return absl::InvalidArgumentError("a record without a value");
  if (label.delivery_id.empty()) return absl::InvalidArgumentError("a record that does not say which delivery it is");
  return label;
}

std::string MessageId(const std::string& delivery_id) {
  return absl::StrCat("d-", Sha256Hex(delivery_id).substr(0, kIdDigits));
}

absl::StatusOr<HttpRequest> MakeRequest(const bus::Record& record, const Label& label, const Partner& partner,
                                        absl::Time now) {
  HttpRequest request;
  request.limits = partner.limits;
  std::string path;
  std::string type;
  for (const bus::Header& header : record.headers) {
    const std::string name = absl::AsciiStrToLower(header.key);
    if (name == ":path") {
      path = header.value;
    } else if (name == ":method") {
      request.method = header.value;
    } else if (!absl::StartsWith(name, ":") && !absl::StartsWith(name, "interline-") &&
               !absl::StartsWith(name, "ce_")) {
      if (name == "content-type") type = absl::AsciiStrToLower(header.value);
      request.headers.emplace_back(name, header.value);
    }
  }
  std::string query;
  (!type.empty() && request.method != "GET" ? request.body : query) = *record.value;
  const std::string id = MessageId(label.delivery_id);
  request.headers.emplace_back("idempotency-key", absl::StrCat("\"", id, "\""));
  RETURN_IF_ERROR(partner.signer->Sign(id, path.empty() ? "/" : path, query, now, request));
  request.url = absl::StrCat(partner.base_url, path, query.empty() ? "" : "?", query);
  return request;
}

}  // namespace interline::courier
