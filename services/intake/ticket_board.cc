#include "services/intake/ticket_board.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/store/v1/ticketing_state.pb.h"

namespace interline::intake {
namespace {

constexpr size_t kRecordsPerRead = 1000;
constexpr absl::Duration kPollWait = absl::Milliseconds(200);
// Keys of the topic, which are the keys here too; services/ticketing/README.md lists them.
constexpr char kTickets[] = "t/";
constexpr char kAliases[] = "a/";

std::string AliasPlace(absl::string_view platform, absl::string_view number) {
  return absl::StrCat(kAliases, platform, "/", number);
}

v1::TicketStatus StatusOf(const store::v1::TicketRecord& record, const bus::Record& at) {
  v1::TicketStatus status;
  *status.mutable_ticket() = record.ticket();
  // What the citizen said is nobody's business here.
  status.mutable_ticket()->clear_matter();
  status.set_extension_requested(record.has_extension_asked());
  if (record.has_dispatched_at()) *status.mutable_dispatched_at() = record.dispatched_at();
  if (record.has_signed_at()) *status.mutable_signed_at() = record.signed_at();
  if (record.has_suspended_at()) *status.mutable_suspended_at() = record.suspended_at();
  *status.mutable_recorded_at() = ToProto(at.appended_at);
  status.mutable_position()->set_topic(at.topic);
  status.mutable_position()->set_partition(at.partition);
  status.mutable_position()->set_offset(at.offset);
  return status;
}

bool TakesPart(const store::v1::TicketRecord& record, const std::set<std::string>& platforms) {
  const v1::Ticket& ticket = record.ticket();
  const auto served = [&](const std::string& platform) { return platforms.count(platform) > 0; };
  if (served(ticket.origin()) || served(ticket.holder()) || served(ticket.offered_to())) return true;
  return std::any_of(record.judged().begin(), record.judged().end(), [&](const store::v1::Judged& judged) {
    return judged.refusal() == v1::REFUSAL_REASON_UNSPECIFIED && served(judged.source());
  });
}

absl::Status NotReady() { return absl::UnavailableError("What was recorded before is still being read; call again."); }

}  // namespace

TicketBoard::TicketBoard(bus::Bus& bus, store::StoreFactory stores, std::set<std::string> platforms)
    : bus_(bus), stores_(std::move(stores)), platforms_(std::move(platforms)) {}

TicketBoard::~TicketBoard() = default;

void TicketBoard::Follow(const std::atomic<bool>& stop, absl::Duration pause) {
  while (!stop) {
    absl::Status status = reader_ == nullptr ? Open() : absl::OkStatus();
    if (status.ok()) status = ReadOnce(*reader_);
    if (status.ok()) continue;
    spdlog::warn("reading the topic {} is tried again: {}", bus::kState, status.ToString());
    reader_.reset();
    std::this_thread::sleep_for(absl::ToChronoMilliseconds(pause));
  }
}

absl::Status TicketBoard::Open() {
  if (shards_.empty()) {
    ASSIGN_OR_RETURN(const auto topics, bus_.admin().ListTopics());
    const auto found = topics.find(bus::kState);
    if (found == topics.end())
      return absl::NotFoundError("the topic does not exist; `interline topics create` makes it");
    std::vector<std::unique_ptr<Shard>> shards;
    for (int32_t partition = 0; partition < found->second; ++partition) {
      shards.push_back(std::make_unique<Shard>());
      ASSIGN_OR_RETURN(shards.back()->store, stores_(partition));
    }
    shards_ = std::move(shards);
  }
  bus::Offsets from;
  for (size_t i = 0; i < shards_.size(); ++i) {
    const auto partition = static_cast<int32_t>(i);
    ASSIGN_OR_RETURN(shards_[i]->position, Start(*shards_[i], partition));
    from[{bus::kState, partition}] = shards_[i]->position;
  }
  ASSIGN_OR_RETURN(reader_, bus_.NewReader(from, bus::Isolation::kReadCommitted));
  return absl::OkStatus();
}

absl::StatusOr<int64_t> TicketBoard::Start(Shard& shard, int32_t partition) {
  const bus::TopicPartition at{bus::kState, partition};
  ASSIGN_OR_RETURN(const int64_t begin, bus_.admin().BeginOffset(at));
  ASSIGN_OR_RETURN(shard.end, bus_.admin().EndOffset(at, bus::Isolation::kReadCommitted));
  std::lock_guard<std::mutex> lock(shard.mutex);
  const absl::Status readable = shard.store->Get(kTickets).status();
  if (!readable.ok() && !absl::IsDataLoss(readable)) return readable;
  const int64_t checkpoint = shard.store->checkpoint();
  if (readable.ok() && checkpoint >= begin && checkpoint <= shard.end) return checkpoint;
  spdlog::info("partition {} of the topic {} is read from its beginning", partition, bus::kState);
  caught_up_ = false;
  RETURN_IF_ERROR(shard.store->Clear());
  return begin;
}

absl::Status TicketBoard::ReadOnce(bus::Reader& reader) {
  ASSIGN_OR_RETURN(const std::vector<bus::Record> records, reader.Poll(kPollWait, kRecordsPerRead));
  std::map<int32_t, std::vector<store::Change>> changes;
  for (const bus::Record& record : records) {
    std::vector<store::Change>& of_partition = changes[record.partition];
    for (store::Change& change : ChangesOf(record)) of_partition.push_back(std::move(change));
  }
  bool caught_up = true;
  for (size_t i = 0; i < shards_.size(); ++i) {
    Shard& shard = *shards_[i];
    const auto partition = static_cast<int32_t>(i);
    const int64_t position = reader.Position({bus::kState, partition});
    if (position > shard.position) {
      std::lock_guard<std::mutex> lock(shard.mutex);
      RETURN_IF_ERROR(shard.store->Write(changes[partition], position));
      shard.position = position;
    }
    caught_up = caught_up && shard.position >= shard.end;
  }
  if (caught_up && !caught_up_) spdlog::info("what the topic {} held has been read", bus::kState);
  caught_up_ = caught_up_ || caught_up;
  return absl::OkStatus();
}

std::vector<store::Change> TicketBoard::ChangesOf(const bus::Record& record) const {
  if (absl::StartsWith(record.key, kAliases)) {
    const bool ours = std::any_of(platforms_.begin(), platforms_.end(), [&](const std::string& platform) {
      return absl::StartsWith(record.key, AliasPlace(platform, ""));
    });
    store::v1::Alias alias;
    if (!ours || (record.value && !alias.ParseFromString(*record.value))) return {};
    if (!record.value) return {{record.key, absl::nullopt}};
    return {{record.key, alias.ticket_id()}};
  }
  if (!absl::StartsWith(record.key, kTickets)) return {};
  store::v1::TicketRecord ticket;
  if (record.value && !ticket.ParseFromString(*record.value)) {
    spdlog::error("{}/{}/{} is not a ticket and is passed over", record.topic, record.partition, record.offset);
    return {};
  }
  if (!record.value || !TakesPart(ticket, platforms_)) return {{record.key, absl::nullopt}};
  return {{record.key, StatusOf(ticket, record).SerializeAsString()}};
}

absl::StatusOr<std::string> TicketBoard::Get(const std::string& home, const std::string& key) const {
  if (!caught_up_) return NotReady();
  const Shard& shard = *shards_[bus::PartitionForKey(home, static_cast<int32_t>(shards_.size()))];
  std::lock_guard<std::mutex> lock(shard.mutex);
  const absl::StatusOr<absl::optional<std::string>> value = shard.store->Get(key);
  if (!value.ok()) {
    spdlog::error("the copy of the topic {} cannot be read: {}", bus::kState, value.status().ToString());
    return absl::UnavailableError("The copy of the tickets cannot be read; call again.");
  }
  if (!value->has_value()) return absl::NotFoundError("Nothing is recorded of such a ticket of yours.");
  return **value;
}

absl::StatusOr<v1::TicketStatus> TicketBoard::Find(const std::string& ticket_id) const {
  ASSIGN_OR_RETURN(const std::string bytes, Get(ticket_id, absl::StrCat(kTickets, ticket_id)));
  v1::TicketStatus status;
  if (!status.ParseFromString(bytes))
    return absl::UnavailableError("The copy of the ticket cannot be read; call again.");
  return status;
}

absl::StatusOr<std::string> TicketBoard::TicketOf(const std::string& platform, const std::string& number) const {
  return Get(AliasKey(platform, number), AliasPlace(platform, number));
}

}  // namespace interline::intake
