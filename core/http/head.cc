#include "core/http/head.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "core/http/limits.h"

namespace interline::http {
namespace {

constexpr absl::string_view kLineEnd = "\r\n";
constexpr size_t kMaxLengthDigits = 10;

Answer Closed(unsigned int status, absl::string_view type, absl::string_view detail) {
  Answer answer = Problem(status, type, detail);
  answer.close = true;
  return answer;
}

Answer Bad(absl::string_view detail) { return Closed(400, "bad-request", detail); }

// Visible ASCII, blanks and tabs; CR and LF together only.
bool HasCleanBytes(absl::string_view bytes) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    const unsigned char c = bytes[i];
    if (c == '\r') {
      if (i + 1 == bytes.size() || bytes[i + 1] != '\n') return false;
    } else if (c == '\n') {
      if (i == 0 || bytes[i - 1] != '\r') return false;
    } else if ((c < 0x20 && c != '\t') || c >= 0x7f) {
      return false;
    }
  }
  return true;
}

bool IsTokenChar(char c) {
  return absl::ascii_isalnum(c) || absl::StrContains("!#$%&'*+-.^_`|~", absl::string_view(&c, 1));
}
bool IsToken(absl::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenChar); }

bool IsPathChar(char c) { return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-' || c == '/'; }

// Letters, digits and ".", "_", "-" between single slashes; nothing is percent-encoded in an address of ours.
bool IsPath(absl::string_view path) {
  if (!absl::StartsWith(path, "/") || !std::all_of(path.begin(), path.end(), IsPathChar)) return false;
  if (path == "/") return true;
  for (const absl::string_view segment : absl::StrSplit(path.substr(1), '/')) {
    if (segment.empty() || segment == "." || segment == "..") return false;
  }
  return true;
}

bool IsQuery(absl::string_view query) {
  return std::all_of(query.begin(), query.end(), [](char c) { return absl::ascii_isgraph(c) && c != '#'; });
}

bool IsHost(absl::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']' || c == '_';
  });
}

absl::optional<Answer> ReadRequestLine(absl::string_view line, Head& head) {
  const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
  if (words.size() != 3 || !IsToken(words[0]))
    return Bad("The request line is not of the form METHOD target HTTP/1.1.");
  if (words[2] != "HTTP/1.1") {
    return absl::StartsWith(words[2], "HTTP/") ? Closed(505, "http-version", "This server speaks HTTP/1.1.")
                                               : Bad("The request line does not end with HTTP/1.1.");
  }
  if (words[0] != "GET" && words[0] != "POST") {
    Answer answer = Closed(405, "method-not-allowed", "Only GET and POST are served.");
    answer.headers["allow"] = "GET, POST";
    return answer;
  }
  const absl::string_view target = words[1];
  if (target.size() > kMaxTargetBytes) return Closed(414, "target-too-long", "The target is too long.");
  const size_t mark = target.find('?');
  head.request.method = std::string(words[0]);
  head.request.path = std::string(target.substr(0, mark));
  head.request.query = mark == absl::string_view::npos ? "" : std::string(target.substr(mark + 1));
  if (!IsPath(head.request.path) || !IsQuery(head.request.query)) return Bad("The target is not a plain path.");
  return absl::nullopt;
}

absl::optional<Answer> ReadHeaders(const std::vector<absl::string_view>& lines, Head& head) {
  if (lines.size() > kMaxHeaders + 1) return Closed(431, "too-many-headers", "There are too many headers.");
  for (size_t i = 1; i < lines.size(); ++i) {
    const size_t colon = lines[i].find(':');
    if (colon == absl::string_view::npos || !IsToken(lines[i].substr(0, colon))) {
      return Bad("A header is not of the form name: value.");
    }
    head.request.headers.emplace(absl::AsciiStrToLower(lines[i].substr(0, colon)),
                                 std::string(absl::StripAsciiWhitespace(lines[i].substr(colon + 1))));
  }
  return absl::nullopt;
}

absl::optional<Answer> ReadLength(Head& head) {
  const identity::Request& request = head.request;
  const size_t lengths = request.headers.count("content-length");
  const size_t encodings = request.headers.count("transfer-encoding");
  if (lengths + encodings > 1) return Bad("The length of the body is told more than once.");
  if (encodings == 1) {
    const std::string encoding = absl::AsciiStrToLower(request.headers.find("transfer-encoding")->second);
    if (encoding != "chunked") return Closed(501, "transfer-encoding", "Only chunked is understood.");
    head.chunked = true;
  }
  if (lengths == 1) {
    const std::string& text = request.headers.find("content-length")->second;
    uint64_t length = 0;
    if (text.empty() || text.size() > kMaxLengthDigits || !std::all_of(text.begin(), text.end(), absl::ascii_isdigit) ||
        !absl::SimpleAtoi(text, &length)) {
      return Bad("Content-Length is not a number.");
    }
    if (length > kMaxBodyBytes) return Closed(413, "too-large", "The body is larger than 1 MiB.");
    head.content_length = length;
  }
  if (request.method == "GET" && (head.chunked || head.content_length.value_or(0) > 0)) {
    return Bad("A GET has no body.");
  }
  return absl::nullopt;
}

absl::optional<Answer> ReadRest(Head& head) {
  const identity::Request& request = head.request;
  const auto host = identity::OneHeader(request, "host");
  if (!host || !IsHost(*host)) return Bad("There is not one Host.");
  for (const char* name : {"content-type", "content-encoding", "authorization", "idempotency-key", "expect"}) {
    if (request.headers.count(name) > 1) return Bad("A header that stands once stands more often.");
  }
  const auto expect = request.headers.find("expect");
  if (expect != request.headers.end()) {
    if (!absl::EqualsIgnoreCase(expect->second, "100-continue")) {
      return Closed(417, "expectation", "Only 100-continue is understood.");
    }
    head.expects_continue = true;
  }
  return absl::nullopt;
}

}  // namespace

absl::optional<Answer> ReadHead(absl::string_view bytes, Head& head) {
  if (!HasCleanBytes(bytes)) return Bad("The head holds bytes that do not belong there.");
  if (!absl::EndsWith(bytes, "\r\n\r\n")) return Bad("The head does not end with an empty line.");
  const std::vector<absl::string_view> lines = absl::StrSplit(bytes.substr(0, bytes.size() - 4), kLineEnd);
  if (auto answer = ReadRequestLine(lines[0], head)) return answer;
  if (auto answer = ReadHeaders(lines, head)) return answer;
  if (auto answer = ReadLength(head)) return answer;
  return ReadRest(head);
}

}  // namespace interline::http
