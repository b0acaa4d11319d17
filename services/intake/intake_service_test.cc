#include "services/intake/intake_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <mutex>
#include <thread>

#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/bus/memory_bus.h"
#include "core/bus/topics.h"
#include "core/store/memory_store.h"
#include "core/ticket/event.h"
#include "interline/store/v1/ticket_record.pb.h"
#include "interline/store/v1/ticketing_state.pb.h"
#include "services/intake/intake_server.h"

namespace interline::intake {
namespace {

constexpr char kCanary[] = "canary-19900001234";

v1::TicketEvent Transfer() {
  v1::TicketEvent event;
  event.set_id("m-1");
  event.set_source("12367");
  event.set_source_number("SH0001");
  *event.mutable_occurred_at() = ToProto(absl::FromUnixSeconds(1795482000));
  v1::Transferred& transferred = *event.mutable_transferred();
  transferred.set_to("440000");
  transferred.mutable_matter()->set_title("路灯不亮");
  transferred.mutable_matter()->set_content(kCanary);
  transferred.mutable_matter()->set_category(v1::CATEGORY_OUTSIDE_IMMIGRATION);
  return event;
}

// A log that answers as the test says.
class FakeProducer final : public bus::Producer {
 public:
  ~FakeProducer() override { AnswerAll(absl::UnavailableError("gone")); }

  absl::Status Send(bus::Message, std::function<void(absl::StatusOr<bus::Written>)> done) override {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!next_.ok()) return next_;
    waiting_.push_back(std::move(done));
    return absl::OkStatus();
  }
  // What Send answers from now on.
  void Refuse(absl::Status status) {
    std::lock_guard<std::mutex> lock(mutex_);
    next_ = std::move(status);
  }
  int waiting() {
    std::lock_guard<std::mutex> lock(mutex_);
    return static_cast<int>(waiting_.size());
  }
  void AnswerAll(const absl::StatusOr<bus::Written>& answer) {
    std::vector<std::function<void(absl::StatusOr<bus::Written>)>> waiting;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      waiting.swap(waiting_);
    }
    for (const auto& done : waiting) done(answer);
  }

 private:
  std::mutex mutex_;
  absl::Status next_;
  std::vector<std::function<void(absl::StatusOr<bus::Written>)>> waiting_;
};

// A service with its server and a caller.
class Door {
 public:
  Door(bus::Producer& producer, const Clock& clock, IntakeOptions options = {}, IntakeParts parts = {})
      : service_(producer, clock, With12367(std::move(options)), parts) {
    auto server = IntakeServer::Start(service_, "127.0.0.1:0", {});
    EXPECT_OK(server);
    server_ = *std::move(server);
    stub_ = v1::IntakeService::NewStub(
        grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->port()), grpc::InsecureChannelCredentials()));
  }

  grpc::Status Submit(const v1::SubmitEventRequest& request) {
    grpc::ClientContext context;
    response = {};
    return stub_->SubmitEvent(&context, request, &response);
  }
  grpc::Status Submit(const v1::TicketEvent& event) {
    v1::SubmitEventRequest request;
    *request.mutable_event() = event;
    return Submit(request);
  }

  grpc::Status Query(const v1::QueryTicketRequest& request) {
    grpc::ClientContext context;
    found = {};
    return stub_->QueryTicket(&context, request, &found);
  }

  // What the routing table said of a transfer that was refused.
  std::string RoutedRule(const v1::SubmitEventRequest& request) {
    grpc::ClientContext context;
    stub_->SubmitEvent(&context, request, &response);
    const auto& trailing = context.GetServerTrailingMetadata();
    const auto told = trailing.find("interline-routing-bin");
    v1::Routing routing;
    if (told != trailing.end()) routing.ParseFromArray(told->second.data(), static_cast<int>(told->second.size()));
    return routing.rule();
  }

  // May be called while Submit is under way.
  grpc::Status SubmitBeside(const v1::TicketEvent& event) {
    grpc::ClientContext context;
    v1::SubmitEventRequest request;
    *request.mutable_event() = event;
    v1::SubmitEventResponse unused;
    return stub_->SubmitEvent(&context, request, &unused);
  }

  v1::SubmitEventResponse response;
  v1::QueryTicketResponse found;

 private:
  static IntakeOptions With12367(IntakeOptions options) {
    options.sources = {"12367"};
    return options;
  }

  IntakeService service_;
  std::unique_ptr<IntakeServer> server_;
  std::unique_ptr<v1::IntakeService::Stub> stub_;
};

