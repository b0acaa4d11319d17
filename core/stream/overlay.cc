#include "core/stream/overlay.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/stream/state_keys.h"
#include "core/stream/timers.h"

namespace interline::stream {

void Overlay::Start(absl::Time now) {
  now_ = now;
  layers_.clear();
  layer_ = nullptr;
  store_ = nullptr;
  touched_.clear();
  error_ = absl::OkStatus();
  fault_ = Fault::kNone;
}

void Overlay::Enter(int32_t partition, const store::Store* store) {
  partition_ = partition;
  store_ = store;
  layer_ = store == nullptr ? nullptr : &layers_[partition];
}

absl::Status Overlay::Leave() {
  for (const std::string& key : touched_) {
    Entry& entry = layer_->entries[key];
    entry.touched = false;
    if (error_.ok()) Note(send_({changelog_, partition_, key, entry.value, {}}), Fault::kSend);
  }
  touched_.clear();
  return error_;
}

absl::StatusOr<absl::optional<absl::Time>> Overlay::TimerDue(absl::string_view key) const {
  ASSIGN_OR_RETURN(absl::optional<std::string> due, GetStored(TimerKey(key)));
  return due.has_value() ? DecodeTime(*due) : absl::nullopt;
}

std::map<int32_t, Overlay::Changes> Overlay::Take() {
  std::map<int32_t, Changes> taken;
  for (auto& [partition, layer] : layers_) {
    Changes& changes = taken[partition];
    changes.earliest_timer = layer.earliest_timer;
    changes.changes.reserve(layer.entries.size());
    for (auto& [key, entry] : layer.entries) changes.changes.emplace_back(key, std::move(entry.value));
  }
  layers_.clear();
  layer_ = nullptr;
  return taken;
}

void Overlay::Emit(bus::Message message) {
  if (error_.ok()) Note(send_(std::move(message)), Fault::kSend);
}

absl::StatusOr<absl::optional<std::string>> Overlay::Get(absl::string_view key) const {
  return GetStored(StateKey(key));
}

void Overlay::Put(absl::string_view key, std::string value) { SetStored(StateKey(key), std::move(value), true); }

void Overlay::Delete(absl::string_view key) { SetStored(StateKey(key), absl::nullopt, true); }

void Overlay::SetTimer(absl::string_view key, absl::Time due) { MoveTimer(key, RoundUpToMicrosecond(due)); }

void Overlay::CancelTimer(absl::string_view key) { MoveTimer(key, absl::nullopt); }

void Overlay::MoveTimer(absl::string_view key, absl::optional<absl::Time> due) {
  if (layer_ == nullptr) return Note(NoState(), Fault::kProcessor);
  absl::StatusOr<absl::optional<absl::Time>> before = TimerDue(key);
  if (!before.ok()) return;
  for (store::Change& change : TimerChanges(key, *before, due)) {
    const bool in_changelog = KeyOfTimer(change.first).has_value();
    SetStored(std::move(change.first), std::move(change.second), in_changelog);
  }
  if (due.has_value()) layer_->earliest_timer = std::min(layer_->earliest_timer, *due);
}

absl::StatusOr<absl::optional<std::string>> Overlay::GetStored(absl::string_view stored) const {
  if (layer_ == nullptr) return NoState();
  auto found = layer_->entries.find(stored);
  if (found != layer_->entries.end()) return found->second.value;
  absl::StatusOr<absl::optional<std::string>> value = store_->Get(stored);
  if (!value.ok()) Note(value.status(), Fault::kStore);
  return value;
}

void Overlay::SetStored(std::string stored, absl::optional<std::string> value, bool in_changelog) {
  if (layer_ == nullptr) return Note(NoState(), Fault::kProcessor);
  Entry& entry = layer_->entries[stored];
  entry.value = std::move(value);
  if (!in_changelog || entry.touched) return;
  entry.touched = true;
  touched_.push_back(std::move(stored));
}

absl::Status Overlay::NoState() const {
  return absl::FailedPreconditionError("this stream keeps no state: it was given no changelog topic");
}

void Overlay::Note(const absl::Status& error, Fault fault) const {
  if (error.ok() || !error_.ok()) return;
  error_ = error;
  fault_ = fault;
}

}  // namespace interline::stream
