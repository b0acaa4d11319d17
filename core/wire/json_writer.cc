#include "core/wire/json_writer.h"

namespace interline::wire {
namespace {

// Most documents are far below; a buffer that has grown beyond is given back.
constexpr size_t kUsualBytes = 32 << 10;

}  // namespace

void JsonWriter::Clear() {
  const bool large = buffer_.GetSize() > kUsualBytes;
  buffer_.Clear();
  if (large) buffer_.ShrinkToFit();
  writer_.Reset(buffer_);
}

}  // namespace interline::wire
