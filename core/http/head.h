// Reads the head of an HTTP/1.1 request, strictly: what two programs on the way could read differently is refused, so
// that nobody can smuggle a request inside another. Stricter than RFC 9112 where that costs an honest client nothing.
#ifndef INTERLINE_CORE_HTTP_HEAD_H_
#define INTERLINE_CORE_HTTP_HEAD_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "core/http/handler.h"
#include "core/identity/request.h"

namespace interline::http {

struct Head {
  // Without a body.
  identity::Request request;
  // Bytes of the body when they are told.
  absl::optional<uint64_t> content_length;
  bool chunked = false;
  // The client waits for "100 Continue".
  bool expects_continue = false;
};

// `bytes` ends with the empty line. Fills `head`, or returns the answer: 400, 405, 413, 414, 417, 431, 501 or 505;
// after each of them the connection is closed, for nobody knows where the next request begins.
absl::optional<Answer> ReadHead(absl::string_view bytes, Head& head);

}  // namespace interline::http

#endif  // INTERLINE_CORE_HTTP_HEAD_H_
