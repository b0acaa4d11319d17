// So much of something may be in use at the same time, and no more.
#ifndef INTERLINE_CORE_HTTP_BUDGET_H_
#define INTERLINE_CORE_HTTP_BUDGET_H_

#include <atomic>
#include <cstddef>
#include <utility>

#include "absl/types/optional.h"

namespace interline::http {

// Thread-safe; must outlive its holds.
class Budget {
 public:
  // Gives back what it holds when it goes.
  class Hold {
   public:
    Hold() = default;
    Hold(Budget& budget, size_t amount) : budget_(&budget), amount_(amount) {}
    Hold(Hold&& other) noexcept : budget_(std::exchange(other.budget_, nullptr)), amount_(other.amount_) {}
    Hold& operator=(Hold&& other) noexcept {
      std::swap(budget_, other.budget_);
      std::swap(amount_, other.amount_);
      return *this;
    }
    ~Hold() {
      if (budget_ != nullptr) budget_->used_.fetch_sub(amount_);
    }

   private:
    Budget* budget_ = nullptr;
    size_t amount_ = 0;
  };

  explicit Budget(size_t most) : most_(most) {}

  // None when it would be too much.
  absl::optional<Hold> Take(size_t amount) {
    if (used_.fetch_add(amount) + amount > most_) {
      used_.fetch_sub(amount);
      return absl::nullopt;
    }
    return Hold(*this, amount);
  }
  bool is_full() const { return used_ >= most_; }
  size_t used() const { return used_; }

 private:
  const size_t most_;
  std::atomic<size_t> used_{0};
};

}  // namespace interline::http

#endif  // INTERLINE_CORE_HTTP_BUDGET_H_
