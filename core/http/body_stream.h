// The rest of an answer that goes on for as long as there is something to say, such as server-sent events. Whoever has
// something to say writes; the connection takes it from here as fast as the client reads.
#ifndef INTERLINE_CORE_HTTP_BODY_STREAM_H_
#define INTERLINE_CORE_HTTP_BODY_STREAM_H_

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

#include "absl/strings/string_view.h"
#include "core/http/limits.h"

namespace interline::http {

// Thread-safe.
class BodyStream {
 public:
  // `most`: bytes that may wait for the client.
  explicit BodyStream(size_t most = kMaxStreamBytes) : most_(most) {}

  // Never waits. False when the stream is closed, or when more would wait than may: then the client is too slow, the
  // stream is closed and what waits is thrown away.
  bool Write(absl::string_view bytes);
  // What was written before is still sent. Called by the server too: when the client is gone, and when the server
  // stops.
  void Close();
  bool is_closed() const;

  // ---- The connection's side ----

  // What waits; empties it. False when nothing waits and nothing will come.
  bool Take(std::string& bytes);
  // Calls `wake`, from any thread, whenever there is something to take or the stream is closed, at once if that is so
  // already. Null = not any more; once it returns, the old one is not called again.
  void OnChange(std::function<void()> wake);

 private:
  const size_t most_;
  mutable std::mutex mutex_;
  std::string waiting_;         // guarded by mutex_
  bool closed_ = false;         // guarded by mutex_
  std::function<void()> wake_;  // guarded by mutex_; must not call back
};

}  // namespace interline::http

#endif  // INTERLINE_CORE_HTTP_BODY_STREAM_H_
