// The built console, or the built page of 12367 Online, from memory: what is not there when the service starts is not
// served, and no path reaches the disk.
#ifndef INTERLINE_SERVICES_INBOX_WEB_FILES_H_
#define INTERLINE_SERVICES_INBOX_WEB_FILES_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "core/http/handler.h"

namespace interline::inbox {

// Immutable, so thread-safe.
class WebFiles {
 public:
  // Reads the folder, which has an index.html. NOT_FOUND when it has not, INVALID_ARGUMENT for more than 64 MiB.
  static absl::StatusOr<WebFiles> Load(const std::string& folder);

  // `path` below the folder, with a slash at its start. A path that is no file and whose last part has no dot is a page
  // of the console itself and gets index.html. None when there is nothing to be had.
  absl::optional<http::Answer> Find(absl::string_view path) const;

 private:
  std::map<std::string, http::Answer, std::less<>> files_;
};

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_WEB_FILES_H_
