#include "cli/partner/attachment_file.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "services/courier/partner_list.h"

namespace interline::cli {
namespace {

using Attachments = google::protobuf::RepeatedPtrField<v1::Attachment>;

const Attachments& AttachmentsOf(const v1::TicketEvent& event) {
  if (event.has_transferred()) return event.transferred().matter().attachments();
  if (event.has_supplemented()) return event.supplemented().attachments();
  if (event.has_progress_reported()) return event.progress_reported().attachments();
  return event.resolution_submitted().attachments();
}

// The attachment as it was named first, who named it, and what came of its content.
struct Found {
  v1::Attachment attachment;
  std::string platform;
  std::map<uint32_t, std::string> parts;
  bool is_there = false;
};

Found Find(const std::vector<v1::TicketEvent>& events, const std::string& id) {
  Found found;
  for (const v1::TicketEvent& event : events) {
    for (const v1::Attachment& attachment : AttachmentsOf(event)) {
      if (attachment.id() != id) continue;
      if (!found.is_there) {
        found.attachment = attachment;
        found.platform = event.source();
        found.is_there = true;
      }
      // Another platform may use the same id for a file of its own.
      if (event.source() != found.platform || attachment.content().empty()) continue;
      found.parts.emplace(attachment.part(), attachment.content());
    }
  }
  return found;
}

absl::StatusOr<courier::FetchedFile> Join(const Found& found) {
  const uint32_t last = found.attachment.parts();
  courier::FetchedFile file;
  for (uint32_t part = last == 0 ? 0 : 1; part <= last; ++part) {
    const auto piece = found.parts.find(part);
    if (piece == found.parts.end()) {
      return absl::DataLossError(absl::StrCat("part ", part, " of ", last, " has not come"));
    }
    file.bytes += piece->second;
  }
  file.sha256 = Sha256(file.bytes);
  file.verified = !found.attachment.sha256().empty();
  const uint64_t size = found.attachment.size_bytes();
  if ((file.verified && found.attachment.sha256() != file.sha256) || (size > 0 && size != file.bytes.size())) {
    return absl::DataLossError(absl::StrCat("attachment ", found.attachment.id(), " is not the file that was named"));
  }
  return file;
}

}  // namespace

absl::StatusOr<courier::FetchedFile> ReadAttachment(const std::vector<v1::TicketEvent>& events, const std::string& id,
                                                    const adapter::v1::PartnerList& partners,
                                                    courier::HttpClient& http) {
  const Found found = Find(events, id);
  if (!found.is_there) return absl::NotFoundError(absl::StrCat("the ticket has no attachment ", id));
  if (!found.parts.empty()) return Join(found);
  for (const adapter::v1::Partner& partner : partners.partners()) {
    if (partner.platform() != found.platform) continue;
    ASSIGN_OR_RETURN(const courier::CallLimits limits, courier::FileLimits(partner));
    return courier::Fetch(found.attachment, limits, http);
  }
  return absl::FailedPreconditionError(
      absl::StrCat("platform ", found.platform, " keeps the file, and the list of partners does not say where it is"));
}

}  // namespace interline::cli
