// A platform's adapter, as far as the courier needs it.
#ifndef INTERLINE_SERVICES_COURIER_ADAPTER_DIALECT_H_
#define INTERLINE_SERVICES_COURIER_ADAPTER_DIALECT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "adapters/engine/adapter.h"
#include "services/courier/dialect.h"

namespace interline::courier {

class AdapterDialect final : public Dialect {
 public:
  // `adapter` must outlive it.
  explicit AdapterDialect(const adapters::Adapter& adapter) : adapter_(adapter) {}

  Reply ReadAnswer(const HttpAnswer& answer) const override;
  // An answer that the dialect reads as done and that is no list holds no news.
  absl::StatusOr<std::vector<Entry>> Split(const HttpAnswer& answer) const override;

 private:
  const adapters::Adapter& adapter_;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_ADAPTER_DIALECT_H_
