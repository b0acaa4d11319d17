// Fields of ours reached by functions of their own where only the descriptor is known: what protobuf's reflection does,
// in a fraction of its time.
#ifndef INTERLINE_ADAPTERS_ENGINE_FIELD_ACCESS_H_
#define INTERLINE_ADAPTERS_ENGINE_FIELD_ACCESS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstdint>
#include <string>

namespace interline::adapters {

// Every function takes the message that holds the field. Those that do not go with the field's type are null.
struct FieldAccess {
  using Message = google::protobuf::Message;

  const google::protobuf::FieldDescriptor* field = nullptr;

  // Whether a message or an optional value is there, a list has entries, a text is not empty, a number not zero.
  bool (*is_stated)(const Message&) = nullptr;

  // A text, or bytes.
  const std::string& (*text)(const Message&) = nullptr;
  std::string& (*mutable_text)(Message&) = nullptr;
  // A truth value, a code or a whole number; what does not fit becomes -1.
  int64_t (*number)(const Message&) = nullptr;
  void (*set_number)(Message&, int64_t) = nullptr;
  const Message& (*message)(const Message&) = nullptr;
  Message& (*mutable_message)(Message&) = nullptr;

  // A list of any kind.
  int (*size)(const Message&) = nullptr;
  const std::string& (*text_at)(const Message&, int) = nullptr;
  std::string& (*add_text)(Message&) = nullptr;
  const Message& (*message_at)(const Message&, int) = nullptr;
  Message& (*add_message)(Message&) = nullptr;
};

// For a field of TicketEvent, of AnswerContent or of a message of the contract below them; there is no other. Lives for
// ever. Thread-safe.
const FieldAccess& AccessTo(const google::protobuf::FieldDescriptor& field);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_FIELD_ACCESS_H_
