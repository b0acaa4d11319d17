#include "core/stream/stream_exporter.h"

#include <prometheus/metric_family.h>

#include <atomic>
#include <cstdint>
#include <utility>

namespace interline::stream {
namespace {

struct Count {
  const char* name;
  const char* help;
  std::atomic<uint64_t> StreamMetrics::*value;
};

constexpr Count kCounts[] = {
    {"interline_stream_records_total", "Records processed and committed.", &StreamMetrics::records},
    {"interline_stream_batches_total", "Transactions committed.", &StreamMetrics::batches},
    {"interline_stream_aborts_total", "Transactions rolled back and tried again.", &StreamMetrics::aborts},
    {"interline_stream_recoveries_total", "Times that memory was thrown away after an unclear outcome.",
     &StreamMetrics::recoveries},
    {"interline_stream_restored_records_total", "Records of the changelog read to restore state.",
     &StreamMetrics::restored_records},
};

}  // namespace

StreamExporter::StreamExporter(std::string name, const StreamMetrics& metrics)
    : name_(std::move(name)), metrics_(metrics) {}

std::vector<prometheus::MetricFamily> StreamExporter::Collect() const {
  std::vector<prometheus::MetricFamily> families;
  for (const Count& count : kCounts) {
    prometheus::ClientMetric metric;
    metric.label = {{"stream", name_}};
    metric.counter.value = static_cast<double>((metrics_.*count.value).load());
    families.push_back({count.name, count.help, prometheus::MetricType::Counter, {std::move(metric)}});
  }
  return families;
}

}  // namespace interline::stream
