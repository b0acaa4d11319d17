#include "adapters/engine/time_format.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace interline::adapters {
namespace {

constexpr int64_t kYear2000 = 946684800;   // seconds since 1970
constexpr int64_t kYear2100 = 4102444800;  // the first second that is too late
// No letter of a layout is written in more than twice the characters it takes itself.
constexpr size_t kMostLayoutCharacters = std::tuple_size<TimeFormat::Buffer>::value / 2;
// Up to the fraction.
constexpr absl::string_view kRfc3339Layout = "%Y-%m-%dT%H:%M:%S";

// Takes exactly `digits` digits off the front of `text`; -1 when they are not there.
int TakeDigits(absl::string_view& text, size_t digits) {
  if (text.size() < digits) return -1;
  int value = 0;
  for (size_t i = 0; i < digits; ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool TakePlain(absl::string_view& text, char plain) {
  if (text.empty() || text.front() != plain) return false;
  text.remove_prefix(1);
  return true;
}

// Fills a buffer from its start; what is written is known to fit.
class Cursor {
 public:
  explicit Cursor(TimeFormat::Buffer& buffer) : start_(buffer.data()), at_(buffer.data()) {}

  void Plain(char plain) { *at_++ = plain; }
  void Digits(int64_t value, size_t digits) {
    for (size_t i = digits; i-- > 0; value /= 10) at_[i] = static_cast<char>('0' + value % 10);
    at_ += digits;
  }
  absl::string_view written() const { return {start_, static_cast<size_t>(at_ - start_)}; }

 private:
  char* start_;
  char* at_;
};

// The parts of a local time while it is read. What the layout leaves out is the start of the day.
struct Parts {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0;

  int* Of(char letter) {
    switch (letter) {
      case 'Y':
        return &year;
      case 'm':
        return &month;
      case 'd':
        return &day;
      case 'H':
        return &hour;
      case 'M':
        return &minute;
      case 'S':
        return &second;
      default:
        return &millisecond;
    }
  }
};

size_t DigitsOf(char letter) { return letter == 'Y' ? 4 : letter == 'f' ? 3 : 2; }

// The civil time of the parts, if they are one: nothing is carried over from one part to the next.
absl::optional<absl::CivilSecond> ToCivil(const Parts& parts) {
  const absl::CivilSecond civil(parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second);
  if (civil.year() != parts.year || civil.month() != parts.month || civil.day() != parts.day ||
      civil.hour() != parts.hour || civil.minute() != parts.minute || civil.second() != parts.second) {
    return absl::nullopt;
  }
  return civil;
}

// The offset from UTC in "Z" or "+08:00".
absl::optional<absl::Duration> ReadOffset(absl::string_view text) {
  if (text == "Z") return absl::ZeroDuration();
  const bool west = absl::StartsWith(text, "-");
  if (!west && !absl::StartsWith(text, "+")) return absl::nullopt;
  text.remove_prefix(1);
  const int hours = TakeDigits(text, 2);
  if (hours < 0 || hours > 23 || !TakePlain(text, ':')) return absl::nullopt;
  const int minutes = TakeDigits(text, 2);
  if (minutes < 0 || minutes > 59 || !text.empty()) return absl::nullopt;
  const absl::Duration offset = absl::Hours(hours) + absl::Minutes(minutes);
  return west ? -offset : offset;
}

// Takes ".123", one to nine digits, off the front if it is there.
absl::optional<absl::Duration> TakeFraction(absl::string_view& text) {
  if (!TakePlain(text, '.')) return absl::ZeroDuration();
  int64_t unit = 1000000000;
  int64_t nanoseconds = 0;
  while (!text.empty() && absl::ascii_isdigit(static_cast<unsigned char>(text.front()))) {
    if (unit == 1) return absl::nullopt;
    unit /= 10;
    nanoseconds += unit * (text.front() - '0');
    text.remove_prefix(1);
  }
  if (unit == 1000000000) return absl::nullopt;
  return absl::Nanoseconds(nanoseconds);
}

}  // namespace

absl::StatusOr<TimeFormat> TimeFormat::Make(const adapter::v1::Time& time, absl::TimeZone zone) {
  TimeFormat format;
  format.zone_ = zone;
  switch (time.layout_case()) {
    case adapter::v1::Time::kLocal:
      format.kind_ = Kind::kLocal;
      RETURN_IF_ERROR(format.SetLayout(time.local()));
      RETURN_IF_ERROR(format.CheckLayout(time.local()));
      return format;
    case adapter::v1::Time::kRfc3339:
      if (!time.rfc3339()) break;
      RETURN_IF_ERROR(format.SetLayout(kRfc3339Layout));
      return format;
    case adapter::v1::Time::kEpoch:
      if (time.epoch() == adapter::v1::Time::EPOCH_UNSPECIFIED) break;
      format.kind_ = time.epoch() == adapter::v1::Time::EPOCH_SECONDS ? Kind::kSeconds : Kind::kMilliseconds;
      return format;
    case adapter::v1::Time::LAYOUT_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("A time needs a layout.");
}

absl::Status TimeFormat::SetLayout(absl::string_view layout) {
  for (size_t i = 0; i < layout.size(); ++i) {
    if (layout[i] != '%') {
      layout_.push_back({0, layout[i]});
      continue;
    }
    const absl::string_view rest = layout.substr(i + 1);
    if (absl::StartsWith(rest, "E3S")) {
      layout_.insert(layout_.end(), {{'S', 0}, {0, '.'}, {'f', 0}});
      i += 3;
    } else if (absl::StartsWith(rest, "%")) {
      layout_.push_back({0, '%'});
      i += 1;
    } else if (!rest.empty() && absl::StrContains("YmdHMS", rest.substr(0, 1))) {
      layout_.push_back({rest.front(), 0});
      i += 1;
    } else {
      return absl::InvalidArgumentError(absl::StrCat("'", layout, "': %", rest.substr(0, 1), " is not known."));
    }
  }
  return absl::OkStatus();
}

absl::Status TimeFormat::CheckLayout(absl::string_view layout) {
  if (layout.size() > kMostLayoutCharacters) return absl::InvalidArgumentError("The layout is too long.");
  bool missing = false;
  for (const char letter : {'Y', 'm', 'd', 'H', 'M', 'S'}) {
    const auto times =
        std::count_if(layout_.begin(), layout_.end(), [&](const Piece& piece) { return piece.letter == letter; });
    if (times > 1) return absl::InvalidArgumentError(absl::StrCat("'", layout, "': a part stands twice."));
    if (times == 1 && missing) {
      return absl::InvalidArgumentError(absl::StrCat("'", layout, "': a part is missing before a finer one."));
    }
    missing |= times == 0;
    if (missing && absl::StrContains("Ymd", absl::string_view(&letter, 1))) {
      return absl::InvalidArgumentError(absl::StrCat("'", layout, "': year, month or day is missing."));
    }
  }
  is_complete_ = !missing;
  return absl::OkStatus();
}

absl::optional<absl::Time> TimeFormat::Read(absl::string_view text) const {
  Parts parts{0, 1, 1};
  for (const Piece& piece : layout_) {
    if (piece.letter == 0) {
      if (!TakePlain(text, piece.plain)) return absl::nullopt;
      continue;
    }
    int* part = parts.Of(piece.letter);
    *part = TakeDigits(text, DigitsOf(piece.letter));
    if (*part < 0) return absl::nullopt;
  }
  const absl::optional<absl::CivilSecond> civil = ToCivil(parts);
  if (!civil) return absl::nullopt;
  const absl::optional<absl::Time> time =
      kind_ == Kind::kLocal ? InZone(*civil, parts.millisecond, text) : AtOffset(*civil, text);
  return time && IsWithinContract(*time) ? time : absl::nullopt;
}

absl::optional<absl::Time> TimeFormat::InZone(absl::CivilSecond civil, int millisecond, absl::string_view rest) const {
  const absl::TimeZone::TimeInfo info = zone_.At(civil);
  // A clock that is put back shows the same time twice; which one was meant is not guessed.
  if (!rest.empty() || info.kind != absl::TimeZone::TimeInfo::UNIQUE) return absl::nullopt;
  return info.pre + absl::Milliseconds(millisecond);
}

absl::optional<absl::Time> TimeFormat::AtOffset(absl::CivilSecond civil, absl::string_view rest) {
  const absl::optional<absl::Duration> fraction = TakeFraction(rest);
  const absl::optional<absl::Duration> offset = ReadOffset(rest);
  if (!fraction || !offset) return absl::nullopt;
  return absl::FromCivil(civil, absl::UTCTimeZone()) - *offset + *fraction;
}

absl::optional<absl::Time> TimeFormat::Read(int64_t number) const {
  const int64_t units = kind_ == Kind::kSeconds ? 1 : 1000;
  if (number < kYear2000 * units || number >= kYear2100 * units) return absl::nullopt;
  return kind_ == Kind::kSeconds ? absl::FromUnixSeconds(number) : absl::FromUnixMillis(number);
}

absl::string_view TimeFormat::WriteText(absl::Time time, Buffer& buffer) const {
  const absl::TimeZone::CivilInfo info = zone_.At(time);
  const absl::CivilSecond& civil = info.cs;
  const auto millisecond = static_cast<int>(info.subsecond / absl::Milliseconds(1));
  Parts parts{static_cast<int>(civil.year()),
              civil.month(),
              civil.day(),
              civil.hour(),
              civil.minute(),
              civil.second(),
              millisecond};
  Cursor cursor(buffer);
  for (const Piece& piece : layout_) {
    if (piece.letter == 0) {
      cursor.Plain(piece.plain);
    } else {
      cursor.Digits(*parts.Of(piece.letter), DigitsOf(piece.letter));
    }
  }
  if (kind_ == Kind::kLocal) return cursor.written();
  if (millisecond > 0) {
    cursor.Plain('.');
    cursor.Digits(millisecond, 3);
  }
  const int minutes = std::abs(info.offset) / 60;
  cursor.Plain(info.offset < 0 ? '-' : '+');
  cursor.Digits(minutes / 60, 2);
  cursor.Plain(':');
  cursor.Digits(minutes % 60, 2);
  return cursor.written();
}

int64_t TimeFormat::WriteNumber(absl::Time time) const {
  return kind_ == Kind::kSeconds ? absl::ToUnixSeconds(time) : absl::ToUnixMillis(time);
}

bool TimeFormat::IsWithinContract(absl::Time time) {
  return time >= absl::FromUnixSeconds(kYear2000) && time < absl::FromUnixSeconds(kYear2100);
}

}  // namespace interline::adapters