class IntakeServiceTest : public testing::Test {
 protected:
  IntakeServiceTest() {
    EXPECT_OK(bus_.admin().CreateTopics(bus::InterlineTopics({"12367"}, 3, 1)));
    producer_ = *bus_.NewProducer();
  }

  std::vector<bus::Record> Commands() { return bus_.Committed(bus::kCommands); }

  FakeClock clock_;
  bus::MemoryBus bus_{clock_};
  std::unique_ptr<bus::Producer> producer_;
};

TEST_F(IntakeServiceTest, AnswersWithThePlaceWhereTheEventStands) {
  Door door(*producer_, clock_);
  const grpc::Status status = door.Submit(Transfer());
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(Commands().size(), 1u);
  const bus::Record record = Commands()[0];
  EXPECT_EQ(door.response.ticket_id(), "12367:SH0001");
  EXPECT_EQ(door.response.event_id(), "m-1");
  EXPECT_EQ(door.response.position().topic(), bus::kCommands);
  EXPECT_EQ(door.response.position().partition(), record.partition);
  EXPECT_EQ(door.response.position().offset(), record.offset);
  EXPECT_EQ(FromProto(door.response.received_at()), clock_.Now());
  EXPECT_EQ(record.key, "12367:SH0001");
  EXPECT_EQ(bus::FindHeader(record.headers, "interline-source"), "12367");
  v1::TicketEvent written;
  ASSERT_TRUE(written.ParseFromString(*record.value));
  v1::TicketEvent expected = Transfer();
  expected.set_ticket_id("12367:SH0001");
  *expected.mutable_received_at() = ToProto(clock_.Now());
  EXPECT_EQ(written.DebugString(), expected.DebugString());
}

TEST_F(IntakeServiceTest, SendsAnEventWithoutTicketIdToThePartitionOfTheNumberThatNamesTheTicket) {
  const struct {
    const char* source_number;
    const char* recipient;
    const char* recipient_number;
    const char* key;
  } cases[] = {
      {"W7", "", "", "alias/12367/W7"},
      {"", "440000", "GD1", "alias/440000/GD1"},
      {"W7", "440000", "GD1", "alias/12367/W7"},
  };
  Door door(*producer_, clock_);
  for (const auto& c : cases) {
    v1::TicketEvent event = Transfer();
    event.mutable_signed_();
    event.set_source_number(c.source_number);
    event.set_recipient(c.recipient);
    event.set_recipient_number(c.recipient_number);
    const size_t before = Commands().size();
    ASSERT_TRUE(door.Submit(event).ok()) << c.key;
    ASSERT_EQ(Commands().size(), before + 1);
    bool found = false;
    for (const bus::Record& record : Commands()) found = found || record.key == c.key;
    EXPECT_TRUE(found) << c.key;
    EXPECT_EQ(door.response.ticket_id(), "");
  }
}

