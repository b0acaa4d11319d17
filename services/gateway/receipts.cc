#include "services/gateway/receipts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "core/bus/topics.h"
#include "services/gateway/limits.h"

namespace interline::gateway {
namespace {

using store::v1::Receipt;
using store::v1::Recognition;
using store::v1::RememberedAnswer;

constexpr size_t kDigestBytes = 16;
constexpr absl::string_view kReceiptPrefix = "r/";

std::string ShortDigest(absl::string_view text) { return Sha256(text).substr(0, kDigestBytes); }

std::string IndexKey(absl::string_view platform, absl::string_view key) {
  return absl::StrCat(kReceiptPrefix, platform, "/", key);
}

std::string PositionKey(const bus::TopicPartition& partition) {
  return absl::StrCat("p/", partition.topic, "/", partition.partition);
}

}  // namespace

Recognition Recognise(absl::string_view what, absl::string_view value, absl::string_view said) {
  Recognition recognition;
  recognition.set_key(ShortDigest(absl::StrCat(what, "/", value)));
  recognition.set_fingerprint(ShortDigest(said));
  return recognition;
}

Receipts::Looked Receipts::Look(const std::string& key, const std::string& fingerprint) const {
  Looked looked;
  const auto running = running_.find(key);
  if (running != running_.end()) {
    looked.found = running->second == fingerprint ? Found::kRunning : Found::kOther;
    return looked;
  }
  const auto unindexed = unindexed_.find(key);
  if (unindexed != unindexed_.end()) {
    looked.found = unindexed->second.fingerprint == fingerprint ? Found::kAnswered : Found::kOther;
    looked.answer = *unindexed->second.answer;
    return looked;
  }
  const auto indexed = index_->Get(key);
  if (!indexed.ok()) {
    looked.found = Found::kUnreadable;
    return looked;
  }
  RememberedAnswer remembered;
  if (!indexed->has_value() || !remembered.ParseFromString(**indexed)) return looked;
  looked.found = remembered.fingerprint() == fingerprint ? Found::kAnswered : Found::kOther;
  looked.answer.Swap(remembered.mutable_answer());
  return looked;
}

Receipts::Looked Receipts::Begin(const std::string& platform, const Recognitions& recognitions) {
  std::vector<std::string> keys;
  for (const Recognition& recognition : recognitions) keys.push_back(IndexKey(platform, recognition.key()));
  std::lock_guard<std::mutex> lock(mutex_);
  for (int i = 0; i < recognitions.size(); ++i) {
    Looked looked = Look(keys[static_cast<size_t>(i)], recognitions[i].fingerprint());
    looked.which = static_cast<size_t>(i);
    if (looked.found != Found::kNew) return looked;
  }
  Looked fresh;
  if (unindexed_.size() >= kMaxUnindexed) {
    fresh.found = Found::kTooMany;
    return fresh;
  }
  for (int i = 0; i < recognitions.size(); ++i) {
    running_[std::move(keys[static_cast<size_t>(i)])] = recognitions[i].fingerprint();
  }
  return fresh;
}

void Receipts::Finish(const std::string& platform, const Receipt& receipt) {
  const auto answer = std::make_shared<const store::v1::StoredAnswer>(receipt.answer());
  std::lock_guard<std::mutex> lock(mutex_);
  for (const Recognition& recognition : receipt.recognitions()) {
    const std::string key = IndexKey(platform, recognition.key());
    // Gone when its record was read back before this call; then the index has it.
    if (running_.erase(key) == 0) continue;
    unindexed_[key] = {recognition.fingerprint(), answer};
  }
}

void Receipts::Abandon(const std::string& platform, const Recognitions& recognitions) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (const Recognition& recognition : recognitions) running_.erase(IndexKey(platform, recognition.key()));
}

bool Receipts::Knows(const std::string& platform, const Recognition& recognition) const {
  std::lock_guard<std::mutex> lock(mutex_);
  return Look(IndexKey(platform, recognition.key()), recognition.fingerprint()).found != Found::kNew;
}

absl::Status Receipts::Index(const std::vector<bus::Record>& records, const bus::Offsets& next) {
  std::vector<store::Change> changes;
  std::vector<std::string> keys;
  for (const bus::Record& record : records) {
    Receipt receipt;
    const std::string header = bus::FindHeader(record.headers, kReceiptHeader);
    if (header.empty() || !receipt.ParseFromString(header)) continue;
    // By the topic: who may write there speaks for that platform only.
    const std::string platform = bus::PlatformOfInTopic(record.topic);
    RememberedAnswer remembered;
    remembered.mutable_answer()->Swap(receipt.mutable_answer());
    for (const Recognition& recognition : receipt.recognitions()) {
      remembered.set_fingerprint(recognition.fingerprint());
      keys.push_back(IndexKey(platform, recognition.key()));
      changes.emplace_back(keys.back(), remembered.SerializeAsString());
    }
  }
  // Neighbours are cheaper to put in one after the other. Of one key the last counts.
  std::stable_sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [partition, offset] : next) changes.emplace_back(PositionKey(partition), absl::StrCat(offset));
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(index_->Write(changes, 0));
  for (const std::string& key : keys) {
    unindexed_.erase(key);
    running_.erase(key);
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> Receipts::Position(const bus::TopicPartition& partition) const {
  std::lock_guard<std::mutex> lock(mutex_);
  ASSIGN_OR_RETURN(const auto text, index_->Get(PositionKey(partition)));
  int64_t offset = 0;
  if (text.has_value() && !absl::SimpleAtoi(*text, &offset)) return absl::DataLossError("a position is no number");
  return offset;
}

absl::Status Receipts::Forget(absl::Time now, size_t most) {
  std::lock_guard<std::mutex> lock(mutex_);
  std::vector<store::Change> changes;
  std::string last;
  size_t seen = 0;
  const std::string first = forget_from_.empty() ? std::string(kReceiptPrefix) : forget_from_;
  RETURN_IF_ERROR(index_->ScanFrom(kReceiptPrefix, first, [&](absl::string_view key, absl::string_view value) {
    RememberedAnswer remembered;
    const bool readable = remembered.ParseFromArray(value.data(), static_cast<int>(value.size()));
    if (!readable || FromProto(remembered.answer().answered_at()) + kRememberedTime < now) {
      changes.emplace_back(std::string(key), absl::nullopt);
    }
    last = std::string(key);
    return ++seen < most;
  }));
  // The key behind the last one, or the beginning when the end was reached.
  forget_from_ = seen < most ? "" : absl::StrCat(last, absl::string_view("\0", 1));
  return changes.empty() ? absl::OkStatus() : index_->Write(changes, 0);
}

}  // namespace interline::gateway
