// Takes changed specifications over while the translator runs.
#ifndef INTERLINE_SERVICES_TRANSLATOR_RELOADER_H_
#define INTERLINE_SERVICES_TRANSLATOR_RELOADER_H_

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include "adapters/engine/reloading_registry.h"

namespace interline::translator {

// One thread at a time.
class Reloader {
 public:
  // Counts interline_translator_reloads_total{result="ok"|"failed"} in `metrics`. Both must outlive this.
  Reloader(adapters::ReloadingRegistry& adapters, prometheus::Registry& metrics);

  // Looks once, and logs what came of it: every mistake of a specification that is not taken over, with file, line and
  // column.
  void Look();

 private:
  adapters::ReloadingRegistry& adapters_;
  prometheus::Counter& ok_;
  prometheus::Counter& failed_;
};

}  // namespace interline::translator

#endif  // INTERLINE_SERVICES_TRANSLATOR_RELOADER_H_
