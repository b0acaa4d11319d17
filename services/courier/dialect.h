// What the courier needs of a platform's dialect: what answers mean and what a poll's answer holds.
#ifndef INTERLINE_SERVICES_COURIER_DIALECT_H_
#define INTERLINE_SERVICES_COURIER_DIALECT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "interline/v1/refusal.pb.h"
#include "services/courier/http_client.h"

namespace interline::courier {

// What an answer means for the sender of the message.
struct Reply {
  enum class Meaning {
    kInDoubt,       // nobody knows whether it was stored
    kDone,          // stored, now or before
    kRefused,       // not stored, and never will be
    kLater,         // not stored; may be sent again
    kUnauthorised,  // not stored: they do not know us
  };
  Meaning meaning = Meaning::kInDoubt;
  // The number that the platform gives the ticket; empty if it tells none.
  std::string number;
  v1::RefusalReason reason = v1::REFUSAL_REASON_UNSPECIFIED;
  // The field that is meant, as they say.
  std::string path;
  // 0 = not told.
  uint32_t retry_after_seconds = 0;
};

// One message out of the answer to a poll.
struct Entry {
  std::string body;
  // Of the dialect.
  std::map<std::string, std::string> headers;
  // Its event's id and the number that the platform gives the ticket, as far as the entry can be read.
  std::string id;
  std::string number;
};

// Immutable; thread-safe.
class Dialect {
 public:
  virtual ~Dialect() = default;
  virtual Reply ReadAnswer(const HttpAnswer& answer) const = 0;
  // The entries in its order, none when there is no news. An error when the answer is no such list.
  virtual absl::StatusOr<std::vector<Entry>> Split(const HttpAnswer& answer) const = 0;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_DIALECT_H_
