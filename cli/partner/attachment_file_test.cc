#include "cli/partner/attachment_file.h"

#include <gtest/gtest.h>

#include "core/base/sha256.h"
#include "core/base/status_matchers.h"
#include "services/courier/fake_http_client.h"

namespace interline::cli {
namespace {

constexpr char kUrl[] = "https://files.example/att-1";

class ReadAttachmentTest : public testing::Test {
 protected:
  ReadAttachmentTest() {
    adapter::v1::Partner& partner = *partners_.add_partners();
    partner.set_platform("320000");
    partner.set_base_url("https://api.example/ws");
    partner.add_file_hosts("files.example");
  }

  v1::Attachment& Named(const std::string& platform = "320000") {
    events_.emplace_back().set_source(platform);
    v1::Attachment& attachment = *events_.back().mutable_supplemented()->add_attachments();
    attachment.set_id("att-1");
    return attachment;
  }
  // Part `part` of two of a file that holds "ABCD".
  void Part(uint32_t part, const std::string& content) {
    v1::Attachment& attachment = Named();
    attachment.set_part(part);
    attachment.set_parts(2);
    attachment.set_sha256(Sha256("ABCD"));
    attachment.set_content(content);
  }
  absl::StatusOr<courier::FetchedFile> Read() { return ReadAttachment(events_, "att-1", partners_, http_); }

  std::vector<v1::TicketEvent> events_;
  adapter::v1::PartnerList partners_;
  courier::FakeHttpClient http_{[this](const courier::HttpRequest& request) {
    asked_ = request.url;
    courier::HttpResult result;
    result.kind = courier::HttpResult::Kind::kAnswered;
    result.answer = {200, "ABCD", {}};
    return result;
  }};
  std::string asked_;
};

TEST_F(ReadAttachmentTest, FetchesFromThePlatformThatNamedIt) {
  v1::Attachment& attachment = Named();
  attachment.set_url(kUrl);
  attachment.set_sha256(Sha256("ABCD"));
  ASSERT_OK_AND_ASSIGN(const courier::FetchedFile file, Read());
  EXPECT_EQ(asked_, kUrl);
  EXPECT_EQ(file.bytes, "ABCD");
  EXPECT_TRUE(file.verified);
}

TEST_F(ReadAttachmentTest, AsksNoHostButThatPlatforms) {
  Named().set_url("https://elsewhere.example/att-1");
  EXPECT_THAT(Read(), HasCode(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(asked_, "");
}

TEST_F(ReadAttachmentTest, PutsPartsTogetherInTheirOrder) {
  Part(2, "CD");
  Part(1, "AB");
  ASSERT_OK_AND_ASSIGN(const courier::FetchedFile file, Read());
  EXPECT_EQ(file.bytes, "ABCD");
  EXPECT_TRUE(file.verified);
  EXPECT_EQ(asked_, "");
}

TEST_F(ReadAttachmentTest, NamesThePartThatIsMissing) {
  Part(1, "AB");
  EXPECT_EQ(Read().status().message(), "part 2 of 2 has not come");
}

TEST_F(ReadAttachmentTest, DoesNotTakePartsOfAnotherFileForIts) {
  Part(1, "AB");
  Part(2, "XX");
  EXPECT_THAT(Read(), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(ReadAttachmentTest, TakesAFileThatCameWholeInItsMessage) {
  Named().set_content("ABCD");
  ASSERT_OK_AND_ASSIGN(const courier::FetchedFile file, Read());
  EXPECT_EQ(file.bytes, "ABCD");
  EXPECT_FALSE(file.verified);
}

TEST_F(ReadAttachmentTest, SaysWhatItDoesNotKnow) {
  EXPECT_THAT(Read(), HasCode(absl::StatusCode::kNotFound));
  Named("440000").set_url(kUrl);
  EXPECT_THAT(Read(), HasCode(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace interline::cli
