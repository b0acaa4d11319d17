// What the translator counts: interline_translator_messages_total{direction, platform, result}. `result` is "ok" or the
// name of the refusal's reason, so the series are bounded by the contract. A batch that is aborted and done again
// counts twice.
#ifndef INTERLINE_SERVICES_TRANSLATOR_TRANSLATOR_METRICS_H_
#define INTERLINE_SERVICES_TRANSLATOR_TRANSLATOR_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <map>
#include <string>
#include <tuple>

#include "absl/strings/string_view.h"

namespace interline::translator {

// One thread at a time; each stream has its own.
class TranslatorMetrics {
 public:
  // `direction` is "decode" or "encode". `registry` must outlive the metrics.
  TranslatorMetrics(prometheus::Registry& registry, const std::string& direction);

  void Count(absl::string_view platform, absl::string_view result);

 private:
  const std::string direction_;
  prometheus::Family<prometheus::Counter>& family_;
  // Found again without building labels, which costs more than the translation.
  std::map<std::pair<std::string, std::string>, prometheus::Counter*> counters_;
};

}  // namespace interline::translator

#endif  // INTERLINE_SERVICES_TRANSLATOR_TRANSLATOR_METRICS_H_
