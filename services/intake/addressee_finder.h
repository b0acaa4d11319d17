// Finds the addressee of a transfer that names none, by the routing table (core/routing). The table is a file that may
// be replaced while the service runs; one with a mistake is told and not taken.
#ifndef INTERLINE_SERVICES_INTAKE_ADDRESSEE_FINDER_H_
#define INTERLINE_SERVICES_INTAKE_ADDRESSEE_FINDER_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "core/routing/table.h"
#include "interline/v1/intake_service.pb.h"

namespace interline::intake {

// What became of one event.
struct Addressed {
  // OK, or a refusal (core/base/refusal.h).
  absl::Status status;
  // What the table said; absent when it was not asked or could not say.
  absl::optional<v1::Routing> routing;
};

// Thread-safe, but for Refresh.
class AddresseeFinder {
 public:
  // Errors are Table::Load's.
  static absl::StatusOr<std::unique_ptr<AddresseeFinder>> Load(const std::string& path);

  // If `event` is a transfer by the table's platform that names no addressee: gives it one and notes in its provenance
  // how. Refused when the ticket stays with its source, and when the table cannot say.
  Addressed Address(const v1::CallerPlace& place, v1::TicketEvent& event) const;

  // Takes the file if it was changed. One thread. Errors are Table::Load's, told once for each change; the table before
  // stays in use.
  absl::Status Refresh();

  std::string version() const { return table()->version(); }

 private:
  AddresseeFinder(std::string path, std::pair<int64_t, int64_t> seen, routing::Table table);

  std::shared_ptr<const routing::Table> table() const;

  const std::string path_;
  // When and how large it was when it was last looked at.
  std::pair<int64_t, int64_t> seen_;
  mutable std::mutex mutex_;
  std::shared_ptr<const routing::Table> table_;  // guarded by mutex_
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_ADDRESSEE_FINDER_H_
