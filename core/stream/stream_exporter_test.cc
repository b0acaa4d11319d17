#include "core/stream/stream_exporter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <string>

namespace interline::stream {
namespace {

using ::testing::HasSubstr;

TEST(StreamExporter, ShowsEachCountAsItStandsWhenAsked) {
  StreamMetrics metrics;
  const StreamExporter exporter("ticketing", metrics);
  metrics.records = 7;
  metrics.batches = 5;
  metrics.aborts = 3;
  metrics.recoveries = 2;
  metrics.restored_records = 11;
  const std::string text = prometheus::TextSerializer().Serialize(exporter.Collect());
  EXPECT_THAT(text, HasSubstr("interline_stream_records_total{stream=\"ticketing\"} 7\n"));
  EXPECT_THAT(text, HasSubstr("interline_stream_batches_total{stream=\"ticketing\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("interline_stream_aborts_total{stream=\"ticketing\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("interline_stream_recoveries_total{stream=\"ticketing\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("interline_stream_restored_records_total{stream=\"ticketing\"} 11\n"));
}

}  // namespace
}  // namespace interline::stream
