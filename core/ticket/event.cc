#include "core/ticket/event.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/sha256.h"

namespace interline::ticket {
namespace {

constexpr size_t kDigestBytes = 16;

// The library promises the same bytes for the same message only on request.
std::string SerializeDeterministically(const v1::TicketEvent& event) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream output(&stream);
  output.SetSerializationDeterministic(true);
  event.SerializeToCodedStream(&output);
  output.Trim();
  return bytes;
}

}  // namespace

absl::string_view KindName(v1::TicketEvent::KindCase kind) {
  const auto* field = v1::TicketEvent::descriptor()->FindFieldByNumber(kind);
  return field == nullptr ? absl::string_view() : absl::string_view(field->name());
}

std::string TicketIdOf(const v1::TicketEvent& event) {
  if (!event.ticket_id().empty() || !event.has_transferred() || event.source_number().empty()) return event.ticket_id();
  return TicketId(event.source(), event.source_number());
}

std::string DeliveryId(absl::string_view ticket_id, uint64_t sequence, absl::string_view platform) {
  return absl::StrCat(ticket_id, "/", sequence, "/", platform);
}

std::string Digest(const v1::TicketEvent& event) {
  v1::TicketEvent said = event;
  // The source said no addressee; ours may be another one when the message comes again.
  if (said.provenance().has_routing()) said.mutable_transferred()->clear_to();
  said.clear_received_at();
  said.clear_provenance();
  said.clear_traceparent();
  said.clear_journal();
  said.clear_recipient();
  said.clear_recipient_number();
  // With the id or without it: a transfer means the same ticket.
  said.set_ticket_id(TicketIdOf(event));
  return Sha256(SerializeDeterministically(said)).substr(0, kDigestBytes);
}

}  // namespace interline::ticket
