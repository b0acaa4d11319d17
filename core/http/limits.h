// The bounds of one request, of one connection and of all connections of a server.
#ifndef INTERLINE_CORE_HTTP_LIMITS_H_
#define INTERLINE_CORE_HTTP_LIMITS_H_

#include <cstddef>

#include "absl/time/time.h"

namespace interline::http {

// Of one request.
inline constexpr size_t kMaxHeadBytes = 24 << 10;
inline constexpr size_t kMaxTargetBytes = 9 << 10;
inline constexpr size_t kMaxHeaders = 64;
inline constexpr size_t kMaxBodyBytes = 1 << 20;

// Of one connection.
inline constexpr absl::Duration kHandshakeTime = absl::Seconds(5);
inline constexpr absl::Duration kIdleTime = absl::Seconds(60);
// From the first byte of a request to the end of its headers.
inline constexpr absl::Duration kHeadTime = absl::Seconds(10);
inline constexpr absl::Duration kBodyTime = absl::Seconds(30);
inline constexpr absl::Duration kWriteTime = absl::Seconds(10);
// How long a connection that is closed after a refusal is read from, so that the answer is not lost, and how much.
inline constexpr absl::Duration kLingerTime = absl::Seconds(1);
inline constexpr size_t kLingerBytes = 256 << 10;
inline constexpr int kMaxRequestsPerConnection = 10000;
// From the end of the request to the answer, for every request that is not believed.
inline constexpr absl::Duration kUnbelievedTime = absl::Milliseconds(100);

// Of one answer that is a stream.
inline constexpr size_t kMaxStreamBytes = 256 << 10;

// Of all together.
inline constexpr size_t kMaxConnections = 4096;
inline constexpr size_t kMaxConnectionsPerAddress = 256;
// Bodies that are read or wait for their answers.
inline constexpr size_t kMaxBodyMemory = size_t{192} << 20;
inline constexpr size_t kMaxStreams = 1024;
inline constexpr int kRetryAfterSeconds = 1;

}  // namespace interline::http

#endif  // INTERLINE_CORE_HTTP_LIMITS_H_
