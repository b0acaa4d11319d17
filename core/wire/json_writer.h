// Writes one JSON document, compact, members in the order in which they are given.
#ifndef INTERLINE_CORE_WIRE_JSON_WRITER_H_
#define INTERLINE_CORE_WIRE_JSON_WRITER_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace interline::wire {

// Keeps its buffer from one document to the next. One thread at a time; keep one per thread. Calls follow the grammar:
// a value at the top and in lists, a name and a value in turn in objects. Texts are UTF-8 already, as texts of Protocol
// Buffers are.
class JsonWriter {
 public:
  // Starts the next document; after a large one the buffer is given back.
  void Clear();

  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginList() { Open('['); }
  void EndList() { Close(']'); }
  void Name(absl::string_view name);
  void Text(absl::string_view text);
  void Int(int64_t number);
  void Uint(uint64_t number);
  void Bool(bool value) { Raw(value ? "true" : "false"); }
  // Finite.
  void Double(double number);
  void Null() { Raw("null"); }
  // A value that is JSON already, written by our own side.
  void Raw(absl::string_view json);

  // The document so far; valid until the next call.
  absl::string_view json() const { return json_; }

 private:
  void Separate() {
    if (is_behind_value_) json_.push_back(',');
  }
  void Open(char bracket) {
    Separate();
    json_.push_back(bracket);
    is_behind_value_ = false;
  }
  void Close(char bracket) {
    json_.push_back(bracket);
    is_behind_value_ = true;
  }
  void Quote(absl::string_view text);

  std::string json_;
  // Whether a comma is due before whatever comes next, unless the object or list ends.
  bool is_behind_value_ = false;
};

}  // namespace interline::wire

#endif  // INTERLINE_CORE_WIRE_JSON_WRITER_H_
