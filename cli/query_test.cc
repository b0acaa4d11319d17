// `interline query`, with an intake service that answers as the test says.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "cli/test_world.h"
#include "interline/v1/intake_service.grpc.pb.h"

namespace interline::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class FakeIntake final : public v1::IntakeService::Service {
 public:
  grpc::Status QueryTicket(grpc::ServerContext*, const v1::QueryTicketRequest* request,
                           v1::QueryTicketResponse* response) override {
    asked = *request;
    v1::Ticket& ticket = *response->mutable_status()->mutable_ticket();
    ticket.set_id("12367:SH1");
    ticket.set_state(v1::Ticket::STATE_OFFERED);
    ticket.set_holder("12367");
    ticket.set_offered_to("440000");
    ticket.add_numbers()->set_platform("440000");
    ticket.mutable_numbers(0)->set_number("GD7");
    response->mutable_status()->set_extension_requested(true);
    return answer;
  }

  v1::QueryTicketRequest asked;
  grpc::Status answer;
};

class QueryTest : public testing::Test {
 protected:
  QueryTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&intake_);
    server_ = builder.BuildAndStart();
  }
  ~QueryTest() override { server_->Shutdown(); }

  ExitCode Query(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"query", "--intake", "127.0.0.1:" + std::to_string(port_)});
    return world_.Run(arguments);
  }

  FakeIntake intake_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  TestWorld world_;
};

TEST_F(QueryTest, PrintsHowATicketStands) {
  EXPECT_EQ(Query({"12367:SH1"}), kOk) << world_.err;
  EXPECT_EQ(intake_.asked.ticket_id(), "12367:SH1");
  EXPECT_THAT(world_.out, AllOf(HasSubstr("offered"), HasSubstr("number at 440000"), HasSubstr("GD7"),
                                HasSubstr("asked for, not decided")));
  EXPECT_EQ(Query({"12367:SH1", "--json"}), kOk);
  EXPECT_THAT(world_.out, HasSubstr(R"("state":"STATE_OFFERED")"));
}

TEST_F(QueryTest, AsksByTheNumberThat12367GivesIt) {
  EXPECT_EQ(Query({"W7", "--number"}), kOk);
  EXPECT_EQ(intake_.asked.number().platform(), "12367");
  EXPECT_EQ(intake_.asked.number().number(), "W7");
  EXPECT_EQ(intake_.asked.ticket_id(), "");
}

TEST_F(QueryTest, EndsWithTheServicesReason) {
  intake_.answer = {grpc::StatusCode::NOT_FOUND, "Nothing is recorded."};
  EXPECT_EQ(Query({"12367:SH9"}), kNotFound);
  EXPECT_THAT(world_.err, HasSubstr("Nothing is recorded."));
  intake_.answer = {grpc::StatusCode::UNAVAILABLE, "call again"};
  EXPECT_EQ(Query({"12367:SH9"}), kUnreachable);
}

}  // namespace
}  // namespace interline::cli
