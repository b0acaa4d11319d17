#include "services/ticketing/cloud_events.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/ticket/event.h"

namespace interline::ticketing {
namespace {

// "00-<32 hex>-<16 hex>-<2 hex>", as W3C Trace Context 1 has it. Whatever else a sender wrote there could be anything,
// and headers are not masked.
bool IsTraceParent(absl::string_view text) {
  if (text.size() != 55) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 2 || i == 35 || i == 52;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

}  // namespace

std::vector<bus::Header> CloudEventHeaders(const v1::TicketEvent& event) {
  const std::string source =
      event.source() == kBroker ? absl::StrCat("/", kBroker) : absl::StrCat("/platforms/", event.source());
  std::vector<bus::Header> headers = {
      {"ce_specversion", "1.0"},
      {"ce_id", event.id()},
      {"ce_source", source},
      {"ce_type", absl::StrCat("cn.interline.v1.", ticket::KindName(event.kind_case()))},
      {"ce_time", absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", FromProto(event.occurred_at()), absl::UTCTimeZone())},
      {"ce_subject", event.ticket_id()},
      {"content-type", "application/protobuf"},
  };
  if (IsTraceParent(event.traceparent())) headers.push_back({"traceparent", event.traceparent()});
  return headers;
}

}  // namespace interline::ticketing
