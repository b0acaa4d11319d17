#include "cli/words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/proto_time.h"
#include "core/calendar/calendar.h"

namespace interline::cli {

std::string EnumWord(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

std::string InChina(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E3S", FromProto(time), calendar::ChinaTime());
}

std::string PlaceOf(const v1::LogPosition& position) {
  return absl::StrCat(position.topic(), "/", position.partition(), "/", position.offset());
}

absl::StatusOr<absl::Duration> ParseWait(const std::string& text) {
  const bool bare = !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  absl::Duration wait;
  if (!absl::ParseDuration(bare ? absl::StrCat(text, "s") : text, &wait) || wait < absl::ZeroDuration()) {
    return absl::InvalidArgumentError("a duration is written like 90s or 2m");
  }
  return wait;
}

}  // namespace interline::cli
