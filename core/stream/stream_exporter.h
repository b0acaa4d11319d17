// A stream's counts for Prometheus: interline_stream_<what>_total{stream="<name>"}.
#ifndef INTERLINE_CORE_STREAM_STREAM_EXPORTER_H_
#define INTERLINE_CORE_STREAM_STREAM_EXPORTER_H_

#include <prometheus/collectable.h>

#include <string>
#include <vector>

#include "core/stream/stream.h"

namespace interline::stream {

// Immutable; thread-safe. `metrics` must outlive it.
class StreamExporter final : public prometheus::Collectable {
 public:
  StreamExporter(std::string name, const StreamMetrics& metrics);
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const std::string name_;
  const StreamMetrics& metrics_;
};

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_STREAM_EXPORTER_H_
