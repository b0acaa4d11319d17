#include "services/intake/addressee_finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "absl/strings/str_replace.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/ticket/event.h"

namespace interline::intake {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kTable[] = "deploy/config/routing.textproto";

v1::TicketEvent Transfer() {
  v1::TicketEvent event;
  event.set_id("m-1");
  event.set_source("12367");
  event.set_source_number("SH0001");
  v1::Matter& matter = *event.mutable_transferred()->mutable_matter();
  matter.set_language(v1::LANGUAGE_ZH);
  matter.set_channel(v1::CHANNEL_PHONE);
  matter.set_business_option(v1::BUSINESS_OPTION_COMMENTS);
  matter.set_category(v1::CATEGORY_OUTSIDE_IMMIGRATION);
  return event;
}

v1::CallerPlace In(const std::string& region) {
  v1::CallerPlace place;
  place.set_region_code(region);
  return place;
}

class AddresseeFinderTest : public testing::Test {
 protected:
  AddresseeFinderTest() : finder_(*AddresseeFinder::Load(kTable)) {}

  std::unique_ptr<AddresseeFinder> finder_;
};

TEST_F(AddresseeFinderTest, GivesTheAddresseeAndSaysHowItWasFound) {
  v1::TicketEvent event = Transfer();
  const Addressed addressed = finder_->Address(In("440300"), event);
  ASSERT_OK(addressed.status);
  EXPECT_EQ(event.transferred().to(), "440000");
  EXPECT_EQ(event.provenance().routing().platform(), "440000");
  EXPECT_EQ(event.provenance().routing().rule(), "outside-immigration");
  EXPECT_EQ(event.provenance().routing().table(), finder_->version());
  ASSERT_TRUE(addressed.routing.has_value());
  EXPECT_EQ(addressed.routing->rule(), "outside-immigration");
}

TEST_F(AddresseeFinderTest, MakesOneMessageOfTheSameTransferWhereverTheTableSendsIt) {
  v1::TicketEvent first = Transfer();
  v1::TicketEvent second = Transfer();
  ASSERT_OK(finder_->Address(In("440300"), first).status);
  ASSERT_OK(finder_->Address(In("310000"), second).status);
  EXPECT_NE(first.transferred().to(), second.transferred().to());
  EXPECT_EQ(ticket::Digest(first), ticket::Digest(second));
}

TEST_F(AddresseeFinderTest, LeavesAloneWhatIsNotItsToDecide) {
  const struct {
    const char* what;
    std::function<void(v1::TicketEvent&)> change;
  } cases[] = {
      {"an addressee is named", [](v1::TicketEvent& e) { e.mutable_transferred()->set_to("310000"); }},
      {"another platform's ticket", [](v1::TicketEvent& e) { e.set_source("440000"); }},
      {"no transfer", [](v1::TicketEvent& e) { e.mutable_signed_(); }},
  };
  for (const auto& c : cases) {
    v1::TicketEvent event = Transfer();
    c.change(event);
    const v1::TicketEvent before = event;
    const Addressed addressed = finder_->Address(In("440300"), event);
    EXPECT_OK(addressed.status) << c.what;
    EXPECT_FALSE(addressed.routing.has_value()) << c.what;
    EXPECT_EQ(event.DebugString(), before.DebugString()) << c.what;
  }
}

TEST_F(AddresseeFinderTest, RefusesWhatStaysWithItsSourceAndSaysAtWhichUnit) {
  v1::TicketEvent event = Transfer();
  event.mutable_transferred()->mutable_matter()->set_category(v1::CATEGORY_COMMENTS);
  const Addressed addressed = finder_->Address(In("440300"), event);
  const auto refusal = GetRefusal(addressed.status);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(ReasonName(refusal->reason()), "OUT_OF_RANGE");
  EXPECT_EQ(refusal->path(), "transferred.to");
  EXPECT_THAT(refusal->explanation(), HasSubstr("rule comments"));
  ASSERT_TRUE(addressed.routing.has_value());
  EXPECT_EQ(addressed.routing->unit_code(), "NIA");
  EXPECT_EQ(event.transferred().to(), "");
}

TEST_F(AddresseeFinderTest, RefusesWhatTheTableCannotSayAndNamesTheFactThatIsMissing) {
  const struct {
    const char* what;
    std::function<void(v1::Matter&)> change;
    v1::CallerPlace place;
    const char* path;
  } cases[] = {
      {"nobody said where the caller is", [](v1::Matter&) {}, {}, "caller_place"},
      {"nobody said what it is about", [](v1::Matter& m) { m.clear_category(); }, In("440300"),
       "transferred.matter.category"},
      {"nobody says which station is nearest",
       [](v1::Matter& m) {
         m.set_category(v1::CATEGORY_PORT_CLEARANCE);
         m.set_business_option(v1::BUSINESS_OPTION_PORT_CLEARANCE);
       },
       In("441400"), "transferred.to"},
  };
  for (const auto& c : cases) {
    v1::TicketEvent event = Transfer();
    c.change(*event.mutable_transferred()->mutable_matter());
    const Addressed addressed = finder_->Address(c.place, event);
    const auto refusal = GetRefusal(addressed.status);
    ASSERT_TRUE(refusal.has_value()) << c.what;
    EXPECT_EQ(ReasonName(refusal->reason()), "MISSING_FIELD") << c.what;
    EXPECT_EQ(refusal->path(), c.path) << c.what;
    EXPECT_FALSE(addressed.routing.has_value()) << c.what;
    EXPECT_EQ(event.transferred().to(), "") << c.what;
  }
}

TEST_F(AddresseeFinderTest, RefusesAPlaceThatIsNoneAndDoesNotRepeatIt) {
  v1::CallerPlace abroad;
  abroad.set_country("France");
  for (const v1::CallerPlace& place : {In("44"), In("44030x"), abroad}) {
    v1::TicketEvent event = Transfer();
    const auto refusal = GetRefusal(finder_->Address(place, event).status);
    ASSERT_TRUE(refusal.has_value());
    EXPECT_THAT(refusal->path(), HasSubstr("caller_place."));
    EXPECT_THAT(refusal->explanation(), Not(HasSubstr("France")));
  }
}

// A copy of the table that a test changes.
class ReplacedTable : public testing::Test {
 protected:
  ReplacedTable() : path_(testing::TempDir() + "/routing.textproto") {
    std::ostringstream text;
    text << std::ifstream(kTable).rdbuf();
    text_ = text.str();
    Write(text_);
    finder_ = *AddresseeFinder::Load(path_);
  }

