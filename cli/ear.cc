#include "cli/ear.h"

#include <utility>

namespace interline::cli {

absl::Status TopicEar::Listen(absl::Duration wait, const TakeEvent& take) {
  const TakeRecord read = [&](const bus::Record& record) {
    adapters::WireMessage wire{record.value.value_or(""), {}};
    for (const bus::Header& header : record.headers) wire.headers.emplace(header.key, header.value);
    take(adapter_.Decode(adapters::Direction::kToPlatform, wire));
  };
  return log_.Poll(wait, read).status();
}

}  // namespace interline::cli
