// The provinces and their codes, to start a folder for one.
#ifndef INTERLINE_CLI_PROVINCES_H_
#define INTERLINE_CLI_PROVINCES_H_

#include "absl/strings/string_view.h"

namespace interline::cli {

struct Province {
  // Name of its folder: pinyin without tones; "shaanxi" and "bingtuan" as usual.
  absl::string_view folder;
  // GB/T 2260, and 660000 for the Production and Construction Corps (core/base/ids.h).
  absl::string_view id;
  absl::string_view name_zh;
  absl::string_view name_en;
};

// By folder name; null when there is none.
const Province* FindProvince(absl::string_view folder);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_PROVINCES_H_
