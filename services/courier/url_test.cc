// Which addresses the courier goes to.
#include "services/courier/url.h"

#include <arpa/inet.h>

#include <cstring>

#include "core/base/status_matchers.h"

namespace interline::courier {
namespace {

TEST(Url, TellsItsHost) {
  const struct {
    const char* url;
    const char* host;
  } cases[] = {{"http://a", "a"},
               {"https://Files.Example.GOV.cn:8443/a?b#c", "files.example.gov.cn"},
               {"https://10.0.0.1?x=http://b", "10.0.0.1"},
               {"http://[FE80::1]:80/", "fe80::1"}};
  for (const auto& c : cases) EXPECT_EQ(*HostOf(c.url), c.host) << c.url;
}

TEST(Url, IsRefusedWhenItCouldBeReadInTwoWays) {
  for (const char* url : {"",
                          "a",
                          "file:///etc/passwd",
                          "gopher://a/",
                          "http://",
                          "http:///a",
                          "http://a@b/",
                          "http://a:b@c/",
                          "http://a\\@b/",
                          "http://a b/",
                          "http://a\n/",
                          "http://a:/",
                          "http://a:123456/",
                          "http://a:8x/",
                          "http://[a]/",
                          "http://[::1/",
                          "http://[::1]x/",
                          "http://\xE4\xBD\xA0/",
                          "http://a%2eb/",
                          "HTTP://a/"}) {
    EXPECT_EQ(HostOf(url).status().code(), absl::StatusCode::kInvalidArgument) << url;
  }
}

bool Allowed(const char* text, bool here = false) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) return IsAllowedAddress(reinterpret_cast<sockaddr&>(v4), here);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  EXPECT_EQ(inet_pton(AF_INET6, text, &v6.sin6_addr), 1) << text;
  return IsAllowedAddress(reinterpret_cast<sockaddr&>(v6), here);
}

TEST(Url, LeadsToNoAddressOfTheMachineOrTheLink) {
  for (const char* good : {"10.1.2.3", "192.168.0.1", "8.8.8.8", "2001:db8::1", "fd00::1", "::ffff:10.0.0.1"}) {
    EXPECT_TRUE(Allowed(good)) << good;
  }
  for (const char* bad :
       {"0.0.0.0", "127.0.0.1", "127.9.9.9", "169.254.169.254", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::169.254.169.254"}) {
    EXPECT_FALSE(Allowed(bad)) << bad;
  }
  for (const char* here : {"127.0.0.1", "::1", "::ffff:127.0.0.1"}) EXPECT_TRUE(Allowed(here, true)) << here;
  EXPECT_FALSE(Allowed("169.254.169.254", true));
}

}  // namespace
}  // namespace interline::courier
