// How many connections are open, in all and from each address.
#ifndef INTERLINE_CORE_HTTP_CONNECTION_COUNT_H_
#define INTERLINE_CORE_HTTP_CONNECTION_COUNT_H_

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace interline::http {

// Thread-safe.
class ConnectionCount {
 public:
  ConnectionCount(size_t most, size_t most_per_address) : most_(most), most_per_address_(most_per_address) {}

  // False when there are too many; then nothing is counted.
  bool Open(const std::string& address) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (all_ >= most_) return false;
    size_t& of_address = by_address_[address];
    if (of_address >= most_per_address_) return false;
    ++of_address;
    ++all_;
    return true;
  }
  void Close(const std::string& address) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = by_address_.find(address);
    if (found == by_address_.end()) return;
    --all_;
    if (--found->second == 0) by_address_.erase(found);
  }
  size_t all() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return all_;
  }

 private:
  const size_t most_;
  const size_t most_per_address_;
  mutable std::mutex mutex_;
  size_t all_ = 0;                            // guarded by mutex_
  std::map<std::string, size_t> by_address_;  // guarded by mutex_
};

}  // namespace interline::http

#endif  // INTERLINE_CORE_HTTP_CONNECTION_COUNT_H_
