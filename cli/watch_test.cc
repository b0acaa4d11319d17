// `interline watch`, with an intake service that streams as the test says.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <fstream>
#include <mutex>
#include <sstream>

#include "cli/test_world.h"
#include "interline/v1/intake_service.grpc.pb.h"

namespace interline::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

v1::WatchEventsResponse Event(int64_t offset, const std::string& text) {
  v1::WatchEventsResponse response;
  v1::TicketEvent& event = *response.mutable_event()->mutable_event();
  event.set_ticket_id("12367:SH1");
  event.set_source("440000");
  event.mutable_progress_reported()->set_text(text);
  event.mutable_journal()->set_state_after(v1::Ticket::STATE_IN_PROGRESS);
  response.mutable_event()->mutable_position()->set_topic("events");
  response.mutable_event()->mutable_position()->set_partition(1);
  response.mutable_event()->mutable_position()->set_offset(offset);
  return response;
}

v1::WatchEventsResponse Heartbeat(int64_t next0, int64_t next1) {
  v1::WatchEventsResponse response;
  for (const int64_t next : {next0, next1}) {
    v1::EventPosition& position = *response.mutable_heartbeat()->add_next();
    position.set_partition(response.heartbeat().next_size() - 1);
    position.set_next_offset(next);
  }
  return response;
}

class FakeIntake final : public v1::IntakeService::Service {
 public:
  // Each stream sends the next script, then ends with its status.
  struct Script {
    std::vector<v1::WatchEventsResponse> responses;
    grpc::Status status;
  };

  grpc::Status WatchEvents(grpc::ServerContext*, const v1::WatchEventsRequest* request,
                           grpc::ServerWriter<v1::WatchEventsResponse>* writer) override {
    std::lock_guard<std::mutex> lock(mutex);
    requests.push_back(*request);
    if (scripts.size() < requests.size()) return {grpc::StatusCode::INTERNAL, "no more scripts"};
    const Script& script = scripts[requests.size() - 1];
    for (const auto& response : script.responses) writer->Write(response);
    return script.status;
  }

  std::mutex mutex;
  std::vector<Script> scripts;
  std::vector<v1::WatchEventsRequest> requests;
};

class WatchTest : public testing::Test {
 protected:
  WatchTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&intake_);
    server_ = builder.BuildAndStart();
  }
  ~WatchTest() override { server_->Shutdown(); }

  ExitCode Watch(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"watch", "--intake", "127.0.0.1:" + std::to_string(port_)});
    return world_.Run(arguments);
  }

  FakeIntake intake_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  TestWorld world_;
};

const grpc::Status kCut(grpc::StatusCode::UNAVAILABLE, "the service stops");

TEST_F(WatchTest, PrintsEachEventAndNothingPersonal) {
  intake_.scripts = {{{Heartbeat(0, 0), Event(0, kCanary), Event(1, kCanary)}, kCut}};
  EXPECT_EQ(Watch({"--count", "2"}), kOk) << world_.err;
  EXPECT_THAT(world_.out,
              AllOf(HasSubstr("12367:SH1  440000  progress_reported  in_progress"), Not(HasSubstr(kCanary))));
  EXPECT_EQ(std::count(world_.out.begin(), world_.out.end(), '\n'), 2);
}

TEST_F(WatchTest, ShowsWhatIsPersonalOnRequest) {
  intake_.scripts = {{{Event(0, kCanary)}, kCut}, {{Event(0, kCanary)}, kCut}};
  EXPECT_EQ(Watch({"--count", "1", "--reveal"}), kOk);
  EXPECT_THAT(world_.out, HasSubstr(kCanary));
  EXPECT_EQ(Watch({"--count", "1", "--json"}), kOk);
  EXPECT_THAT(world_.out,
              AllOf(HasSubstr("\"progress_reported\""), HasSubstr("\"position\""), Not(HasSubstr(kCanary))));
}

TEST_F(WatchTest, GoesOnWhereAStreamWasCut) {
  intake_.scripts = {{{Heartbeat(5, 7), Event(7, "a")}, kCut}, {{Event(8, "b")}, kCut}};
  EXPECT_EQ(Watch({"--count", "2"}), kOk);
  ASSERT_EQ(intake_.requests.size(), 2u);
  EXPECT_EQ(intake_.requests[0].from_size(), 0);
  ASSERT_EQ(intake_.requests[1].from_size(), 2);
  EXPECT_EQ(intake_.requests[1].from(0).next_offset(), 5);
  EXPECT_EQ(intake_.requests[1].from(1).next_offset(), 8);
}

TEST_F(WatchTest, KeepsItsPlaceInAFile) {
  const std::string path = testing::TempDir() + "/positions";
  std::remove(path.c_str());
  intake_.scripts = {{{Heartbeat(5, 7), Event(7, "a")}, kCut}, {{Event(8, "b")}, kCut}};
  EXPECT_EQ(Watch({"--count", "1", "--positions", path, "--from-beginning", "--ticket", "12367:SH1"}), kOk);
  EXPECT_EQ(intake_.requests[0].start(), v1::WatchEventsRequest::START_BEGINNING);
  EXPECT_EQ(intake_.requests[0].ticket_id(), "12367:SH1");
  std::ostringstream kept;
  kept << std::ifstream(path).rdbuf();
  EXPECT_EQ(kept.str(), "0 5\n1 8\n");
  EXPECT_EQ(Watch({"--count", "1", "--positions", path}), kOk);
  EXPECT_EQ(intake_.requests[1].from(1).next_offset(), 8);
  std::ofstream(path) << "nonsense";
  EXPECT_EQ(Watch({"--positions", path}), kUsage);
}

TEST_F(WatchTest, EndsWithTheReasonWhenTheServiceRefuses) {
  intake_.scripts = {{{}, {grpc::StatusCode::OUT_OF_RANGE, "is not kept any more"}}, {{}, kCut}};
  EXPECT_EQ(Watch({}), kFailed);
  EXPECT_THAT(world_.err, HasSubstr("is not kept any more"));
  EXPECT_EQ(Watch({}), kUnreachable);
}

TEST_F(WatchTest, EndsWhenAskedTo) {
  world_.stop = true;
  EXPECT_EQ(Watch({}), kOk);
}

}  // namespace
}  // namespace interline::cli
