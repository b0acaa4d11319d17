#include "services/intake/intake_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_matchers.h"
#include "core/bus/memory_bus.h"
#include "core/bus/topics.h"
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
  Door(bus::Producer& producer, const Clock& clock, IntakeOptions options = {})
      : service_(producer, clock, With12367(std::move(options))) {
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

  // May be called while Submit is under way.
  grpc::Status SubmitBeside(const v1::TicketEvent& event) {
    grpc::ClientContext context;
    v1::SubmitEventRequest request;
    *request.mutable_event() = event;
    v1::SubmitEventResponse unused;
    return stub_->SubmitEvent(&context, request, &unused);
  }

  v1::SubmitEventResponse response;

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
