// Fetches a file that a message only names: from that platform's hosts, up to a size, and only what the message
// promised.
#ifndef INTERLINE_SERVICES_COURIER_ATTACHMENTS_H_
#define INTERLINE_SERVICES_COURIER_ATTACHMENTS_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "interline/v1/matter.pb.h"
#include "services/courier/http_client.h"

namespace interline::courier {

// A file larger than this is not fetched.
inline constexpr uint64_t kMaxAttachmentBytes = uint64_t{20} << 20;

struct FetchedFile {
  std::string bytes;
  // 32 bytes.
  std::string sha256;
  // Whether the message gave a hash, and it is this one.
  bool verified = false;
};

// Fetches it and waits. `limits` says the hosts; its response_bytes is not used. Nothing is unpacked, looked into or
// kept. Errors name neither address nor file:
//   INVALID_ARGUMENT    there is no address, or not of the form that is followed
//   PERMISSION_DENIED   the host is not one of the platform's
//   RESOURCE_EXHAUSTED  it is said to be, or is, larger than kMaxAttachmentBytes
//   UNAVAILABLE         no whole answer, or another status than 200
//   DATA_LOSS           size or hash are not those that the message gives
absl::StatusOr<FetchedFile> Fetch(const v1::Attachment& attachment, const CallLimits& limits, HttpClient& http);

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_ATTACHMENTS_H_
