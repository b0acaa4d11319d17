// How a Call is filled in.
#include "services/courier/call_template.h"

#include "core/base/status_matchers.h"
#include "services/courier/test_world.h"

namespace interline::courier {
namespace {

std::string Filled(absl::string_view text) {
  const PlainSigner signer;
  const absl::StatusOr<std::string> filled =
      FillIn(text, {{"a", "x y&\"<'\\\n"}, {"b", "2"}}, signer, absl::UnixEpoch());
  return filled.ok() ? *filled : filled.status().ToString();
}

TEST(CallTemplate, WritesEachValueAsItIsTold) {
  const struct {
    const char* text;
    const char* filled;
  } cases[] = {
      {"plain $ { } text", "plain $ { } text"},
      {"${b}${b}", "22"},
      {"<max>${b|xml}</max>", "<max>2</max>"},
      {"${a|percent}", "x%20y%26%22%3C%27%5C%0A"},
      {"${a|percent2}", "x%2520y%2526%2522%253C%2527%255C%250A"},
      {"${a|xml}", "x y&amp;&quot;&lt;&apos;\\\n"},
      {"{\"a\":\"${a|json}\"}", "{\"a\":\"x y&\\\"<'\\\\\\u000a\"}"},
      {"who=${key:agent|percent}", "who=key%20of%20agent"},
  };
  for (const auto& c : cases) EXPECT_EQ(Filled(c.text), c.filled) << c.text;
}

TEST(CallTemplate, RefusesWhatItDoesNotKnow) {
  for (const char* text : {"${c}", "${", "${a", "${a|rot13}", "${}"}) {
    EXPECT_EQ(FillIn(text, {{"a", "1"}}, PlainSigner(), absl::UnixEpoch()).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(CallTemplate, IsCheckedBeforeItIsNeeded) {
  CourierWorld world;
  Partner partner = world.Settings();
  adapter::v1::Poll& poll = partner.polls.emplace_back();
  poll.set_name("notices");
  poll.mutable_call()->set_query("max=${count}&key=${key:agent}");
  poll.mutable_queue()->mutable_acknowledge()->set_body("${id}");
  EXPECT_OK(CheckCalls(partner));
  poll.mutable_queue()->mutable_acknowledge()->set_body("${since}");
  EXPECT_EQ(CheckCalls(partner).code(), absl::StatusCode::kInvalidArgument);
  poll.clear_progress();
  EXPECT_EQ(CheckCalls(partner).code(), absl::StatusCode::kInvalidArgument);
  partner.polls.clear();
  partner.enquiry.emplace().mutable_call()->set_query("${id}");
  EXPECT_EQ(CheckCalls(partner).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace interline::courier
