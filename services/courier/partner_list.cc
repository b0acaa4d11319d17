#include "services/courier/partner_list.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "services/courier/url.h"

namespace interline::courier {
namespace {

namespace files = std::filesystem;
using adapter::v1::Platform;

// A hundred messages may come at once.
constexpr size_t kPollBytes = size_t{16} << 20;
constexpr uint32_t kMaxBodyBytes = 1u << 20;

bool ReadText(const files::path& path, google::protobuf::Message& message) {
  std::ifstream file(path);
  if (!file) return false;
  std::ostringstream text;
  text << file.rdbuf();
  return google::protobuf::TextFormat::ParseFromString(text.str(), &message);
}

absl::Status Wrong(const std::string& platform, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("partner ", platform, ": ", what));
}

// Of calls to the platform itself.
absl::StatusOr<CallLimits> OwnLimits(const adapter::v1::Partner& where) {
  const absl::StatusOr<std::string> host = HostOf(where.base_url());
  const bool plain =
      where.base_url().find_first_of("?#") == std::string::npos && !absl::EndsWith(where.base_url(), "/");
  if (!host.ok() || !plain) return Wrong(where.platform(), "base_url is not of the form https://host[:port][/path]");
  if (where.certificate_file().empty() != where.key_file().empty()) {
    return Wrong(where.platform(), "certificate_file and key_file go together");
  }
  CallLimits limits;
  limits.hosts = {*host};
  limits.allow_this_machine = where.allow_this_machine();
  limits.tls = {where.ca_file(), where.certificate_file(), where.key_file()};
  return limits;
}

}  // namespace

absl::StatusOr<adapter::v1::PartnerList> LoadPartners(const std::string& path) {
  adapter::v1::PartnerList list;
  if (!ReadText(path, list))
    return absl::InvalidArgumentError(absl::StrCat(path, " is not a PartnerList in text form"));
  const files::path folder = files::path(path).parent_path();
  for (adapter::v1::Partner& partner : *list.mutable_partners()) {
    for (std::string* file :
         {partner.mutable_ca_file(), partner.mutable_certificate_file(), partner.mutable_key_file()}) {
      if (file->empty()) continue;
      *file = (folder / *file).string();
      std::error_code error;
      if (!files::is_regular_file(*file, error))
        return Wrong(partner.platform(), absl::StrCat("there is no file ", *file));
    }
  }
  return list;
}

absl::StatusOr<Partner> MakePartner(const Platform& platform, const adapter::v1::Dialect& dialect,
                                    const adapter::v1::Partner& where) {
  const bool polled = platform.transport() == adapter::v1::TRANSPORT_HTTP_POLL;
  if (!polled && platform.transport() != adapter::v1::TRANSPORT_HTTP_PUSH) {
    return Wrong(where.platform(), "its specification does not say that it is called over HTTP");
  }
  ASSIGN_OR_RETURN(const CallLimits own, OwnLimits(where));
  const adapter::v1::Limits& stated = platform.limits();
  auto limits = std::make_shared<CallLimits>(own);
  limits->total = stated.answer_seconds() == 0 ? kDefaultAnswerLimit
                                               : std::min(kMaxAnswerLimit, absl::Seconds(stated.answer_seconds()));
  auto poll_limits = std::make_shared<CallLimits>(*limits);
  poll_limits->response_bytes = kPollBytes;

  Partner partner;
  partner.platform = platform.id();
  partner.base_url = where.base_url();
  partner.limits = limits;
  partner.poll_limits = poll_limits;
  if (stated.in_flight() > 0) partner.in_flight = std::min(kMaxInFlight, stated.in_flight());
  partner.requests_per_minute = stated.requests_per_minute();
  if (stated.body_bytes() > 0) partner.body_bytes = std::min(kMaxBodyBytes, stated.body_bytes());
  partner.park_in_doubt = platform.in_doubt() == adapter::v1::IN_DOUBT_PARK;
  partner.acknowledges = platform.capabilities().acknowledges();
  if (dialect.has_enquiry()) partner.enquiry = dialect.enquiry();
  if (polled) partner.polls.assign(dialect.polls().begin(), dialect.polls().end());
  const uint32_t poll_seconds = where.poll_seconds() > 0 ? where.poll_seconds() : stated.poll_seconds();
  if (poll_seconds > 0) partner.poll_every = absl::Seconds(poll_seconds);
  if (stated.poll_messages() > 0) partner.poll_messages = std::min(kMaxPollMessages, stated.poll_messages());
  partner.silence = absl::Seconds(stated.silence_seconds());
  return partner;
}

absl::StatusOr<CallLimits> FileLimits(const adapter::v1::Partner& where) {
  ASSIGN_OR_RETURN(CallLimits limits, OwnLimits(where));
  limits.total = kMaxAnswerLimit;
  for (const std::string& host : where.file_hosts()) limits.hosts.insert(absl::AsciiStrToLower(host));
  return limits;
}

}  // namespace interline::courier
