// How each ticket stands in which a served platform has a part: a copy, without personal data, of what the ticketing
// service has recorded in the compacted topic `state`, kept on disk with the place up to which it has been read. A lost
// folder costs the time to read the topic again; nothing is kept here that is not there.
//
// A platform has a part in a ticket if it is its origin, holds it, is offered it, or has ever said anything about it.
// Tickets and numbers are never deleted from the topic, so a copy that slept through a compaction misses nothing.
#ifndef INTERLINE_SERVICES_INTAKE_TICKET_BOARD_H_
#define INTERLINE_SERVICES_INTAKE_TICKET_BOARD_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"
#include "core/store/store.h"
#include "interline/v1/intake_service.pb.h"

namespace interline::intake {

// Follow on one thread; the rest is thread-safe.
class TicketBoard {
 public:
  // `bus` must outlive the board. `platforms`: those that are served.
  TicketBoard(bus::Bus& bus, store::StoreFactory stores, std::set<std::string> platforms);
  ~TicketBoard();

  // Reads until `stop`. A log or a disk that fails is tried again after `pause`, with a line in the log.
  void Follow(const std::atomic<bool>& stop, absl::Duration pause = absl::Seconds(1));

  // Errors, also of TicketOf:
  //   NOT_FOUND    nothing is recorded for a served platform under this name.
  //   UNAVAILABLE  what was recorded before the start is still being read, or the disk failed.
  absl::StatusOr<v1::TicketStatus> Find(const std::string& ticket_id) const;
  // The id of the ticket that a served platform gives this number.
  absl::StatusOr<std::string> TicketOf(const std::string& platform, const std::string& number) const;

  // Whether all that was recorded when Follow began, or had to begin anew, has been read.
  bool caught_up() const { return caught_up_; }

 private:
  // What is kept of one partition.
  struct Shard {
    mutable std::mutex mutex;
    std::unique_ptr<store::Store> store;  // guarded by mutex
    int64_t position = 0;                 // of the thread that follows
    // To be passed before the board has caught up.
    int64_t end = 0;
  };

  absl::Status Open();
  absl::StatusOr<int64_t> Start(Shard& shard, int32_t partition);
  absl::Status ReadOnce(bus::Reader& reader);
  // What the record changes here.
  std::vector<store::Change> ChangesOf(const bus::Record& record) const;
  // The value of `key`, which lies in the partition of the key `home` of `commands`.
  absl::StatusOr<std::string> Get(const std::string& home, const std::string& key) const;

  bus::Bus& bus_;
  const store::StoreFactory stores_;
  const std::set<std::string> platforms_;
  // Filled once, before caught_up_ is true; read by callers after that.
  std::vector<std::unique_ptr<Shard>> shards_;
  std::unique_ptr<bus::Reader> reader_;
  std::atomic<bool> caught_up_{false};
};

}  // namespace interline::intake

#endif  // INTERLINE_SERVICES_INTAKE_TICKET_BOARD_H_
