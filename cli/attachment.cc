// interline attachment TICKET ID
#include <fstream>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/partner/attachment_file.h"
#include "cli/program.h"
#include "cli/timeline.h"
#include "core/base/ids.h"
#include "core/base/status_macros.h"
#include "services/courier/curl_http_client.h"
#include "services/courier/partner_list.h"

namespace interline::cli {
namespace {

struct AttachmentFlags {
  std::string ticket;
  std::string id;
  std::string output;
  std::string partners;
};

absl::Status Save(const Program& program, const AttachmentFlags& flags) {
  if (!IsTicketId(flags.ticket)) {
    return absl::InvalidArgumentError("a ticket is named <origin>:<number>, for instance 440000:DH2611240012");
  }
  adapter::v1::PartnerList partners;
  if (!flags.partners.empty()) {
    ASSIGN_OR_RETURN(partners, courier::LoadPartners(flags.partners));
  }
  ASSIGN_OR_RETURN(const auto bus, program.Connect());
  ASSIGN_OR_RETURN(const Timeline timeline, ReadTimeline(*bus, flags.ticket));
  ASSIGN_OR_RETURN(const auto http, courier::MakeCurlHttpClient());
  ASSIGN_OR_RETURN(const courier::FetchedFile file, ReadAttachment(timeline.events, flags.id, partners, *http));
  std::ofstream out(flags.output, std::ios::binary | std::ios::trunc);
  out << file.bytes;
  out.close();
  if (!out) return absl::UnavailableError(absl::StrCat("cannot write ", flags.output));
  program.world.out << flags.id << ": " << file.bytes.size() << " bytes, SHA-256 "
                    << absl::BytesToHexString(file.sha256) << (file.verified ? ", as it was named" : ", none was named")
                    << '\n';
  return absl::OkStatus();
}

}  // namespace

void AddAttachment(CLI::App& app, Program& program) {
  CLI::App* attachment = app.add_subcommand(
      "attachment", "Saves a file of a ticket: from its messages, or from the hosts of the platform that keeps it.");
  const auto flags = std::make_shared<AttachmentFlags>();
  attachment->add_option("TICKET", flags->ticket, "Ticket id, <origin>:<number>.")->required();
  attachment->add_option("ID", flags->id, "The attachment's id, as interline trace --json shows it.")->required();
  attachment->add_option("--output,-o", flags->output, "File to write; what it held is overwritten.")->required();
  attachment->add_option("--partners", flags->partners,
                         "PartnerList of the courier; without it, only what came inside messages.");
  attachment->footer(
      "Example:\n  interline attachment 320000:JY20261124000417 att-1 --partners partners.textproto -o att-1.jpg\n"
      "At most 20 MiB, nothing is unpacked or looked into. Size and hash must be those that the message named.");
  attachment->callback([&program, flags] { program.action = [&program, flags] { return Save(program, *flags); }; });
}

}  // namespace interline::cli
