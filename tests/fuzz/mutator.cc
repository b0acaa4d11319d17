#include "tests/fuzz/mutator.h"

#include "tests/fuzz/targets.h"

namespace interline::fuzz {
namespace {

constexpr size_t kMostChanges = 4;
constexpr size_t kMostSlice = 64;
// One in so many inputs is made very long.
constexpr size_t kLongOnes = 500;
constexpr size_t kLong = 1100000;

std::string Repeat(const std::string& token, size_t bytes) {
  std::string all;
  while (all.size() < bytes) all += token;
  return all;
}

}  // namespace

const std::vector<std::string>& Tokens() {
  static const auto* const kTokens = new std::vector<std::string>{
      kSecret,
      "{",
      "}",
      "[",
      "]",
      "\"",
      "\\",
      ",",
      ":",
      "null",
      "true",
      "\"\":",
      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
      "{\"a\":",
      "\\u0000",
      "\\ud800",
      "\\udc00\\ud800",
      "1e999",
      "-0",
      "9007199254740993",
      "12345678901234567890123",
      "NaN",
      "// x",
      "__proto__",
      "\xEF\xBB\xBF",
      "\xC0\xAF",
      "\xED\xA0\x80",
      "\xF5\x80\x80\x80",
      "\x84\x31\xA4\x37",
      "\x81",
      std::string(1, '\0'),
      "\x1B[31m",
      "0000-00-00 00:00:00",
      "9999-12-31T23:59:60+14:00",
      "<a>",
      "</a>",
      "<a/>",
      "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
      "&x;",
      "&#0;",
      "&#xD800;",
      "]]>",
      "<![CDATA[",
      "<?x y?>",
      " xmlns='urn:z'",
      " xmlns:s='http://www.w3.org/2003/05/soap-envelope'",
      " s:mustUnderstand='1'",
      " xsi:nil='true'",
      "<s:Body/>",
      "<?xml version='1.0' encoding='GB2312'?>",
      "%",
      "%00",
      "%FF",
      "%25",
      "&",
      "=",
      "+",
      "${jndi:x}",
      "%n%s",
  };
  return *kTokens;
}

std::string Mutator::Next(const std::vector<std::string>& seeds) {
  std::string input = seeds[Below(seeds.size())];
  for (size_t changes = 1 + Below(kMostChanges); changes > 0; --changes) Change(seeds, input);
  if (Below(kLongOnes) == 0) input.insert(Below(input.size() + 1), Repeat(Tokens()[Below(Tokens().size())], kLong));
  return input;
}

void Mutator::Change(const std::vector<std::string>& seeds, std::string& input) {
  const size_t at = Below(input.size() + 1);
  const size_t length = 1 + Below(kMostSlice);
  switch (Below(8)) {
    case 0:
      if (at < input.size()) input[at] = static_cast<char>(Below(256));
      break;
    case 1:
      if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << Below(8)));
      break;
    case 2:
      input.erase(at, length);
      break;
    case 3:
      input.insert(at, input.substr(Below(input.size() + 1), length));
      break;
    case 4: {
      const std::string& other = seeds[Below(seeds.size())];
      input = input.substr(0, at) + other.substr(Below(other.size() + 1));
      break;
    }
    case 5:
      input.resize(at);
      break;
    default:
      input.insert(at, Tokens()[Below(Tokens().size())]);
  }
}

}  // namespace interline::fuzz
