// How a dialect writes moments.
#ifndef INTERLINE_ADAPTERS_ENGINE_TIME_FORMAT_H_
#define INTERLINE_ADAPTERS_ENGINE_TIME_FORMAT_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// Reading is strict: what it takes, writing gives back, but for an RFC 3339 offset that is not the zone's and fractions
// finer than a millisecond. Times are taken and given between the years 2000 and 2100, as the contract has them.
// Immutable once made; thread-safe.
class TimeFormat {
 public:
  // INVALID_ARGUMENT when there is no layout or it holds what is not known.
  static absl::StatusOr<TimeFormat> Make(const adapter::v1::Time& time, absl::TimeZone zone);

  // True for an epoch, false for a layout.
  bool is_number() const { return kind_ == Kind::kSeconds || kind_ == Kind::kMilliseconds; }
  // Whether date and time of day are there to the minute. What is not complete can be read only.
  bool is_complete() const { return is_complete_; }

  // None when `text` does not follow the layout or there is no such moment, or more than one.
  absl::optional<absl::Time> Read(absl::string_view text) const;
  absl::optional<absl::Time> Read(int64_t number) const;

  // Room for a time as text.
  using Buffer = std::array<char, 128>;

  // What has no place, seconds or parts of one, is cut. CanWrite(time) holds. The text lies in `buffer`.
  absl::string_view WriteText(absl::Time time, Buffer& buffer) const;
  int64_t WriteNumber(absl::Time time) const;

  // Whether `time` lies within the contract and reading what is written gives it back, but for parts of a second.
  bool CanWrite(absl::Time time) const;

 private:
  enum class Kind { kLocal, kRfc3339, kSeconds, kMilliseconds };
  // A letter of strftime, 'f' for three decimals of a second, or 0 for a plain character.
  struct Piece {
    char letter;
    char plain;
    // Without zeros in front.
    bool is_bare = false;
  };

  absl::Status SetLayout(absl::string_view layout);
  absl::Status CheckParts(absl::string_view layout);
  absl::Status CheckBare(absl::string_view layout) const;
  int Count(absl::string_view letters) const;
  static bool IsWithinContract(absl::Time time);
  // Both take what follows the seconds.
  absl::optional<absl::Time> InZone(absl::CivilSecond civil, int millisecond, absl::string_view rest) const;
  static absl::optional<absl::Time> AtOffset(absl::CivilSecond civil, absl::string_view rest);

  Kind kind_ = Kind::kRfc3339;
  bool is_complete_ = true;
  bool has_short_year_ = false;
  absl::TimeZone zone_;
  std::vector<Piece> layout_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_TIME_FORMAT_H_