TEST_F(IntakeServiceTest, RefusesWhatBreaksTheContractAndWritesNothing) {
  const struct {
    const char* what;
    std::function<void(v1::TicketEvent&)> spoil;
    grpc::StatusCode code;
    v1::RefusalReason reason;
    const char* path;
  } cases[] = {
      {"another platform's name", [](auto& e) { e.set_source("440000"); }, grpc::PERMISSION_DENIED,
       v1::REFUSAL_REASON_FOREIGN_SOURCE, "source"},
      {"the broker's name", [](auto& e) { e.set_source("interline"); }, grpc::PERMISSION_DENIED,
       v1::REFUSAL_REASON_FOREIGN_SOURCE, "source"},
      {"no id", [](auto& e) { e.clear_id(); }, grpc::INVALID_ARGUMENT, v1::REFUSAL_REASON_MISSING_FIELD, "id"},
      {"a broken id", [](auto& e) { e.set_id("a b"); }, grpc::INVALID_ARGUMENT, v1::REFUSAL_REASON_INVALID_ID, "id"},
      {"no kind", [](auto& e) { e.clear_kind(); }, grpc::INVALID_ARGUMENT, v1::REFUSAL_REASON_MISSING_FIELD, "kind"},
      {"no time", [](auto& e) { e.clear_occurred_at(); }, grpc::INVALID_ARGUMENT, v1::REFUSAL_REASON_MISSING_FIELD,
       "occurred_at"},
      {"no ticket", [](auto& e) { e.clear_source_number(); }, grpc::INVALID_ARGUMENT, v1::REFUSAL_REASON_MISSING_FIELD,
       "ticket_id"},
      {"a number of nobody",
       [](auto& e) {
         e.mutable_signed_();
         e.clear_source_number();
         e.set_recipient_number("GD1");
       },
       grpc::INVALID_ARGUMENT, v1::REFUSAL_REASON_MISSING_FIELD, "ticket_id"},
      {"no title", [](auto& e) { e.mutable_transferred()->mutable_matter()->clear_title(); }, grpc::INVALID_ARGUMENT,
       v1::REFUSAL_REASON_MISSING_FIELD, "transferred.matter.title"},
  };
  Door door(*producer_, clock_);
  for (const auto& c : cases) {
    v1::TicketEvent event = Transfer();
    c.spoil(event);
    const grpc::Status status = door.Submit(event);
    EXPECT_EQ(status.error_code(), c.code) << c.what << ": " << status.error_message();
    v1::Refusal refusal;
    ASSERT_TRUE(refusal.ParseFromString(status.error_details())) << c.what;
    EXPECT_EQ(ReasonName(refusal.reason()), ReasonName(c.reason)) << c.what;
    EXPECT_EQ(refusal.path(), c.path) << c.what;
    EXPECT_EQ(status.error_message().find(kCanary), std::string::npos) << c.what;
  }
  const grpc::Status empty = door.Submit(v1::SubmitEventRequest());
  EXPECT_EQ(empty.error_code(), grpc::INVALID_ARGUMENT);
  EXPECT_TRUE(Commands().empty());
}

TEST_F(IntakeServiceTest, TakesNothingFromTheCallerThatOnlyInterlineMaySay) {
  v1::TicketEvent event = Transfer();
  event.mutable_journal()->set_sequence(7);
  event.mutable_provenance()->set_mapping("forged/1");
  *event.mutable_received_at() = ToProto(absl::UnixEpoch());
  Door door(*producer_, clock_);
  ASSERT_TRUE(door.Submit(event).ok());
  v1::TicketEvent written;
  ASSERT_TRUE(written.ParseFromString(*Commands()[0].value));
  EXPECT_FALSE(written.has_journal());
  EXPECT_FALSE(written.has_provenance());
  EXPECT_EQ(FromProto(written.received_at()), clock_.Now());
}

// A transfer from a caller in Shanghai that names no addressee.
v1::SubmitEventRequest WithoutAddressee(v1::Category category) {
  v1::SubmitEventRequest request;
  *request.mutable_event() = Transfer();
  v1::Transferred& transferred = *request.mutable_event()->mutable_transferred();
  transferred.clear_to();
  v1::Matter& matter = *transferred.mutable_matter();
  matter.set_category(category);
  matter.set_language(v1::LANGUAGE_ZH);
  matter.set_channel(v1::CHANNEL_PHONE);
  matter.set_business_option(v1::BUSINESS_OPTION_COMMENTS);
  request.mutable_caller_place()->set_region_code("310115");
  return request;
}

