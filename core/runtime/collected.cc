#include "core/runtime/collected.h"

#include <prometheus/metric_family.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace interline::runtime {

Collected::Source::Source(Collected& all, const prometheus::Collectable& source) : all_(all), source_(source) {
  const std::lock_guard<std::mutex> lock(all_.mutex_);
  all_.sources_.push_back(&source_);
}

Collected::Source::~Source() {
  const std::lock_guard<std::mutex> lock(all_.mutex_);
  all_.sources_.erase(std::find(all_.sources_.begin(), all_.sources_.end(), &source_));
}

std::vector<prometheus::MetricFamily> Collected::Collect() const {
  // Held while the sources are asked, so that none ends meanwhile.
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<prometheus::MetricFamily> families;
  for (const prometheus::Collectable* source : sources_) {
    for (prometheus::MetricFamily& family : source->Collect()) {
      const auto same = std::find_if(families.begin(), families.end(),
                                     [&](const prometheus::MetricFamily& known) { return known.name == family.name; });
      if (same == families.end()) {
        families.push_back(std::move(family));
      } else {
        std::move(family.metric.begin(), family.metric.end(), std::back_inserter(same->metric));
      }
    }
  }
  return families;
}

}  // namespace interline::runtime
