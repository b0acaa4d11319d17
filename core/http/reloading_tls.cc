#include "core/http/reloading_tls.h"

#include <sys/stat.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::http {
namespace {

// Another text whenever one of the files is another one or was written to.
std::string StampOf(const TlsFiles& files) {
  std::string stamp;
  for (const std::string* path : {&files.cert, &files.key, &files.client_ca}) {
    struct stat found {};
    if (path->empty() || stat(path->c_str(), &found) != 0) {
      stamp += "none ";
      continue;
    }
    absl::StrAppend(&stamp, found.st_dev, "/", found.st_ino, "/", found.st_size, "/", found.st_mtim.tv_sec, ".",
                    found.st_mtim.tv_nsec, " ");
  }
  return stamp;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReloadingTls>> ReloadingTls::Make(const TlsFiles& files) {
  // Before the files are read: what is written meanwhile is read again.
  std::string stamp = StampOf(files);
  ASSIGN_OR_RETURN(auto context, MakeTls(files));
  return std::unique_ptr<ReloadingTls>(new ReloadingTls(files, std::move(stamp), std::move(context)));
}

ReloadingTls::ContextPtr ReloadingTls::Current() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return context_;
}

absl::StatusOr<bool> ReloadingTls::Reload() {
  std::string stamp = StampOf(files_);
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stamp == stamp_) return false;
    stamp_ = std::move(stamp);
  }
  ASSIGN_OR_RETURN(ContextPtr context, MakeTls(files_));
  std::lock_guard<std::mutex> lock(mutex_);
  context_ = std::move(context);
  return true;
}

}  // namespace interline::http
