// The file behind an attachment of a ticket: put together from its parts where the platform sent them inside its
// messages, else fetched from that platform's own hosts.
#ifndef INTERLINE_CLI_PARTNER_ATTACHMENT_FILE_H_
#define INTERLINE_CLI_PARTNER_ATTACHMENT_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "interline/adapter/v1/partners.pb.h"
#include "interline/v1/ticket_event.pb.h"
#include "services/courier/attachments.h"
#include "services/courier/http_client.h"

namespace interline::cli {

// `events`: those of one ticket; `id`: of the attachment. Errors beside those of courier::Fetch:
//   NOT_FOUND            no event has such an attachment
//   FAILED_PRECONDITION  it must be fetched, and `partners` does not say where its platform is
//   DATA_LOSS            a part has not come, or parts or hash are not those that were named
absl::StatusOr<courier::FetchedFile> ReadAttachment(const std::vector<v1::TicketEvent>& events, const std::string& id,
                                                    const adapter::v1::PartnerList& partners,
                                                    courier::HttpClient& http);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_PARTNER_ATTACHMENT_FILE_H_
