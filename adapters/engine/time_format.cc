#include "adapters/engine/time_format.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"

namespace interline::adapters {
namespace {

constexpr int64_t kYear2000 = 946684800;   // seconds since 1970
constexpr int64_t kYear2100 = 4102444800;  // the first second that is too late
// What is added to a year of two digits.
constexpr int kShortYears = 2000;
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
  void Text(absl::string_view text) { at_ = std::copy(text.begin(), text.end(), at_); }
  void Digits(int64_t value, size_t digits) {
    for (size_t i = digits; i-- > 0; value /= 10) at_[i] = static_cast<char>('0' + value % 10);
    at_ += digits;
  }
  absl::string_view written() const { return {start_, static_cast<size_t>(at_ - start_)}; }

 private:
  char* start_;
  char* at_;
};

constexpr absl::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// The parts of a local time as a layout has them. What a layout leaves out is the start of the day.
struct Parts {
  int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0;
  // The hour of a half day, as it is written, and which half.
  int half_hour = 0;
  bool is_afternoon = false;

  int* Of(char letter) {
    switch (letter) {
      case 'Y':
      case 'y':
        return &year;
      case 'm':
        return &month;
      case 'd':
        return &day;
      case 'H':
        return &hour;
      case 'I':
      case 'K':
        return &half_hour;
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

// As many digits as are there, up to `most`, without a zero in front of others; -1 when there is none.
int TakeBareDigits(absl::string_view& text, size_t most) {
  size_t digits = 0;
  while (digits < most && digits < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[digits]))) {
    ++digits;
  }
  if (digits == 0 || (text[0] == '0' && digits > 1)) return -1;
  return TakeDigits(text, digits);
}

bool TakeMonth(absl::string_view& text, Parts& parts) {
  for (size_t i = 0; i < std::size(kMonths); ++i) {
    if (!absl::ConsumePrefix(&text, kMonths[i])) continue;
    parts.month = static_cast<int>(i) + 1;
    return true;
  }
  return false;
}

bool TakeHalf(absl::string_view& text, Parts& parts) {
  parts.is_afternoon = absl::StartsWith(text, "PM");
  return absl::ConsumePrefix(&text, "AM") || absl::ConsumePrefix(&text, "PM");
}

bool TakeNumber(absl::string_view& text, char letter, bool is_bare, Parts& parts) {
  const size_t digits = DigitsOf(letter);
  int value = is_bare ? TakeBareDigits(text, digits) : TakeDigits(text, digits);
  if (value < 0) return false;
  if (letter == 'y') value += kShortYears;
  // The other parts are checked as a whole, by whether they are a time.
  if (letter == 'I' && (value < 1 || value > 12)) return false;
  if (letter == 'K' && value > 11) return false;
  *parts.Of(letter) = value;
  return true;
}

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
      RETURN_IF_ERROR(format.CheckParts(time.local()));
      RETURN_IF_ERROR(format.CheckBare(time.local()));
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
  if (layout.size() > kMostLayoutCharacters) return absl::InvalidArgumentError("The layout is too long.");
  for (absl::string_view rest = layout; !rest.empty();) {
    const absl::string_view here = rest;
    if (!absl::ConsumePrefix(&rest, "%")) {
      layout_.push_back({0, rest.front()});
      rest.remove_prefix(1);
      continue;
    }
    const bool is_bare = absl::ConsumePrefix(&rest, "-");
    if (!is_bare && absl::ConsumePrefix(&rest, "E3S")) {
      layout_.insert(layout_.end(), {{'S', 0}, {0, '.'}, {'f', 0}});
    } else if (!is_bare && absl::ConsumePrefix(&rest, "%")) {
      layout_.push_back({0, '%'});
    } else if (!rest.empty() && absl::StrContains(is_bare ? "ymdHIKMS" : "YymbdHIKMSp", rest.substr(0, 1))) {
      layout_.push_back({rest.front(), 0, is_bare});
      rest.remove_prefix(1);
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("'", layout, "': ", here.substr(0, is_bare ? 3 : 2), " is not known."));
    }
  }
  return absl::OkStatus();
}

