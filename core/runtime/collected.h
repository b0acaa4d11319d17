// All that /metrics shows: the service's registry and what its parts count for themselves.
#ifndef INTERLINE_CORE_RUNTIME_COLLECTED_H_
#define INTERLINE_CORE_RUNTIME_COLLECTED_H_

#include <prometheus/collectable.h>

#include <mutex>
#include <vector>

namespace interline::runtime {

// Thread-safe.
class Collected final : public prometheus::Collectable {
 public:
  // A source that is collected until this is destroyed; after that it is not touched any more.
  class Source {
   public:
    Source(Collected& all, const prometheus::Collectable& source);
    ~Source();
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

   private:
    Collected& all_;
    const prometheus::Collectable& source_;
  };

  // Families of one name become one family, as Prometheus demands.
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  mutable std::mutex mutex_;
  std::vector<const prometheus::Collectable*> sources_;
};

}  // namespace interline::runtime

#endif  // INTERLINE_CORE_RUNTIME_COLLECTED_H_
