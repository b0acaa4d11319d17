#include "core/http/head.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "core/http/limits.h"

namespace interline::http {
namespace {

// 0 when the head is taken.
unsigned int StatusOf(absl::string_view bytes) {
  Head head;
  const auto answer = ReadHead(bytes, head);
  if (answer) {
    EXPECT_TRUE(answer->close) << bytes;
  }
  return answer ? answer->status : 0;
}

std::string Post(absl::string_view headers) {
  return absl::StrCat("POST /v1/platforms/510000/push HTTP/1.1\r\nHost: hub\r\n", headers, "\r\n");
}

TEST(Head, IsRead) {
  Head head;
  ASSERT_FALSE(ReadHead("GET /a/b-c_d.e?x=%E5&y=+ HTTP/1.1\r\nHost: hub.example:443\r\nX-Key:  a b \t\r\n\r\n", head));
  EXPECT_EQ(head.request.method, "GET");
  EXPECT_EQ(head.request.path, "/a/b-c_d.e");
  EXPECT_EQ(head.request.query, "x=%E5&y=+");
  EXPECT_EQ(identity::OneHeader(head.request, "x-key"), std::string("a b"));
  EXPECT_FALSE(head.content_length.has_value());
  EXPECT_FALSE(head.chunked);
}

TEST(Head, TellsHowLongTheBodyIs) {
  Head length;
  ASSERT_FALSE(ReadHead(Post("Content-Length: 12\r\n"), length));
  EXPECT_EQ(length.content_length, 12u);
  Head chunked;
  ASSERT_FALSE(ReadHead(Post("Transfer-Encoding: Chunked\r\nExpect: 100-Continue\r\n"), chunked));
  EXPECT_TRUE(chunked.chunked);
  EXPECT_TRUE(chunked.expects_continue);
}

TEST(Head, WhoseLengthTwoReadersMightReadDifferentlyIsRefused) {
  for (const char* headers : {
           "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
           "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
           "Content-Length: 1\r\nContent-Length: 1\r\n",
           "Content-Length: 1\r\nContent-Length: 2\r\n",
           "Content-Length: +5\r\n",
           "Content-Length: 5,5\r\n",
           "Content-Length: -1\r\n",
           "Content-Length: 0x5\r\n",
           "Content-Length: 5 5\r\n",
           "Content-Length:\r\n",
           "Content-Length: 18446744073709551617\r\n",
           "Content-Length : 5\r\n",
           "Content-Length\t: 5\r\n",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
           "Transfer-Encoding : chunked\r\n",
           "Transfer-Encoding\t: chunked\r\n",
           " Transfer-Encoding: chunked\r\n",
           "X: y\r\n\tTransfer-Encoding: chunked\r\n",
           "X: y\nTransfer-Encoding: chunked\r\n",
           "X: y\rTransfer-Encoding: chunked\r\n",
       }) {
    EXPECT_EQ(StatusOf(Post(headers)), 400) << headers;
  }
  for (const char* encoding :
       {"xchunked", "chunked, identity", "identity", "gzip, chunked", "chunked;q=1", "\"chunked\"",
        "\x0b"
        "chunked"}) {
    const unsigned int status = StatusOf(Post(absl::StrCat("Transfer-Encoding: ", encoding, "\r\n")));
    EXPECT_TRUE(status == 501 || status == 400) << encoding << " " << status;
  }
}

TEST(Head, WithBytesThatDoNotBelongThereIsRefused) {
  for (const absl::string_view header :
       {absl::string_view("X: a\0b\r\n", 8), absl::string_view("X\0: a\r\n", 7), absl::string_view("X: \x7f\r\n"),
        absl::string_view("X: \xc3\xa9\r\n"), absl::string_view("X: \x1b[31m\r\n"), absl::string_view("X\r\n"),
        absl::string_view(": y\r\n"), absl::string_view("X y: z\r\n"), absl::string_view("X(: z\r\n")}) {
    EXPECT_EQ(StatusOf(Post(header)), 400) << header;
  }
}

TEST(Head, WithAnotherRequestLineIsRefused) {
  struct Case {
    const char* line;
    unsigned int status;
  };
  const Case cases[] = {
      {"POST  /a HTTP/1.1", 400},
      {"POST /a  HTTP/1.1", 400},
      {"POST\t/a HTTP/1.1", 400},
      {" POST /a HTTP/1.1", 400},
      {"POST /a", 400},
      {"POST /a HTTP/1.1 x", 400},
      {"POST /a http/1.1", 400},
      {"POST /a HTTP/1.0", 505},
      {"POST /a HTTP/2.0", 505},
      {"PRI * HTTP/2.0", 505},
      {"TRACE /a HTTP/1.1", 405},
      {"CONNECT hub:443 HTTP/1.1", 405},
      {"OPTIONS * HTTP/1.1", 405},
      {"post /a HTTP/1.1", 405},
      {"POST http://hub/a HTTP/1.1", 400},
      {"POST a HTTP/1.1", 400},
      {"POST //a HTTP/1.1", 400},
      {"POST /a//b HTTP/1.1", 400},
      {"POST /a/../b HTTP/1.1", 400},
      {"POST /a/./b HTTP/1.1", 400},
      {"POST /a/.. HTTP/1.1", 400},
      {"POST /%2e%2e%2fb HTTP/1.1", 400},
      {"POST /..%5cb HTTP/1.1", 400},
      {"POST /a%00 HTTP/1.1", 400},
      {"POST /%c0%ae HTTP/1.1", 400},
      {"POST /a%0d%0aX:y HTTP/1.1", 400},
      {"POST /a;x HTTP/1.1", 400},
      {"POST /a\\b HTTP/1.1", 400},
      {"POST /a#b HTTP/1.1", 400},
      {"POST /a?b#c HTTP/1.1", 400},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(StatusOf(absl::StrCat(c.line, "\r\nHost: hub\r\n\r\n")), c.status) << c.line;
  }
}

TEST(Head, NamesOneHost) {
  EXPECT_EQ(StatusOf("GET /a HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(StatusOf("GET /a HTTP/1.1\r\nHost:\r\n\r\n"), 400);
  EXPECT_EQ(StatusOf("GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
  EXPECT_EQ(StatusOf("GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400);
  EXPECT_EQ(StatusOf("GET /a HTTP/1.1\r\nHost: [::1]:443\r\n\r\n"), 0);
}

TEST(Head, SaysOnceWhatCanBeSaidOnce) {
  for (const char* name : {"Content-Type", "Authorization", "Idempotency-Key", "Content-Encoding", "Expect"}) {
    EXPECT_EQ(StatusOf(Post(absl::StrCat(name, ": a\r\n", name, ": a\r\n"))), 400) << name;
  }
  EXPECT_EQ(StatusOf(Post("Expect: a-coffee\r\n")), 417);
  EXPECT_EQ(StatusOf("GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n"), 400);
  EXPECT_EQ(StatusOf("GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"), 0);
}

TEST(Head, HasBounds) {
  EXPECT_EQ(StatusOf(Post(absl::StrCat("Content-Length: ", kMaxBodyBytes, "\r\n"))), 0);
  EXPECT_EQ(StatusOf(Post(absl::StrCat("Content-Length: ", kMaxBodyBytes + 1, "\r\n"))), 413);
  std::string many;
  for (size_t i = 0; i < kMaxHeaders; ++i) absl::StrAppend(&many, "X", i, ": y\r\n");
  EXPECT_EQ(StatusOf(Post(many)), 431);
  const std::string query(kMaxTargetBytes - 3, 'q');
  EXPECT_EQ(StatusOf(absl::StrCat("GET /a?", query, " HTTP/1.1\r\nHost: a\r\n\r\n")), 0);
  EXPECT_EQ(StatusOf(absl::StrCat("GET /a?", query, "q HTTP/1.1\r\nHost: a\r\n\r\n")), 414);
}

}  // namespace
}  // namespace interline::http
