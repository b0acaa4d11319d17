#include "services/translator/reloader.h"

#include <spdlog/spdlog.h>

#include <string>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace interline::translator {
namespace {

prometheus::Counter& CounterOf(prometheus::Registry& metrics, const char* result) {
  return prometheus::BuildCounter()
      .Name("interline_translator_reloads_total")
      .Help("Changes of specifications that were taken over (ok) or not (failed).")
      .Register(metrics)
      .Add({{"result", result}});
}

}  // namespace

Reloader::Reloader(adapters::ReloadingRegistry& adapters, prometheus::Registry& metrics)
    : adapters_(adapters), ok_(CounterOf(metrics, "ok")), failed_(CounterOf(metrics, "failed")) {}

void Reloader::Look() {
  const absl::StatusOr<bool> looked = adapters_.Look();
  if (!looked.ok()) {
    failed_.Increment();
    for (const absl::string_view mistake : absl::StrSplit(looked.status().message(), '\n')) {
      spdlog::error("{}", std::string(mistake));
    }
    spdlog::error("specifications were changed and are wrong: the old ones stay in use");
  } else if (*looked) {
    ok_.Increment();
    spdlog::info("specifications were changed and taken over; serving {}",
                 absl::StrJoin(adapters_.current()->platform_ids(), ", "));
  }
}

}  // namespace interline::translator