class RoutedIntake : public IntakeServiceTest {
 protected:
  const std::unique_ptr<AddresseeFinder> addressees_ = *AddresseeFinder::Load("deploy/config/routing.textproto");
  Door door_{*producer_, clock_, {}, {addressees_.get(), nullptr, nullptr}};
};

TEST_F(RoutedIntake, FindsTheAddresseeThatTheSourceDidNotNameAndWritesHow) {
  const grpc::Status status = door_.Submit(WithoutAddressee(v1::CATEGORY_OUTSIDE_IMMIGRATION));
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(door_.response.routing().platform(), "310000");
  EXPECT_EQ(door_.response.routing().rule(), "outside-immigration");
  v1::TicketEvent written;
  ASSERT_TRUE(written.ParseFromString(*Commands()[0].value));
  EXPECT_EQ(written.transferred().to(), "310000");
  EXPECT_EQ(written.provenance().routing().DebugString(), door_.response.routing().DebugString());
}

TEST_F(RoutedIntake, WritesARepeatAsTheSameMessageThoughTheCallerHasMoved) {
  v1::SubmitEventRequest request = WithoutAddressee(v1::CATEGORY_OUTSIDE_IMMIGRATION);
  ASSERT_TRUE(door_.Submit(request).ok());
  request.mutable_caller_place()->set_region_code("440300");
  ASSERT_TRUE(door_.Submit(request).ok());
  const std::vector<bus::Record> records = Commands();
  ASSERT_EQ(records.size(), 2u);
  v1::TicketEvent first;
  v1::TicketEvent second;
  ASSERT_TRUE(first.ParseFromString(*records[0].value));
  ASSERT_TRUE(second.ParseFromString(*records[1].value));
  EXPECT_NE(first.transferred().to(), second.transferred().to());
  EXPECT_EQ(ticket::Digest(first), ticket::Digest(second));
}

TEST_F(RoutedIntake, RefusesWhatItCannotRouteAndWritesNothing) {
  const struct {
    const char* what;
    std::function<void(v1::SubmitEventRequest&)> change;
    const char* rule;
  } cases[] = {
      {"it stays with 12367", [](auto&) {}, "comments"},
      {"the caller is abroad", [](auto& r) { r.mutable_caller_place()->set_country("FRA"); }, "abroad"},
      {"nobody said what it is about",
       [](auto& r) { r.mutable_event()->mutable_transferred()->mutable_matter()->clear_category(); }, ""},
  };
  for (const auto& c : cases) {
    v1::SubmitEventRequest request = WithoutAddressee(v1::CATEGORY_COMMENTS);
    c.change(request);
    const grpc::Status status = door_.Submit(request);
    EXPECT_EQ(status.error_code(), grpc::INVALID_ARGUMENT) << c.what;
    v1::Refusal refusal;
    EXPECT_TRUE(refusal.ParseFromString(status.error_details())) << c.what;
    EXPECT_EQ(door_.RoutedRule(request), c.rule) << c.what;
    EXPECT_EQ(status.error_message().find(kCanary), std::string::npos) << c.what;
  }
  EXPECT_TRUE(Commands().empty());
}

TEST_F(RoutedIntake, AsksTheTableOnlyWhenNoAddresseeIsNamed) {
  v1::SubmitEventRequest request = WithoutAddressee(v1::CATEGORY_COMMENTS);
  request.mutable_event()->mutable_transferred()->set_to("320000");
  ASSERT_TRUE(door_.Submit(request).ok());
  EXPECT_FALSE(door_.response.has_routing());
}

