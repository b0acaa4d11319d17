#include "services/gateway/platform_routes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::gateway {
namespace {

using adapter::v1::Access;

constexpr char kPrefix[] = "/v1/platforms/";
// What dialects tell messages apart by, and what traces need. Nothing with a key in it.
const char* const kKeptHeaders[] = {"content-type", "soapaction", "traceparent"};

void SetFormats(const adapter::v1::Dialect& dialect, PlatformRoute& route) {
  route.door.message_format = dialect.wire_format();
  const bool is_query = dialect.wire_format() == adapter::v1::WIRE_FORMAT_QUERY;
  route.method = is_query ? "GET" : "POST";
  if (dialect.answer_wire_format() != adapter::v1::WIRE_FORMAT_UNSPECIFIED) {
    route.door.answer_format = dialect.answer_wire_format();
  } else {
    route.door.answer_format = is_query ? adapter::v1::WIRE_FORMAT_JSON : dialect.wire_format();
  }
  route.door.answers_by_message =
      std::any_of(dialect.answers().begin(), dialect.answers().end(), [](const adapter::v1::Answer& answer) {
        return answer.direction() != adapter::v1::DIRECTION_FROM_PLATFORM && !answer.messages().empty();
      });
  for (const adapter::v1::Message& message : dialect.messages()) {
    for (const adapter::v1::Condition& condition : message.when()) {
      const std::string& header = condition.header();
      if (!header.empty() && header[0] != ':') route.kept_headers.push_back(header);
    }
  }
}

// How proofs look into a message: with the dialect's own reader, so that what is proved is what is decoded.
identity::DialectBody BodyOf(const adapters::Adapter& adapter) {
  const bool is_query = adapter.dialect().wire_format() == adapter::v1::WIRE_FORMAT_QUERY;
  const auto texts = [&adapter, is_query](const identity::Request& request, const std::vector<std::string>& paths) {
    return adapter.OuterTexts(adapters::Direction::kFromPlatform, is_query ? request.query : request.body, paths);
  };
  return {adapter.dialect().signature(), texts};
}

absl::StatusOr<PlatformRoute> MakeRoute(const adapters::Adapter& adapter, const Access& access,
                                        const identity::KeyRing& keys, identity::NonceMemory& nonces) {
  const std::string& platform = adapter.platform().id();
  ASSIGN_OR_RETURN(identity::Verifier verifier,
                   identity::Verifier::Make(platform, access, keys, nonces, BodyOf(adapter)));
  PlatformRoute route{{platform, &adapter}, access, std::move(verifier), "POST", {}};
  route.kept_headers.assign(std::begin(kKeptHeaders), std::end(kKeptHeaders));
  SetFormats(adapter.dialect(), route);
  return route;
}

}  // namespace

absl::Status PlatformRoutes::Add(const adapters::Adapter& adapter, const Access& access, const identity::KeyRing& keys,
                                 identity::NonceMemory& nonces) {
  const std::string& platform = adapter.platform().id();
  absl::StatusOr<PlatformRoute> made = MakeRoute(adapter, access, keys, nonces);
  if (!made.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("access of ", platform, ": ", made.status().message()));
  }
  const auto route = std::make_shared<PlatformRoute>(*std::move(made));
  ids_.push_back(platform);
  by_prefix_[absl::StrCat(kPrefix, platform)] = route;
  for (const std::string& path : access.own_paths()) {
    if (!by_prefix_.emplace(path, route).second) {
      return absl::InvalidArgumentError(absl::StrCat("access of ", platform, ": ", path, " is somebody's already"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<PlatformRoutes> PlatformRoutes::Make(const adapters::Registry& adapters,
                                                    const identity::AccessList& instead, const identity::KeyRing& keys,
                                                    identity::NonceMemory& nonces) {
  PlatformRoutes routes;
  const std::vector<std::string> platforms = adapters.platform_ids();
  for (const auto& [platform, access] : instead) {
    if (std::find(platforms.begin(), platforms.end(), platform) == platforms.end()) {
      return absl::InvalidArgumentError(absl::StrCat("access of ", platform, ": there is no such platform"));
    }
  }
  for (const std::string& platform : platforms) {
    const adapters::Adapter& adapter = *adapters.Find(platform);
    const Access& access = identity::AccessOf(adapter.platform(), instead);
    if (!access.from_platform().empty()) RETURN_IF_ERROR(routes.Add(adapter, access, keys, nonces));
  }
  return routes;
}

PlatformRoute* PlatformRoutes::Find(absl::string_view path, std::string& rest) const {
  // The longest prefix that ends where a segment ends.
  for (absl::string_view prefix = path; !prefix.empty(); prefix = prefix.substr(0, prefix.rfind('/'))) {
    const auto found = by_prefix_.find(prefix);
    if (found == by_prefix_.end()) continue;
    rest = std::string(path.substr(prefix.size()));
    if (rest.empty()) rest = "/";
    return found->second.get();
  }
  return nullptr;
}

std::vector<std::string> PlatformRoutes::platform_ids() const { return ids_; }

}  // namespace interline::gateway
