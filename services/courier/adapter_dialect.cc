#include "services/courier/adapter_dialect.h"

#include <utility>

namespace interline::courier {
namespace {

using adapter::v1::Answer;
using adapters::Direction;

adapters::WireAnswer ToWire(const HttpAnswer& answer) { return {answer.status, answer.body, answer.headers}; }

Reply::Meaning MeaningOf(Answer::Meaning meaning) {
  switch (meaning) {
    case Answer::MEANING_DONE:
      return Reply::Meaning::kDone;
    case Answer::MEANING_REFUSED:
      return Reply::Meaning::kRefused;
    case Answer::MEANING_LATER:
      return Reply::Meaning::kLater;
    case Answer::MEANING_UNAUTHORISED:
      return Reply::Meaning::kUnauthorised;
    default:
      return Reply::Meaning::kInDoubt;
  }
}

}  // namespace

Reply AdapterDialect::ReadAnswer(const HttpAnswer& answer) const {
  const adapters::Answered answered = adapter_.ReadAnswer(Direction::kFromPlatform, ToWire(answer));
  Reply reply;
  reply.meaning = MeaningOf(answered.meaning);
  reply.number = answered.content.number();
  reply.reason = answered.content.reason();
  reply.path = answered.content.path();
  reply.retry_after_seconds = answered.content.retry_after_seconds();
  return reply;
}

absl::StatusOr<std::vector<Entry>> AdapterDialect::Split(const HttpAnswer& answer) const {
  absl::StatusOr<std::vector<adapters::WireMessage>> messages = adapter_.SplitBatch(ToWire(answer));
  if (!messages.ok()) {
    if (ReadAnswer(answer).meaning == Reply::Meaning::kDone) return std::vector<Entry>();
    return messages.status();
  }
  std::vector<Entry> entries;
  for (adapters::WireMessage& message : *messages) {
    Entry entry;
    // What cannot be read is handed on all the same; the translator refuses it where everybody can see it.
    if (const auto event = adapter_.Decode(Direction::kFromPlatform, message); event.ok()) {
      entry.id = event->id();
      entry.number = event->source_number();
    }
    entry.body = std::move(message.body);
    entry.headers = std::move(message.headers);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace interline::courier
