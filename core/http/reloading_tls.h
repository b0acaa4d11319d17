// TLS whose files may be changed while the server runs: new connections get the new certificate, key and authorities,
// those that are open keep theirs.
#ifndef INTERLINE_CORE_HTTP_RELOADING_TLS_H_
#define INTERLINE_CORE_HTTP_RELOADING_TLS_H_

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "core/http/tls.h"

namespace interline::http {

// Thread-safe.
class ReloadingTls {
 public:
  using ContextPtr = std::shared_ptr<boost::asio::ssl::context>;

  // INVALID_ARGUMENT as MakeTls.
  static absl::StatusOr<std::unique_ptr<ReloadingTls>> Make(const TlsFiles& files);

  // For the next connection; null = plain HTTP.
  ContextPtr Current() const;

  // True when the files have changed and are used from now on, false when they have not. INVALID_ARGUMENT when they
  // have changed and cannot be used, a certificate without its key for instance: what there was stays. Told once for
  // each change.
  absl::StatusOr<bool> Reload();

 private:
  ReloadingTls(TlsFiles files, std::string stamp, ContextPtr context)
      : files_(std::move(files)), stamp_(std::move(stamp)), context_(std::move(context)) {}

  const TlsFiles files_;
  mutable std::mutex mutex_;
  // Both guarded by mutex_. The stamp is that of the files that were looked at last.
  std::string stamp_;
  ContextPtr context_;
};

}  // namespace interline::http

#endif  // INTERLINE_CORE_HTTP_RELOADING_TLS_H_
