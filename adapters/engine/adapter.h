// An adapter: one platform's dialect, ready to run. Pure: bytes in, event out, and back; no socket, no clock, no file,
// no log.
#ifndef INTERLINE_ADAPTERS_ENGINE_ADAPTER_H_
#define INTERLINE_ADAPTERS_ENGINE_ADAPTER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {

// Who speaks. A platform's simulator uses the adapter the other way round.
enum class Direction {
  kFromPlatform,
  kToPlatform,
};

// A message as it stands on the wire.
struct WireMessage {
  // A query string stands here, without the "?".
  std::string body;
  // Headers of the record or request that belong to the dialect; "content-type" among them. Names in lower case. The
  // path and method of an HTTP request stand under ":path" and ":method", the name of the batch that held the message
  // under ":batch".
  std::map<std::string, std::string> headers;
};

// What came back on the same connection, or what goes back.
struct WireAnswer {
  uint32_t http_status = 0;
  std::string body;
  // Names in lower case.
  std::map<std::string, std::string> headers;
};

// What an answer means for the sender of the message.
struct Answered {
  adapter::v1::Answer::Meaning meaning = adapter::v1::Answer::MEANING_IN_DOUBT;
  adapter::v1::AnswerContent content;
  // Of the answer in the dialect; empty when none fits.
  std::string name;
};

// Immutable and thread-safe once made.
class Adapter {
 public:
  virtual ~Adapter() = default;

  // Reads one message. The event has id, source, ticket_id, occurred_at and a kind; in the direction kToPlatform also
  // recipient, and no occurred_at where the message tells no time. Times of arrival and provenance are left to the
  // caller. Errors carry a Refusal (core/base/refusal.h) with the path in the dialect's own names and never a value. At
  // most 1 MiB.
  virtual absl::StatusOr<v1::TicketEvent> Decode(Direction direction, const WireMessage& message) const = 0;

  // Writes one message. Whatever the event holds that the dialect cannot say and does not declare as dropped is refused
  // as NOT_EXPRESSIBLE with our path; nothing is lost in silence.
  virtual absl::StatusOr<WireMessage> Encode(Direction direction, const v1::TicketEvent& event) const = 0;

  // The name of the dialect's message that these bytes are, for AnswerContent.message; empty when they are none.
  virtual std::string MessageName(Direction direction, const WireMessage& message) const = 0;

  // The texts at `paths` of the outer document, for proofs that stand in the message (Signature, BodyFields): "" where
  // nothing is stated, none where the path begins with another root than the document's. Texts that are documents stay
  // texts, and no quirk is asked. A refusal for bytes that cannot be read and for what is no text.
  virtual absl::StatusOr<std::vector<absl::optional<std::string>>> OuterTexts(
      Direction direction, absl::string_view bytes, const std::vector<std::string>& paths) const = 0;

  // The direction is that of the answer: kFromPlatform is their answer to ours. What cannot be read or fits no answer
  // of the dialect is in doubt, in the first case with a reason and a path; it is never an error.
  virtual Answered ReadAnswer(Direction direction, const WireAnswer& answer) const = 0;

  // The first answer of the dialect with this meaning. NOT_FOUND when it has none; a refusal when the content cannot be
  // said in it.
  virtual absl::StatusOr<WireAnswer> WriteAnswer(Direction direction, adapter::v1::Answer::Meaning meaning,
                                                 const adapter::v1::AnswerContent& content) const = 0;

  // The messages in an answer to a poll, in its order; none when there is nothing new. Refused as UNKNOWN_MESSAGE when
  // the answer is no batch of the dialect (ReadAnswer tells what it is), otherwise as in Decode. An entry that is no
  // message is handed on as it is, so that Decode refuses it alone.
  virtual absl::StatusOr<std::vector<WireMessage>> SplitBatch(const WireAnswer& answer) const = 0;

  // The other way, for who plays a polled platform: an answer by the dialect's batch of this name. NOT_FOUND when there
  // is none; a refusal when a message cannot stand in it.
  virtual absl::StatusOr<WireAnswer> JoinBatch(absl::string_view batch,
                                               const std::vector<WireMessage>& messages) const = 0;

  virtual const adapter::v1::Platform& platform() const = 0;
  virtual const adapter::v1::Dialect& dialect() const = 0;
  // "dialect/version", for provenance.
  virtual const std::string& mapping() const = 0;
};

// Compiles a platform with its dialect. INVALID_ARGUMENT names everything that is wrong, one line each; what this
// accepts does not fail at run time for a reason that could have been known here.
absl::StatusOr<std::unique_ptr<Adapter>> MakeAdapter(const adapter::v1::Platform& platform,
                                                     const adapter::v1::Dialect& dialect);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_ADAPTER_H_
