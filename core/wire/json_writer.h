// Writes one JSON document, compact, members in the order in which they are given.
#ifndef INTERLINE_CORE_WIRE_JSON_WRITER_H_
#define INTERLINE_CORE_WIRE_JSON_WRITER_H_

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>

#include "absl/strings/string_view.h"

namespace interline::wire {

// Keeps its buffer from one document to the next. One thread at a time; keep one per thread. Calls follow the grammar:
// a value at the top and in lists, a name and a value in turn in objects. Texts are UTF-8 already, as texts of Protocol
// Buffers are.
class JsonWriter {
 public:
  JsonWriter() : writer_(buffer_) {}

  // Starts the next document; after a large one the buffer is given back.
  void Clear();

  void BeginObject() { writer_.StartObject(); }
  void EndObject() { writer_.EndObject(); }
  void BeginList() { writer_.StartArray(); }
  void EndList() { writer_.EndArray(); }
  void Name(absl::string_view name) { writer_.Key(name.data(), Size(name)); }
  void Text(absl::string_view text) { writer_.String(text.data(), Size(text)); }
  void Int(int64_t number) { writer_.Int64(number); }
  void Uint(uint64_t number) { writer_.Uint64(number); }
  void Bool(bool value) { writer_.Bool(value); }
  void Double(double number) { writer_.Double(number); }
  void Null() { writer_.Null(); }
  // A value that is JSON already, written by our own side.
  void Raw(absl::string_view json) { writer_.RawValue(json.data(), json.size(), rapidjson::kNullType); }

  // The document so far; valid until the next call.
  absl::string_view json() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  static rapidjson::SizeType Size(absl::string_view text) { return static_cast<rapidjson::SizeType>(text.size()); }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_JSON_WRITER_H_
