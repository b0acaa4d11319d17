#include "adapters/platform_table.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace interline::adapters {
namespace {

using adapter::v1::Evidence;
using adapter::v1::Platform;

absl::string_view Words(Evidence::Grade grade) {
  switch (grade) {
    case Evidence::GRADE_REFERENCE:
      return "none public: our reference";
    case Evidence::GRADE_OFFICIAL:
      return "government document";
    case Evidence::GRADE_SOURCE_CODE:
      return "public source code";
    case Evidence::GRADE_REPORTED:
      return "press, public pages";
    default:
      return "not stated";
  }
}

absl::string_view Words(adapter::v1::Transport transport) {
  switch (transport) {
    case adapter::v1::TRANSPORT_KAFKA:
      return "Kafka";
    case adapter::v1::TRANSPORT_HTTP_PUSH:
      return "HTTP, both push";
    case adapter::v1::TRANSPORT_HTTP_POLL:
      return "HTTP, we poll";
    case adapter::v1::TRANSPORT_HTTP_CALLER:
      return "HTTP, it polls";
    default:
      return "not stated";
  }
}

absl::string_view Words(adapter::v1::Maturity maturity) {
  switch (maturity) {
    case adapter::v1::MATURITY_DRAFT:
      return "draft";
    case adapter::v1::MATURITY_TRIED:
      return "tried";
    case adapter::v1::MATURITY_LIVE:
      return "live";
    default:
      return "not stated";
  }
}

std::string Row(const Specified& specified) {
  const Platform& platform = specified.plan->platform;
  return absl::StrCat("| `", platform.id(), "` | [", platform.name_zh(), "](", specified.folder, "/README.md) | ",
                      platform.name_en(), " | [`", platform.dialect(), "`](dialects/", platform.dialect(),
                      "/README.md) | ", Words(platform.transport()), " | ", Words(platform.evidence().grade()), " | ",
                      Words(platform.maturity()), " |\n");
}

std::string PrintPlatforms(const Specifications& specifications) {
  // Ids of provinces have six digits, 12367 has five.
  std::map<std::pair<bool, std::string>, std::string> rows;
  int reference = 0;
  int provinces = 0;
  for (const Specified& specified : specifications.platforms) {
    const Platform& platform = specified.plan->platform;
    const bool is_province = platform.id().size() == 6;
    rows[{!is_province, platform.id()}] = Row(specified);
    provinces += is_province;
    reference += is_province && platform.evidence().grade() == Evidence::GRADE_REFERENCE;
  }
  std::string text = "| id | 平台 | platform | dialect | transport | evidence | maturity |\n";
  absl::StrAppend(&text, "| --- | --- | --- | --- | --- | --- | --- |\n");
  for (const auto& row : rows) text += row.second;
  absl::StrAppend(&text, "\n", provinces, " provincial platforms: ", provinces - reference,
                  " follow an interface of which something is public, ", reference,
                  " get our reference dialect because nothing is.\n");
  return text;
}

std::string PrintDialects(const Specifications& specifications) {
  std::map<std::string, int> users;
  for (const Specified& specified : specifications.platforms) ++users[specified.plan->platform.dialect()];
  std::string text = "| dialect | in one sentence | evidence | platforms |\n| --- | --- | --- | --- |\n";
  for (const Specified& specified : specifications.dialects) {
    const adapter::v1::Dialect& dialect = specified.plan->dialect;
    absl::StrAppend(&text, "| [`", dialect.name(), "`](dialects/", dialect.name(), "/README.md) | ", dialect.summary(),
                    " | ", Words(dialect.evidence().grade()), " | ", users[dialect.name()], " |\n");
  }
  return text;
}

}  // namespace

std::string PrintPlatformTable(const Specifications& specifications) {
  return absl::StrCat(kTableBegin, "\n", PrintPlatforms(specifications), "\n", PrintDialects(specifications), "\n",
                      kTableEnd);
}

}  // namespace interline::adapters
