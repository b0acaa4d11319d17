// Small words for tables.
#ifndef INTERLINE_CLI_WORDS_H_
#define INTERLINE_CLI_WORDS_H_

#include <google/protobuf/timestamp.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "interline/v1/refusal.pb.h"

namespace interline::cli {

// "draft" for the name MATURITY_DRAFT and the prefix MATURITY_.
std::string EnumWord(absl::string_view name, absl::string_view prefix);

// The moment by China's clocks, to the millisecond.
std::string InChina(const google::protobuf::Timestamp& time);

// "in.440000/2/17".
std::string PlaceOf(const v1::LogPosition& position);

// "90s", "2m", or a bare number of seconds. INVALID_ARGUMENT for anything else and for less than nothing.
absl::StatusOr<absl::Duration> ParseWait(const std::string& text);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_WORDS_H_
