// Files that messages name.
#include "services/courier/attachments.h"

#include "core/base/sha256.h"
#include "core/base/status_matchers.h"
#include "services/courier/fake_http_client.h"

namespace interline::courier {
namespace {

constexpr char kFile[] = "the file";

class AttachmentsTest : public testing::Test {
 protected:
  AttachmentsTest() {
    attachment_.set_id("f1");
    attachment_.set_url("https://files.example/f1");
    attachment_.set_size_bytes(sizeof kFile - 1);
    attachment_.set_sha256(Sha256(kFile));
    limits_.hosts = {"files.example"};
  }
  absl::StatusOr<FetchedFile> FetchIt() { return Fetch(attachment_, limits_, http_); }
  absl::StatusCode CodeOf() { return FetchIt().status().code(); }

  v1::Attachment attachment_;
  CallLimits limits_;
  HttpResult answer_ = Answered(200, kFile);
  int calls_ = 0;
  FakeHttpClient http_{[this](const HttpRequest& request) {
    ++calls_;
    EXPECT_EQ(request.method, "GET");
    return answer_;
  }};
};

TEST_F(AttachmentsTest, AreFetchedAndCompared) {
  const absl::StatusOr<FetchedFile> file = FetchIt();
  ASSERT_OK(file);
  EXPECT_EQ(file->bytes, kFile);
  EXPECT_TRUE(file->verified);
  EXPECT_EQ(file->sha256, Sha256(kFile));
}

TEST_F(AttachmentsTest, AreNotCalledVerifiedWithoutAHash) {
  attachment_.clear_sha256();
  ASSERT_OK(FetchIt());
  EXPECT_FALSE(FetchIt()->verified);
}

TEST_F(AttachmentsTest, AreNotFetchedFromOtherHosts) {
  for (const char* url :
       {"https://evil.example/f1", "https://files.example.evil.example/", "http://169.254.169.254/latest"}) {
    attachment_.set_url(url);
    EXPECT_EQ(CodeOf(), absl::StatusCode::kPermissionDenied) << url;
  }
  for (const char* url : {"", "file:///etc/passwd", "https://files.example@evil.example/"}) {
    attachment_.set_url(url);
    EXPECT_EQ(CodeOf(), absl::StatusCode::kInvalidArgument) << url;
  }
  EXPECT_EQ(calls_, 0);
}

TEST_F(AttachmentsTest, AreRefusedWhenTheyAreOthersThanWerePromised) {
  answer_ = Answered(200, "the fill");
  EXPECT_EQ(CodeOf(), absl::StatusCode::kDataLoss);
  answer_ = Answered(200, "the fil");
  EXPECT_EQ(CodeOf(), absl::StatusCode::kDataLoss);
  answer_ = Answered(200, "the file, and much more");
  EXPECT_EQ(CodeOf(), absl::StatusCode::kUnavailable) << "it is not read to its end";
  answer_ = Answered(302, "", {{"location", "https://evil.example/"}});
  EXPECT_EQ(CodeOf(), absl::StatusCode::kUnavailable);
}

TEST_F(AttachmentsTest, AreNotFetchedWhenTheyAreTooLarge) {
  attachment_.set_size_bytes(kMaxAttachmentBytes + 1);
  EXPECT_EQ(CodeOf(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(calls_, 0);
}

}  // namespace
}  // namespace interline::courier
