#include "services/inbox/people/random.h"

#include <openssl/rand.h>

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "core/base/check.h"

namespace interline::inbox {
namespace {

constexpr absl::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
// Without i, l, o and u.
constexpr absl::string_view kReadable = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr size_t kGroup = 4;

// The characters of `alphabet`, five bits each, the last one filled with zeros.
std::string FiveBits(absl::string_view bytes, size_t characters, absl::string_view alphabet) {
  std::string text;
  uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (count += 8; count >= 5; count -= 5) text += alphabet[bits >> (count - 5) & 31];
  }
  if (count > 0) text += alphabet[bits << (5 - count) & 31];
  CHECK(text.size() >= characters);
  text.resize(characters);
  return text;
}

}  // namespace

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1);
  return bytes;
}

std::string Base32(absl::string_view bytes) { return FiveBits(bytes, (bytes.size() * 8 + 4) / 5, kBase32); }

absl::optional<std::string> Base32Decode(absl::string_view text) {
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    const size_t value = kBase32.find(absl::ascii_toupper(static_cast<unsigned char>(c)));
    if (value == absl::string_view::npos) return absl::nullopt;
    bits = bits << 5 | static_cast<uint32_t>(value);
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 0xff);
    }
  }
  return bytes;
}

std::string ReadableSecret(absl::string_view bytes, size_t bits) {
  const std::string plain = FiveBits(bytes, (bits + 4) / 5, kReadable);
  std::string text;
  for (size_t i = 0; i < plain.size(); ++i) {
    if (i > 0 && i % kGroup == 0) text += '-';
    text += plain[i];
  }
  return text;
}

std::string NormalisedSecret(absl::string_view typed) {
  std::string plain;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    if (plain.size() % (kGroup + 1) == kGroup) plain += '-';
    plain += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return plain;
}

std::string Base64Url(absl::string_view bytes) {
  std::string text = absl::WebSafeBase64Escape(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

absl::optional<std::string> Base64UrlDecode(absl::string_view text) {
  std::string bytes;
  // Abseil takes padding and blanks too, and bits left over; what is written again must be the same.
  if (!absl::WebSafeBase64Unescape(text, &bytes) || Base64Url(bytes) != text) return absl::nullopt;
  return bytes;
}

}  // namespace interline::inbox