TEST_F(IntakeServiceTest, WantsAnAddresseeWhenItHasNoTable) {
  Door door(*producer_, clock_);
  const grpc::Status status = door.Submit(WithoutAddressee(v1::CATEGORY_OUTSIDE_IMMIGRATION));
  EXPECT_EQ(status.error_code(), grpc::INVALID_ARGUMENT);
  v1::Refusal refusal;
  ASSERT_TRUE(refusal.ParseFromString(status.error_details()));
  EXPECT_EQ(refusal.path(), "transferred.to");
}

// ---- QueryTicket -------------------------------------------------------------------------------------------------

class QueriedIntake : public IntakeServiceTest {
 protected:
  QueriedIntake() {
    Put("12367:SH1", "t/12367:SH1", Offered("12367:SH1", "440000"));
    Put("440000:GD1", "t/440000:GD1", Offered("440000:GD1", "12367"));
    Put("440000:GD2", "t/440000:GD2", Offered("440000:GD2", "320000"));
    store::v1::Alias alias;
    alias.set_ticket_id("440000:GD1");
    Put("alias/12367/W7", "a/12367/W7", alias.SerializeAsString());
  }
  ~QueriedIntake() override {
    stop_ = true;
    if (follower_.joinable()) follower_.join();
  }

  static std::string Offered(const std::string& id, const std::string& to) {
    store::v1::TicketRecord record;
    record.mutable_ticket()->set_id(id);
    record.mutable_ticket()->set_origin(id.substr(0, id.find(':')));
    record.mutable_ticket()->set_offered_to(to);
    record.mutable_ticket()->mutable_matter()->set_content(kCanary);
    return record.SerializeAsString();
  }
  void Put(const std::string& home, const std::string& key, const std::string& value) {
    bus::Message message;
    message.topic = bus::kState;
    message.partition = bus::PartitionForKey(home, 3);
    message.key = key;
    message.value = value;
    ASSERT_OK(producer_->SendAndWait(std::move(message)));
  }
  void Follow() {
    follower_ = std::thread([this] { board_.Follow(stop_); });
    while (!board_.caught_up()) std::this_thread::yield();
  }

  static v1::QueryTicketRequest ById(const std::string& id) {
    v1::QueryTicketRequest request;
    request.set_ticket_id(id);
    return request;
  }
  static v1::QueryTicketRequest ByNumber(const std::string& platform, const std::string& number) {
    v1::QueryTicketRequest request;
    request.mutable_number()->set_platform(platform);
    request.mutable_number()->set_number(number);
    return request;
  }

  store::MemoryStores disk_;
  TicketBoard board_{bus_, disk_.factory(), {"12367"}};
  Door door_{*producer_, clock_, {}, {nullptr, &board_, nullptr}};
  std::atomic<bool> stop_{false};
  std::thread follower_;
};

TEST_F(QueriedIntake, FindsATicketByItsIdAndByTheServedPlatformsNumber) {
  Follow();
  const struct {
    v1::QueryTicketRequest request;
    const char* ticket;
  } cases[] = {
      {ById("12367:SH1"), "12367:SH1"},
      {ById("440000:GD1"), "440000:GD1"},
      {ByNumber("12367", "SH1"), "12367:SH1"},
      {ByNumber("12367", "W7"), "440000:GD1"},
  };
  for (const auto& c : cases) {
    ASSERT_TRUE(door_.Query(c.request).ok()) << c.request.DebugString();
    EXPECT_EQ(door_.found.status().ticket().id(), c.ticket);
    EXPECT_EQ(door_.found.SerializeAsString().find(kCanary), std::string::npos);
  }
}

TEST_F(QueriedIntake, FindsNothingThatIsNoneOfTheServedPlatformsBusiness) {
  Follow();
  for (const auto& request :
       {ById("440000:GD2"), ById("12367:SH9"), ByNumber("12367", "W8"), ByNumber("440000", "GD1"), ById("nonsense")}) {
    EXPECT_EQ(door_.Query(request).error_code(), grpc::NOT_FOUND) << request.DebugString();
  }
}

