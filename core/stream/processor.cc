#include "core/stream/processor.h"

namespace interline::stream {

absl::Status Processor::OnTimer(absl::string_view, absl::Time, Context&) {
  return absl::UnimplementedError("this processor sets no timers");
}

}  // namespace interline::stream
