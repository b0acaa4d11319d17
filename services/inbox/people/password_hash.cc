#include "services/inbox/people/password_hash.h"

#include <openssl/evp.h>

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/identity/digest.h"
#include "services/inbox/people/random.h"

namespace interline::inbox {
namespace {

constexpr size_t kSaltBytes = 16;
constexpr size_t kHashBytes = 32;
// What a stored text may ask for: more is damage, not a choice of ours.
constexpr uint32_t kMostLog2N = 20;
constexpr uint32_t kMostR = 16;
constexpr uint32_t kMostP = 4;
// Beside the large block OpenSSL counts smaller ones.
constexpr uint64_t kSpareMemory = uint64_t{4} << 20;

struct Stored {
  ScryptCost cost;
  std::string salt;
  std::string hash;
};

std::string CostText(const ScryptCost& cost) { return absl::StrCat("ln=", cost.log2_n, ",r=", cost.r, ",p=", cost.p); }

bool ReadNumber(absl::string_view text, absl::string_view name, uint32_t most, uint32_t& number) {
  return absl::ConsumePrefix(&text, name) && absl::SimpleAtoi(text, &number) && number >= 1 && number <= most;
}

absl::StatusOr<Stored> Read(absl::string_view text) {
  const absl::Status damaged = absl::DataLossError("the stored password is damaged");
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '$');
  if (parts.size() != 5 || !parts[0].empty() || parts[1] != "scrypt") return damaged;
  const std::vector<absl::string_view> numbers = absl::StrSplit(parts[2], ',');
  Stored stored;
  if (numbers.size() != 3 || !ReadNumber(numbers[0], "ln=", kMostLog2N, stored.cost.log2_n) ||
      !ReadNumber(numbers[1], "r=", kMostR, stored.cost.r) || !ReadNumber(numbers[2], "p=", kMostP, stored.cost.p)) {
    return damaged;
  }
  const absl::optional<std::string> salt = Base64UrlDecode(parts[3]);
  const absl::optional<std::string> hash = Base64UrlDecode(parts[4]);
  if (!salt.has_value() || !hash.has_value() || hash->size() != kHashBytes) return damaged;
  stored.salt = *salt;
  stored.hash = *hash;
  return stored;
}

std::string Write(const ScryptCost& cost, absl::string_view salt, absl::string_view hash) {
  return absl::StrCat("$scrypt$", CostText(cost), "$", Base64Url(salt), "$", Base64Url(hash));
}

}  // namespace

// A place among those that run, from the first free one on.
class PasswordHasher::Turn {
 public:
  explicit Turn(PasswordHasher& hasher) : hasher_(hasher) {
    std::unique_lock<std::mutex> lock(hasher_.mutex_);
    if (hasher_.running_ >= kMostAtOnce && hasher_.waiting_ >= kMostWaiting) return;
    ++hasher_.waiting_;
    hasher_.free_.wait(lock, [this] { return hasher_.running_ < kMostAtOnce; });
    --hasher_.waiting_;
    ++hasher_.running_;
    taken_ = true;
  }
  ~Turn() {
    if (!taken_) return;
    std::lock_guard<std::mutex> lock(hasher_.mutex_);
    --hasher_.running_;
    hasher_.free_.notify_one();
  }

  bool taken() const { return taken_; }

 private:
  PasswordHasher& hasher_;
  bool taken_ = false;
};

PasswordHasher::PasswordHasher(ScryptCost cost)
    : cost_(cost), nobody_(Write(cost, RandomBytes(kSaltBytes), RandomBytes(kHashBytes))) {}

absl::StatusOr<std::string> PasswordHasher::Hash(absl::string_view password) {
  const std::string salt = RandomBytes(kSaltBytes);
  ASSIGN_OR_RETURN(const std::string hash, Compute(password, salt, cost_));
  return Write(cost_, salt, hash);
}

absl::StatusOr<bool> PasswordHasher::Verify(absl::string_view password, absl::string_view stored) {
  ASSIGN_OR_RETURN(const Stored right, Read(stored.empty() ? absl::string_view(nobody_) : stored));
  ASSIGN_OR_RETURN(const std::string hash, Compute(password, right.salt, right.cost));
  return identity::EqualInConstantTime(hash, right.hash) && !stored.empty();
}

bool PasswordHasher::IsOutdated(absl::string_view stored) const {
  const absl::StatusOr<Stored> read = Read(stored);
  return read.ok() && CostText(read->cost) != CostText(cost_);
}

absl::StatusOr<std::string> PasswordHasher::Compute(absl::string_view password, absl::string_view salt,
                                                    const ScryptCost& cost) {
  const Turn turn(*this);
  if (!turn.taken()) return absl::ResourceExhaustedError("too many passwords are being checked at this moment");
  ++computations_;
  const uint64_t n = uint64_t{1} << cost.log2_n;
  std::string hash(kHashBytes, '\0');
  if (EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()), salt.size(),
                     n, cost.r, cost.p, 128 * n * cost.r * 2 + kSpareMemory,
                     reinterpret_cast<unsigned char*>(hash.data()), hash.size()) != 1) {
    return absl::ResourceExhaustedError("no memory to check a password");
  }
  return hash;
}

}  // namespace interline::inbox
