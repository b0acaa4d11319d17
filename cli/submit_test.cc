// `interline submit`, with an intake service that answers as the test says.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/program.h"
#include "cli/test_world.h"
#include "interline/v1/intake_service.grpc.pb.h"

namespace interline::cli {
namespace {

using testing::HasSubstr;

class FakeIntake final : public v1::IntakeService::Service {
 public:
  grpc::Status SubmitEvent(grpc::ServerContext*, const v1::SubmitEventRequest* request,
                           v1::SubmitEventResponse* response) override {
    event = request->event();
    place = request->caller_place();
    if (!place.region_code().empty()) response->mutable_routing()->set_platform("440000");
    response->set_ticket_id("12367:SH1");
    response->set_event_id(event.id());
    response->mutable_position()->set_topic("commands");
    response->mutable_position()->set_partition(3);
    response->mutable_position()->set_offset(17);
    return answer;
  }

  v1::TicketEvent event;
  v1::CallerPlace place;
  grpc::Status answer;
};

class SubmitTest : public testing::Test {
 protected:
  SubmitTest() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&intake_);
    server_ = builder.BuildAndStart();
  }
  ~SubmitTest() override { server_->Shutdown(); }

  ExitCode Submit(const std::string& text) {
    world_.in = text;
    return world_.Run({"submit", "-", "--intake", "127.0.0.1:" + std::to_string(port_)});
  }

  FakeIntake intake_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  TestWorld world_;
};

constexpr char kJson[] = R"({"id":"m-1","source":"12367","sourceNumber":"SH1","signed":{}})";

TEST_F(SubmitTest, PrintsTicketAndPlaceOfWhatWasTaken) {
  for (const char* text : {kJson, "\n  {\"id\": \"m-1\", \"signed\": {}}", "id: 'm-1' signed {}"}) {
    EXPECT_EQ(Submit(text), kOk) << world_.err;
    EXPECT_EQ(world_.out, "ticket: 12367:SH1\nevent: m-1\nposition: commands/3/17\n");
    EXPECT_TRUE(intake_.event.has_signed_());
  }
}

TEST_F(SubmitTest, TellsWhereTheCitizenIsAndPrintsWhoWasFound) {
  world_.in = kJson;
  const std::string intake = "127.0.0.1:" + std::to_string(port_);
  EXPECT_EQ(world_.Run({"submit", "-", "--intake", intake, "--region", "440100"}), kOk);
  EXPECT_EQ(intake_.place.region_code(), "440100");
  EXPECT_THAT(world_.out, HasSubstr("routed: to 440000 by the rule"));
  EXPECT_EQ(world_.Run({"submit", "-", "--intake", intake, "--country", "FRA"}), kOk);
  EXPECT_EQ(intake_.place.country(), "FRA");
  EXPECT_EQ(world_.Run({"submit", "-", "--region", "440100", "--country", "FRA"}), kUsage);
}

TEST_F(SubmitTest, ReadsAFile) {
  const std::string path = testing::TempDir() + "/event.json";
  std::ofstream(path) << kJson;
  EXPECT_EQ(world_.Run({"submit", path, "--intake", "127.0.0.1:" + std::to_string(port_)}), kOk);
  EXPECT_EQ(intake_.event.source_number(), "SH1");
}

TEST_F(SubmitTest, PrintsReasonPathAndSentenceOfARefusal) {
  v1::Refusal refusal;
  refusal.set_reason(v1::REFUSAL_REASON_MISSING_FIELD);
  refusal.set_path("transferred.matter.title");
  refusal.set_explanation("This field is required.");
  intake_.answer = {grpc::INVALID_ARGUMENT, "no", refusal.SerializeAsString()};
  EXPECT_EQ(Submit(kJson), kRefused);
  EXPECT_EQ(world_.out,
            "refused: MISSING_FIELD\npath: transferred.matter.title\nexplanation: This field is required.\n");
}

TEST_F(SubmitTest, SaysWhenTheServiceDoesNotAnswer) {
  intake_.answer = {grpc::UNAVAILABLE, "submit the same event again"};
  EXPECT_EQ(Submit(kJson), kUnreachable);
  EXPECT_THAT(world_.err, HasSubstr("again"));
  server_->Shutdown();
  EXPECT_EQ(Submit(kJson), kUnreachable);
}

TEST_F(SubmitTest, SaysWhereAnEventCannotBeRead) {
  for (const char* text : {"{", R"({"colour":"red"})", "id: 7", "colour: 'red'"}) {
    EXPECT_EQ(Submit(text), kUsage) << text;
    EXPECT_THAT(world_.err, HasSubstr("not a TicketEvent")) << text;
  }
  EXPECT_EQ(Submit("id: 'x'\ncolour: 'red'"), kUsage);
  EXPECT_THAT(world_.err, HasSubstr("line 2"));
  EXPECT_EQ(world_.Run({"submit", "no/such/file"}), kNotFound);
}

TEST_F(SubmitTest, WantsCertificateAndKeyTogether) {
  EXPECT_EQ(world_.Run({"submit", "-", "--tls-cert", "cert.pem"}), kUsage);
  EXPECT_EQ(world_.Run({"submit", "-", "--tls-ca", "no/such/file"}), kNotFound);
}

}  // namespace
}  // namespace interline::cli
