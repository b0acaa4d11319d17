// What a stream does with each record. A processor is pure but for its context: it reads no clock, no file and no
// socket, so the same processor runs on Kafka and in a simulation.
#ifndef INTERLINE_CORE_STREAM_PROCESSOR_H_
#define INTERLINE_CORE_STREAM_PROCESSOR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "core/bus/bus.h"

namespace interline::stream {

// What a processor may do while it handles one record. Everything becomes real together with the record's offset, or
// not at all. Valid during the call only.
class Context {
 public:
  virtual ~Context() = default;
  // The time of the batch, by the stream's clock.
  virtual absl::Time Now() const = 0;
  // Writes a record to another topic.
  virtual void Emit(bus::Message message) = 0;
  // State of the input record's partition, with the changes of this batch. FAILED_PRECONDITION in a stream without
  // state.
  virtual absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const = 0;
  virtual void Put(absl::string_view key, std::string value) = 0;
  virtual void Delete(absl::string_view key) = 0;
  // Calls Processor::OnTimer with this key once, not before `due`, on the partition of the record (or timer) at hand.
  // Kept like state: survives crashes and moves with the partition. Setting a key again moves its timer.
  virtual void SetTimer(absl::string_view key, absl::Time due) = 0;
  virtual void CancelTimer(absl::string_view key) = 0;
};

// One thread at a time.
class Processor {
 public:
  virtual ~Processor() = default;
  // Handles one record. What the world does wrong becomes an output (a refusal, a note); an error from here means that
  // the stream itself cannot go on: the batch is aborted, the error logged, and the record comes again.
  virtual absl::Status Process(const bus::Record& record, Context& context) = 0;
  // A timer's time has come; the timer is gone unless set again. Same rules as Process.
  virtual absl::Status OnTimer(absl::string_view key, absl::Time due, Context& context);
  // Called between batches, with nothing open: the place to take over a new configuration.
  virtual void BetweenBatches() {}
};

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_PROCESSOR_H_
