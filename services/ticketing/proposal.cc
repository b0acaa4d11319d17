#include "services/ticketing/proposal.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/ids.h"
#include "core/bus/topics.h"
#include "core/ticket/event.h"
#include "services/ticketing/command_headers.h"

namespace interline::ticketing {
namespace {

v1::LogPosition FirstPosition(const bus::Record& record) {
  v1::LogPosition position;
  position.set_topic(record.topic);
  position.set_partition(record.partition);
  position.set_offset(record.offset);
  const std::string earlier = bus::FindHeader(record.headers, kPositionHeader);
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(earlier, absl::MaxSplits('/', 1));
  int32_t partition = 0;
  int64_t offset = 0;
  if (absl::SimpleAtoi(parts.first, &partition) && absl::SimpleAtoi(parts.second, &offset)) {
    position.set_partition(partition);
    position.set_offset(offset);
  }
  return position;
}

}  // namespace

Proposal ReadEnvelope(const bus::Record& record) {
  Proposal proposal;
  proposal.position = FirstPosition(record);
  proposal.authenticated = bus::FindHeader(record.headers, kSourceHeader);
  return proposal;
}

bus::Message CommandMessage(const Proposal& proposal, absl::string_view key) {
  bus::Message message;
  message.topic = std::string(bus::kCommands);
  message.key = std::string(key);
  message.value = proposal.event.SerializeAsString();
  if (!proposal.authenticated.empty()) message.headers.push_back({kSourceHeader, proposal.authenticated});
  if (!proposal.position.topic().empty()) {
    message.headers.push_back(
        {kPositionHeader, absl::StrCat(proposal.position.partition(), "/", proposal.position.offset())});
  }
  return message;
}

bus::Message NoticeMessage(absl::string_view key, absl::string_view header, absl::string_view value) {
  bus::Message message;
  message.topic = std::string(bus::kCommands);
  message.key = std::string(key);
  message.value = "";
  message.headers = {{std::string(header), std::string(value)}};
  return message;
}

std::string HomeKey(const v1::TicketEvent& event) {
  const std::string ticket_id = ticket::TicketIdOf(event);
  if (!ticket_id.empty()) return IsTicketId(ticket_id) ? ticket_id : "";
  if (IsPlatformId(event.source()) && IsTicketNumber(event.source_number())) {
    return AliasKey(event.source(), event.source_number());
  }
  if (IsPlatformId(event.recipient()) && IsTicketNumber(event.recipient_number())) {
    return AliasKey(event.recipient(), event.recipient_number());
  }
  return "";
}

}  // namespace interline::ticketing
