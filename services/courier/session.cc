#include "services/courier/session.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"

namespace interline::courier {
namespace {

constexpr absl::Duration kReadWait = absl::Milliseconds(200);
// A restore that comes no further for so many reads is given up; the next session tries anew.
constexpr int kMostIdleReads = 50;
constexpr size_t kRecordsPerRead = 5000;

}  // namespace

absl::StatusOr<std::unique_ptr<Session>> Session::Open(bus::Bus& bus, const std::string& platform, int instance) {
  std::unique_ptr<Session> session(new Session(bus, platform));
  const std::string name = absl::StrCat("courier-", platform);
  ASSIGN_OR_RETURN(session->producer_, bus.NewTransactionalProducer(absl::StrCat(name, "-", instance)));
  ASSIGN_OR_RETURN(session->consumer_, bus.NewGroupConsumer({name, {bus::OutTopic(platform)}, session.get()}));
  return session;
}

absl::StatusOr<std::vector<bus::Record>> Session::Poll(absl::Duration wait, size_t most) {
  ASSIGN_OR_RETURN(std::vector<bus::Record> records, consumer_->Poll(wait, most));
  RETURN_IF_ERROR(restored_);
  return records;
}

absl::Status Session::Rewind() {
  ASSIGN_OR_RETURN(starts_, consumer_->Rewind());
  return absl::OkStatus();
}

absl::Status Session::Commit(std::vector<bus::Message> messages, const bus::Offsets& next) {
  RETURN_IF_ERROR(producer_->Begin());
  for (bus::Message& message : messages) RETURN_IF_ERROR(producer_->Send(std::move(message)));
  // With the offsets goes the generation: what a member writes that was expelled is refused.
  RETURN_IF_ERROR(producer_->SendOffsets(*consumer_, next));
  return producer_->Commit();
}

void Session::OnAssigned(const bus::Offsets& committed) {
  ++generation_;
  for (const auto& [at, offset] : committed) {
    starts_[at] = offset;
    restored_.Update(Restore(at.partition));
  }
}

void Session::OnRevoked(const std::vector<bus::TopicPartition>& partitions, bool) {
  ++generation_;
  for (const bus::TopicPartition& at : partitions) {
    starts_.erase(at);
    kept_.erase(at.partition);
  }
}

// To the end of the topic as it is now, open transactions included: a former owner's last words may be in one.
absl::Status Session::Restore(int32_t partition) {
  const bus::TopicPartition at{bus::kCourier, partition};
  ASSIGN_OR_RETURN(const int64_t begin, bus_.admin().BeginOffset(at));
  ASSIGN_OR_RETURN(const int64_t end, bus_.admin().EndOffset(at, bus::Isolation::kReadUncommitted));
  std::map<std::string, std::string>& kept = kept_[partition];
  kept.clear();
  ASSIGN_OR_RETURN(const std::unique_ptr<bus::Reader> reader,
                   bus_.NewReader({{at, begin}}, bus::Isolation::kReadCommitted));
  int64_t reached = begin;
  for (int idle = 0; reached < end;) {
    ASSIGN_OR_RETURN(std::vector<bus::Record> records, reader->Poll(kReadWait, kRecordsPerRead));
    for (bus::Record& record : records) {
      if (!absl::StartsWith(record.key, prefix_)) continue;
      if (record.value.has_value()) {
        kept[record.key] = *std::move(record.value);
      } else {
        kept.erase(record.key);
      }
    }
    const int64_t position = reader->Position(at);
    idle = position > reached ? 0 : idle + 1;
    reached = position;
    if (idle > kMostIdleReads) return absl::UnavailableError("what the courier remembers cannot be read to its end");
  }
  return absl::OkStatus();
}

}  // namespace interline::courier
