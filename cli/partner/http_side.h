// What a platform that is played over HTTP needs: its own server, and its way to the gateway.
#ifndef INTERLINE_CLI_PARTNER_HTTP_SIDE_H_
#define INTERLINE_CLI_PARTNER_HTTP_SIDE_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "adapters/engine/registry.h"
#include "cli/ear.h"
#include "cli/faults.h"
#include "cli/voice.h"
#include "core/base/clock.h"

namespace interline::cli {

struct HttpSideOptions {
  // host:port where the courier reaches the platform; port 0 takes a free one.
  std::string listen;
  // The gateway's address, "http://127.0.0.1:12345"; for platforms that push.
  std::string gateway;
  // File of the keys (KeyList), for platforms that sign.
  std::string keys;
};

// One thread at a time, beside the server's own threads.
class HttpSide {
 public:
  // Starts the server. `adapter`, `clock` and `stop` must outlive it. INVALID_ARGUMENT for wrong options, UNAVAILABLE
  // when the port cannot be had.
  static absl::StatusOr<std::unique_ptr<HttpSide>> Start(const adapters::Adapter& adapter,
                                                         const HttpSideOptions& options, const Faults& faults,
                                                         const Clock& clock, const std::atomic<bool>& stop);
  virtual ~HttpSide() = default;

  virtual int port() const = 0;
  virtual Voice& voice() = 0;
  virtual Ear& ear() = 0;
};

}  // namespace interline::cli

#endif  // INTERLINE_CLI_PARTNER_HTTP_SIDE_H_