  // Every file is newer than the last, whatever the machine's clock does.
  void Write(const std::string& text) {
    std::ofstream(path_) << text;
    std::filesystem::last_write_time(path_, std::filesystem::file_time_type(std::chrono::seconds(++writes_)));
  }

  const std::string path_;
  std::string text_;
  int writes_ = 0;
  std::unique_ptr<AddresseeFinder> finder_;
};

TEST_F(ReplacedTable, IsTakenWithoutARestart) {
  EXPECT_OK(finder_->Refresh());
  EXPECT_EQ(finder_->version(), "2026-11-24");
  Write(absl::StrReplaceAll(text_, {{"version: \"2026-11-24\"", "version: \"next\""}, {"\"440000\"", "\"449999\""}}));
  EXPECT_OK(finder_->Refresh());
  EXPECT_EQ(finder_->version(), "next");
  v1::TicketEvent event = Transfer();
  ASSERT_OK(finder_->Address(In("440300"), event).status);
  EXPECT_EQ(event.transferred().to(), "449999");
}

TEST_F(ReplacedTable, IsNotTakenWhenItHasAMistakeAndIsToldOnce) {
  Write("version: \"next\" home: \"12367\"");
  const absl::Status status = finder_->Refresh();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(status.message()), HasSubstr(path_ + ":1: The table has no rules."));
  EXPECT_OK(finder_->Refresh());
  EXPECT_EQ(finder_->version(), "2026-11-24");
  std::filesystem::remove(path_);
  EXPECT_THAT(finder_->Refresh(), HasCode(absl::StatusCode::kNotFound));
  EXPECT_OK(finder_->Refresh());
  v1::TicketEvent event = Transfer();
  EXPECT_OK(finder_->Address(In("440300"), event).status);
}

}  // namespace
}  // namespace interline::intake
