#include "core/wire/charset.h"

#include <simdjson.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/types/optional.h"
#include "core/base/check.h"
#include "core/base/refusal.h"

namespace interline::wire {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

// Stops at whatever has no counterpart, instead of putting another character in its place.
Converter Open(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &error));
  CHECK(U_SUCCESS(error));
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  ucnv_setFallback(converter.get(), false);
  CHECK(U_SUCCESS(error));
  return converter;
}

// Opening one reads tables; a thread keeps its own.
UConverter* Gb18030() {
  static thread_local const Converter converter = Open("gb18030");
  return converter.get();
}
UConverter* Utf8() {
  static thread_local const Converter converter = Open("utf-8");
  return converter.get();
}

// None when a character has no counterpart.
absl::optional<std::string> Convert(UConverter* from, UConverter* to, absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  ucnv_reset(from);
  ucnv_reset(to);
  // No character takes more units of UTF-16 than bytes.
  std::vector<UChar> middle(text.size() + 1);
  const int32_t units = ucnv_toUChars(from, middle.data(), static_cast<int32_t>(middle.size()), text.data(),
                                      static_cast<int32_t>(text.size()), &error);
  if (U_FAILURE(error)) return absl::nullopt;
  std::string converted(static_cast<size_t>(UCNV_GET_MAX_BYTES_FOR_STRING(units, ucnv_getMaxCharSize(to))), '\0');
  const int32_t bytes =
      ucnv_fromUChars(to, converted.data(), static_cast<int32_t>(converted.size()), middle.data(), units, &error);
  if (U_FAILURE(error)) return absl::nullopt;
  converted.resize(static_cast<size_t>(bytes));
  return converted;
}

absl::Status WrongCharset(absl::string_view explanation) {
  return RefusalError(v1::REFUSAL_REASON_WRONG_CHARSET, "", explanation);
}

}  // namespace

const char* CharsetName(Charset charset) { return charset == Charset::kUtf8 ? "UTF-8" : "GB18030"; }

bool AgreesWith(absl::string_view declared, Charset charset) {
  if (absl::EqualsIgnoreCase(declared, CharsetName(charset))) return true;
  return charset == Charset::kGb18030 &&
         (absl::EqualsIgnoreCase(declared, "GBK") || absl::EqualsIgnoreCase(declared, "GB2312"));
}

absl::StatusOr<std::string> ToUtf8(absl::string_view bytes, Charset charset) {
  if (charset == Charset::kUtf8) {
    if (!simdjson::validate_utf8(bytes.data(), bytes.size())) return WrongCharset("The bytes are not UTF-8.");
    return std::string(bytes);
  }
  absl::optional<std::string> text = Convert(Gb18030(), Utf8(), bytes);
  if (!text || Convert(Utf8(), Gb18030(), *text) != bytes) return WrongCharset("The bytes are not GB18030.");
  if (absl::StrContains(*text, "\xEF\xBF\xBD")) return WrongCharset("A character was lost before it was sent.");
  return *std::move(text);
}

absl::StatusOr<std::string> FromUtf8(absl::string_view text, Charset charset) {
  if (charset == Charset::kUtf8) return std::string(text);
  absl::optional<std::string> bytes = Convert(Utf8(), Gb18030(), text);
  if (!bytes || Convert(Gb18030(), Utf8(), *bytes) != text) {
    return RefusalError(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, "",
                        "The receiver's character set lacks a character of the message.");
  }
  return *std::move(bytes);
}

}  // namespace interline::wire
