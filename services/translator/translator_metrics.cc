#include "services/translator/translator_metrics.h"

namespace interline::translator {

TranslatorMetrics::TranslatorMetrics(prometheus::Registry& registry, const std::string& direction)
    : direction_(direction),
      family_(prometheus::BuildCounter()
                  .Name("interline_translator_messages_total")
                  .Help("Messages translated, by platform and result.")
                  .Register(registry)) {}

void TranslatorMetrics::Count(absl::string_view platform, absl::string_view result) {
  prometheus::Counter*& counter = counters_[{std::string(platform), std::string(result)}];
  if (counter == nullptr) {
    counter =
        &family_.Add({{"direction", direction_}, {"platform", std::string(platform)}, {"result", std::string(result)}});
  }
  counter->Increment();
}

}  // namespace interline::translator
