// WatchEvents as a caller sees it.
#include "services/intake/event_streams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "core/base/status_matchers.h"
#include "core/bus/memory_bus.h"
#include "core/bus/topics.h"
#include "services/intake/intake_server.h"
#include "services/intake/intake_service.h"

namespace interline::intake {
namespace {

constexpr int kPartitions = 2;
constexpr char kTicket[] = "12367:SH1";

class EventStreamsTest : public testing::Test {
 protected:
  EventStreamsTest() {
    EXPECT_OK(bus_.admin().CreateTopics(bus::InterlineTopics({"12367"}, kPartitions, 1)));
    producer_ = *bus_.NewProducer();
    Serve({{"12367"}, 2, absl::Milliseconds(20)});
  }
  ~EventStreamsTest() override {
    streams_->Stop();
    server_->Stop(absl::ZeroDuration());
  }

  void Serve(StreamOptions options) {
    streams_ = std::make_unique<EventStreams>(bus_, clock_, std::move(options));
    service_ = std::make_unique<IntakeService>(*producer_, clock_, IntakeOptions{{"12367"}},
                                               IntakeParts{nullptr, nullptr, streams_.get()});
    server_ = *IntakeServer::Start(*service_, "127.0.0.1:0", {});
    stub_ = v1::IntakeService::NewStub(
        grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->port()), grpc::InsecureChannelCredentials()));
  }

  void Write(const std::string& id, size_t bytes = 0) {
    v1::TicketEvent event;
    event.set_id(id);
    event.set_ticket_id(kTicket);
    event.mutable_progress_reported()->set_text(std::string(bytes, 'x'));
    event.mutable_journal()->add_parties("12367");
    bus::Message message;
    message.topic = bus::kEvents;
    message.key = kTicket;
    message.value = event.SerializeAsString();
    ASSERT_OK(producer_->SendAndWait(std::move(message)));
  }

  struct Call {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::WatchEventsResponse>> reader;
    v1::WatchEventsResponse last;

    bool Read() { return reader->Read(&last); }
    // The next event; what else comes is passed over. Empty when the stream has ended.
    std::string NextEvent() {
      while (Read()) {
        if (last.has_event()) return last.event().event().id();
      }
      return "";
    }
  };
  std::unique_ptr<Call> Watch(const v1::WatchEventsRequest& request = {}) {
    auto call = std::make_unique<Call>();
    call->reader = stub_->WatchEvents(&call->context, request);
    return call;
  }

  FakeClock clock_;
  bus::MemoryBus bus_{clock_};
  std::unique_ptr<bus::Producer> producer_;
  std::unique_ptr<EventStreams> streams_;
  std::unique_ptr<IntakeService> service_;
  std::unique_ptr<IntakeServer> server_;
  std::unique_ptr<v1::IntakeService::Stub> stub_;
};

TEST_F(EventStreamsTest, TellsFirstWhereTheStreamBeginsThenWhatHappens) {
  Write("before");
  const auto call = Watch();
  ASSERT_TRUE(call->Read());
  ASSERT_TRUE(call->last.has_heartbeat());
  EXPECT_TRUE(call->last.heartbeat().caught_up());
  EXPECT_EQ(call->last.heartbeat().next_size(), kPartitions);
  Write("after");
  EXPECT_EQ(call->NextEvent(), "after");
  EXPECT_EQ(call->last.event().position().offset(), 1);
}

TEST_F(EventStreamsTest, GivesSignsOfLifeWhileNothingHappens) {
  const auto call = Watch();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(call->Read());
    EXPECT_TRUE(call->last.has_heartbeat());
  }
}

TEST_F(EventStreamsTest, GoesOnWithoutAGapFromTheLastPositionAfterACut) {
  for (int i = 0; i < 10; ++i) Write(std::to_string(i));
  v1::WatchEventsRequest request;
  request.set_start(v1::WatchEventsRequest::START_BEGINNING);
  std::vector<std::string> seen;
  while (seen.size() < 10) {
    const auto call = Watch(request);
    for (int i = 0; i < 3 && seen.size() < 10; ++i) {
      seen.push_back(call->NextEvent());
      request.clear_from();
      request.add_from()->set_partition(call->last.event().position().partition());
      request.mutable_from(0)->set_next_offset(call->last.event().position().offset() + 1);
    }
    call->context.TryCancel();
    while (call->Read()) {
    }
    // The place is free again soon.
    while (streams_->open() > 0) std::this_thread::yield();
  }
  EXPECT_THAT(seen, testing::ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
}

TEST_F(EventStreamsTest, OpensNoMoreThanSoMany) {
  const auto first = Watch();
  const auto second = Watch();
  ASSERT_TRUE(first->Read());
  ASSERT_TRUE(second->Read());
  const auto third = Watch();
  EXPECT_FALSE(third->Read());
  EXPECT_EQ(third->reader->Finish().error_code(), grpc::RESOURCE_EXHAUSTED);
  first->context.TryCancel();
  while (first->Read()) {
  }
  while (streams_->open() > 1) std::this_thread::yield();
  EXPECT_TRUE(Watch()->Read());
}

TEST_F(EventStreamsTest, SaysWhyItCannotBegin) {
  v1::WatchEventsRequest request;
  request.add_from()->set_partition(kPartitions);
  const auto call = Watch(request);
  EXPECT_FALSE(call->Read());
  EXPECT_EQ(call->reader->Finish().error_code(), grpc::INVALID_ARGUMENT);
  request.mutable_from(0)->set_partition(0);
  request.mutable_from(0)->set_next_offset(1);
  const auto behind = Watch(request);
  EXPECT_FALSE(behind->Read());
  EXPECT_EQ(behind->reader->Finish().error_code(), grpc::OUT_OF_RANGE);
}

TEST_F(EventStreamsTest, WaitsForASlowCallerWithoutHoldingUpOthersOrLosingAnything) {
  // More than the transport takes in before somebody reads.
  constexpr int kEvents = 200;
  for (int i = 0; i < kEvents; ++i) Write(std::to_string(i), 100'000);
  v1::WatchEventsRequest request;
  request.set_start(v1::WatchEventsRequest::START_BEGINNING);
  const auto slow = Watch(request);
  const auto fast = Watch(request);
  for (int i = 0; i < kEvents; ++i) ASSERT_EQ(fast->NextEvent(), std::to_string(i));
  // The slow one has missed nothing.
  for (int i = 0; i < kEvents; ++i) ASSERT_EQ(slow->NextEvent(), std::to_string(i));
}

TEST_F(EventStreamsTest, EndsWhenTheServiceStopsAndSaysSo) {
  const auto call = Watch();
  ASSERT_TRUE(call->Read());
  streams_->Stop();
  while (call->Read()) {
  }
  EXPECT_EQ(call->reader->Finish().error_code(), grpc::UNAVAILABLE);
  const auto late = Watch();
  EXPECT_FALSE(late->Read());
  EXPECT_EQ(late->reader->Finish().error_code(), grpc::UNAVAILABLE);
}

TEST_F(EventStreamsTest, IsCutOffWithTheServerWhenItsCallerDoesNotRead) {
  for (int i = 0; i < 200; ++i) Write(std::to_string(i), 100'000);
  v1::WatchEventsRequest request;
  request.set_start(v1::WatchEventsRequest::START_BEGINNING);
  const auto slow = Watch(request);
  ASSERT_TRUE(slow->Read());
  streams_->Stop();
  server_->Stop(absl::ZeroDuration());
  while (streams_->open() > 0) std::this_thread::yield();
}

}  // namespace
}  // namespace interline::intake
