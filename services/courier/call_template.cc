#include "services/courier/call_template.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "core/wire/written.h"

namespace interline::courier {
namespace {

absl::StatusOr<std::string> WriteAs(absl::string_view how, const std::string& value) {
  if (how.empty()) return value;
  if (how == "percent") return wire::AsPercent(value);
  if (how == "percent2") return wire::AsPercent(wire::AsPercent(value));
  if (how == "xml") return wire::AsXml(value);
  if (how == "json") return wire::AsJson(value);
  return absl::InvalidArgumentError(absl::StrCat("a template has an unknown way of writing: ", how));
}

absl::StatusOr<std::string> ValueOf(absl::string_view name, const CallValues& values, const RequestSigner& signer,
                                    absl::Time now) {
  if (absl::ConsumePrefix(&name, "key:")) return signer.KeyText(name, now);
  const auto found = values.find(std::string(name));
  if (found != values.end()) return found->second;
  return absl::InvalidArgumentError(absl::StrCat("a template has an unknown name: ", name));
}

// Stands in for keys, which need not be there yet when templates are checked.
class AnyKey final : public RequestSigner {
 public:
  absl::Status Sign(const std::string&, const std::string&, std::string&, absl::Time, HttpRequest&) const override {
    return absl::OkStatus();
  }
  absl::StatusOr<std::string> KeyText(absl::string_view, absl::Time) const override { return std::string("key"); }
};

}  // namespace

absl::StatusOr<std::string> FillIn(absl::string_view text, const CallValues& values, const RequestSigner& signer,
                                   absl::Time now) {
  std::string written;
  while (true) {
    const size_t start = text.find("${");
    absl::StrAppend(&written, text.substr(0, start));
    if (start == absl::string_view::npos) return written;
    text.remove_prefix(start + 2);
    const size_t end = text.find('}');
    if (end == absl::string_view::npos) return absl::InvalidArgumentError("a template has a brace that is not closed");
    const absl::string_view place = text.substr(0, end);
    text.remove_prefix(end + 1);
    const size_t bar = place.find('|');
    ASSIGN_OR_RETURN(const std::string value, ValueOf(place.substr(0, bar), values, signer, now));
    ASSIGN_OR_RETURN(const std::string as, WriteAs(bar == absl::string_view::npos ? "" : place.substr(bar + 1), value));
    written += as;
  }
}

absl::StatusOr<HttpRequest> MakeCall(const adapter::v1::Call& call, const CallValues& values,
                                     const std::string& message_id, const Partner& partner, absl::Time now) {
  HttpRequest request;
  request.method = call.method().empty() ? "POST" : call.method();
  request.limits = partner.poll_limits;
  ASSIGN_OR_RETURN(std::string query, FillIn(call.query(), values, *partner.signer, now));
  ASSIGN_OR_RETURN(request.body, FillIn(call.body(), values, *partner.signer, now));
  for (const adapter::v1::Call::Header& header : call.headers()) {
    ASSIGN_OR_RETURN(std::string value, FillIn(header.value(), values, *partner.signer, now));
    request.headers.emplace_back(header.name(), std::move(value));
  }
  RETURN_IF_ERROR(partner.signer->Sign(message_id, call.path().empty() ? "/" : call.path(), query, now, request));
  request.url = absl::StrCat(partner.base_url, call.path(), query.empty() ? "" : "?", query);
  return request;
}

absl::Status CheckCalls(const Partner& partner) {
  const AnyKey key;
  Partner checked = partner;
  checked.signer = &key;
  const absl::Time now = absl::UnixEpoch();
  const CallValues asked = {{"count", "1"}, {"page", "1"}, {"offset", "0"}, {"since", "0"}, {"until", "0"}};
  for (const adapter::v1::Poll& poll : partner.polls) {
    if (poll.name().empty() || poll.progress_case() == adapter::v1::Poll::PROGRESS_NOT_SET) {
      return absl::InvalidArgumentError(
          absl::StrCat(partner.platform, ": a poll without a name or without a way to progress"));
    }
    absl::TimeZone zone;
    if (!poll.window().time_zone().empty() && !absl::LoadTimeZone(poll.window().time_zone(), &zone)) {
      return absl::InvalidArgumentError(
          absl::StrCat(partner.platform, ": poll ", poll.name(), " has an unknown time zone"));
    }
    RETURN_IF_ERROR(MakeCall(poll.call(), asked, "id", checked, now).status());
    const CallValues entry = {{"id", "1"}, {"number", "1"}};
    if (poll.has_queue()) RETURN_IF_ERROR(MakeCall(poll.queue().acknowledge(), entry, "id", checked, now).status());
  }
  if (!partner.enquiry.has_value()) return absl::OkStatus();
  const CallValues message = {{"message", "1"}, {"ticket", "1"}, {"event", "1"}, {"number", "1"}};
  return MakeCall(partner.enquiry->call(), message, "id", checked, now).status();
}

}  // namespace interline::courier