int TimeFormat::Count(absl::string_view letters) const {
  return static_cast<int>(std::count_if(layout_.begin(), layout_.end(), [&](const Piece& piece) {
    return piece.letter != 0 && absl::StrContains(letters, absl::string_view(&piece.letter, 1));
  }));
}

absl::Status TimeFormat::CheckParts(absl::string_view layout) {
  const auto wrong = [&](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("'", layout, "': ", what));
  };
  bool missing = false;
  for (const absl::string_view part : {"Yy", "mb", "d", "HIK", "M", "S"}) {
    const int times = Count(part);
    if (times > 1) return wrong("a part stands twice.");
    if (times == 1 && missing) return wrong("a part is missing before a finer one.");
    missing |= times == 0;
    if (missing && (part == "Yy" || part == "mb" || part == "d")) return wrong("year, month or day is missing.");
  }
  if (Count("p") != Count("IK")) return wrong("%p goes with one of %I and %K.");
  is_complete_ = Count("M") == 1;
  has_short_year_ = Count("y") > 0;
  return absl::OkStatus();
}

absl::Status TimeFormat::CheckBare(absl::string_view layout) const {
  for (size_t i = 0; i + 1 < layout_.size(); ++i) {
    const Piece& next = layout_[i + 1];
    const bool starts_with_digit = next.letter == 0 ? absl::ascii_isdigit(static_cast<unsigned char>(next.plain))
                                                    : !absl::StrContains("bp", absl::string_view(&next.letter, 1));
    if (!layout_[i].is_bare || !starts_with_digit) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("'", layout, "': where a number without zeros ends, no digit may follow."));
  }
  return absl::OkStatus();
}

absl::optional<absl::Time> TimeFormat::Read(absl::string_view text) const {
  Parts parts;
  for (const Piece& piece : layout_) {
    const bool fits = piece.letter == 0     ? TakePlain(text, piece.plain)
                      : piece.letter == 'b' ? TakeMonth(text, parts)
                      : piece.letter == 'p' ? TakeHalf(text, parts)
                                            : TakeNumber(text, piece.letter, piece.is_bare, parts);
    if (!fits) return absl::nullopt;
  }
  // Without a half day it is zero.
  parts.hour += parts.half_hour % 12 + (parts.is_afternoon ? 12 : 0);
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
  Parts parts;
  parts.year = static_cast<int>(civil.year());
  parts.month = civil.month();
  parts.day = civil.day();
  parts.hour = civil.hour();
  parts.half_hour = civil.hour() % 12;
  parts.is_afternoon = civil.hour() >= 12;
  parts.minute = civil.minute();
  parts.second = civil.second();
  parts.millisecond = static_cast<int>(info.subsecond / absl::Milliseconds(1));
  Cursor cursor(buffer);
  for (const Piece& piece : layout_) {
    if (piece.letter == 0) {
      cursor.Plain(piece.plain);
    } else if (piece.letter == 'b') {
      cursor.Text(kMonths[parts.month - 1]);
    } else if (piece.letter == 'p') {
      cursor.Text(parts.is_afternoon ? "PM" : "AM");
    } else {
      const int value = *parts.Of(piece.letter);
      const int written = piece.letter == 'I' && value == 0 ? 12 : value;
      cursor.Digits(written, piece.is_bare && written % 100 < 10 ? 1 : DigitsOf(piece.letter));
    }
  }
  if (kind_ == Kind::kLocal) return cursor.written();
  if (parts.millisecond > 0) {
    cursor.Plain('.');
    cursor.Digits(parts.millisecond, 3);
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

bool TimeFormat::CanWrite(absl::Time time) const {
  if (!IsWithinContract(time)) return false;
  if (!has_short_year_) return true;
  const auto year = absl::ToCivilYear(time, zone_).year();
  return year >= kShortYears && year < kShortYears + 100;
}

bool TimeFormat::IsWithinContract(absl::Time time) {
  return time >= absl::FromUnixSeconds(kYear2000) && time < absl::FromUnixSeconds(kYear2100);
}

}  // namespace interline::adapters