TEST_F(QueriedIntake, WantsOneNameOfTheTicket) {
  Follow();
  v1::QueryTicketRequest both = ById("12367:SH1");
  both.mutable_number()->set_platform("12367");
  EXPECT_EQ(door_.Query(both).error_code(), grpc::INVALID_ARGUMENT);
  EXPECT_EQ(door_.Query({}).error_code(), grpc::INVALID_ARGUMENT);
}

TEST_F(QueriedIntake, AsksToCallAgainWhileItStillReads) {
  EXPECT_EQ(door_.Query(ById("12367:SH1")).error_code(), grpc::UNAVAILABLE);
}

TEST_F(IntakeServiceTest, SaysWhenItAnswersNoQueries) {
  Door door(*producer_, clock_);
  EXPECT_EQ(door.Query({}).error_code(), grpc::UNIMPLEMENTED);
}

TEST(IntakeServiceWithoutLog, NeverSaysOkForWhatTheLogDidNotConfirm) {
  const absl::StatusOr<bus::Written> failures[] = {absl::UnavailableError("broker:9092 away"), absl::UnknownError("?"),
                                                   absl::InternalError("?")};
  for (const auto& failure : failures) {
    FakeClock clock;
    FakeProducer producer;
    // The log answers before the time limit, and with a failure.
    Door door(producer, clock);
    std::thread log([&] {
      while (producer.waiting() == 0) std::this_thread::yield();
      producer.AnswerAll(failure);
    });
    const grpc::Status status = door.Submit(Transfer());
    log.join();
    EXPECT_EQ(status.error_code(), grpc::UNAVAILABLE) << failure.status();
    EXPECT_EQ(status.error_message().find("9092"), std::string::npos);
  }
}

TEST(IntakeServiceWithoutLog, AnswersUnavailableInTimeWhenTheLogIsSilentAndIgnoresItsLateAnswer) {
  FakeClock clock;
  FakeProducer producer;
  IntakeOptions options;
  options.write_wait = absl::Milliseconds(20);
  Door door(producer, clock, options);
  EXPECT_EQ(door.Submit(Transfer()).error_code(), grpc::UNAVAILABLE);
  EXPECT_EQ(producer.waiting(), 1);
  producer.AnswerAll(bus::Written{0, 5});
  EXPECT_EQ(door.Submit(Transfer()).error_code(), grpc::UNAVAILABLE);
}

TEST(IntakeServiceWithoutLog, AnswersUnavailableWhenTheQueueIsFull) {
  FakeClock clock;
  FakeProducer producer;
  producer.Refuse(absl::ResourceExhaustedError("queue full"));
  Door door(producer, clock);
  EXPECT_EQ(door.Submit(Transfer()).error_code(), grpc::UNAVAILABLE);
}

TEST(IntakeServiceWithoutLog, SaysThatAnEventIsTooLargeForTheLog) {
  FakeClock clock;
  FakeProducer producer;
  producer.Refuse(absl::InvalidArgumentError("too large"));
  Door door(producer, clock);
  EXPECT_EQ(door.Submit(Transfer()).error_code(), grpc::INVALID_ARGUMENT);
}

TEST(IntakeServiceWithoutLog, LetsOnlySoManyCallsWait) {
  FakeClock clock;
  FakeProducer producer;
  IntakeOptions options;
  options.max_waiting = 1;
  Door door(producer, clock, options);
  grpc::Status first_status;
  std::thread first([&] { first_status = door.Submit(Transfer()); });
  while (producer.waiting() == 0) std::this_thread::yield();
  EXPECT_EQ(door.SubmitBeside(Transfer()).error_code(), grpc::UNAVAILABLE);
  producer.AnswerAll(bus::Written{1, 9});
  first.join();
  EXPECT_TRUE(first_status.ok());
  // The place is free again.
  producer.Refuse(absl::InvalidArgumentError("reached"));
  EXPECT_EQ(door.SubmitBeside(Transfer()).error_code(), grpc::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace interline::intake
