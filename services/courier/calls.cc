#include "services/courier/calls.h"

#include <utility>

namespace interline::courier {

uint64_t Calls::Start(HttpRequest request, const std::string& attempt) {
  const uint64_t id = ++last_;
  if (!attempt.empty()) attempts_.emplace(id, attempt);
  ++under_way_;
  http_.Send(std::move(request), [inbox = inbox_, id](HttpResult result) {
    const std::lock_guard<std::mutex> lock(inbox->mutex);
    inbox->ended.push_back({id, std::move(result)});
    inbox->changed.notify_all();
  });
  return id;
}

std::vector<Calls::Ended> Calls::TakeEnded(absl::Duration wait) {
  std::vector<Ended> ended;
  {
    std::unique_lock<std::mutex> lock(inbox_->mutex);
    inbox_->changed.wait_for(lock, absl::ToChronoNanoseconds(wait), [this] { return !inbox_->ended.empty(); });
    ended.swap(inbox_->ended);
  }
  under_way_ -= ended.size();
  return ended;
}

uint64_t Calls::Find(const std::string& attempt) const {
  for (const auto& [id, name] : attempts_) {
    if (name == attempt) return id;
  }
  return 0;
}

}  // namespace interline::courier
