#include "core/http/body_stream.h"

#include <utility>

namespace interline::http {

bool BodyStream::Write(absl::string_view bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return false;
  if (waiting_.size() + bytes.size() > most_) {
    closed_ = true;
    waiting_.clear();
  } else {
    waiting_.append(bytes.data(), bytes.size());
  }
  if (wake_) wake_();
  return !closed_;
}

void BodyStream::Close() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (std::exchange(closed_, true)) return;
  if (wake_) wake_();
}

bool BodyStream::is_closed() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return closed_;
}

bool BodyStream::Take(std::string& bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  bytes = std::exchange(waiting_, std::string());
  return !bytes.empty() || !closed_;
}

void BodyStream::OnChange(std::function<void()> wake) {
  std::lock_guard<std::mutex> lock(mutex_);
  wake_ = std::move(wake);
  if (wake_ && (closed_ || !waiting_.empty())) wake_();
}

}  // namespace interline::http
