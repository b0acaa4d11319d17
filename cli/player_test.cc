#include "cli/player.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/engine/registry.h"
#include "cli/test_world.h"
#include "core/base/status_matchers.h"
#include "core/bus/topics.h"
#include "core/ticket/event.h"

namespace interline::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kRun[] = "20261124090000";
constexpr char kLines[] =
    R"({"number":"1","from":"440000","to":"12367","title":"t","content":"c","category":"COMMENTS","send":"twice"})"
    "\n"
    R"({"number":"2","from":"440000","to":"12367","title":"t","content":"c","category":"COMMENTS",)"
    R"("send":"unmapped_code","alterPath":"body.matter.category","alterTo":"kanarienvogel"})"
    "\n";

// Guangdong, played on a log in memory.
class PlayerTest : public testing::Test {
 protected:
  PlayerTest() {
    world_.CreateTopics();
    ear_ = std::make_unique<TopicEar>(guangdong_, *LogFollower::OfTopics(world_.bus, {"out.440000"}, StartAt::kEnd));
    voice_ = std::make_unique<TopicVoice>(guangdong_, *world_.bus.NewProducer());
  }

  Player MakePlayer() {
    return Player(simulator_, *voice_, *ear_, [this, next = size_t{0}]() mutable {
      return next < scenario_.tickets().size() ? absl::optional<ScenarioTicket>(scenario_.tickets()[next++])
                                               : absl::nullopt;
    });
  }

  // What Guangdong said, read back by its adapter.
  std::vector<std::string> Said() {
    std::vector<std::string> said;
    for (const bus::Record& record : world_.bus.Committed("in.440000")) {
      adapters::WireMessage wire{*record.value, {}};
      for (const auto& header : record.headers) wire.headers[header.key] = header.value;
      const auto event = guangdong_.Decode(adapters::Direction::kFromPlatform, wire);
      said.push_back(event.ok() ? record.key + " " + std::string(ticket::KindName(event->kind_case()))
                                : record.key + " unreadable");
    }
    return said;
  }

  void Tell(const v1::TicketEvent& event) {
    const auto wire = guangdong_.Encode(adapters::Direction::kToPlatform, event);
    ASSERT_OK(wire);
    std::vector<bus::Header> headers;
    for (const auto& [name, value] : wire->headers) headers.push_back({name, value});
    world_.Write("out.440000", "k", wire->body, headers);
  }

  TestWorld world_;
  const adapters::Registry registry_ = *adapters::Registry::Load("adapters");
  const adapters::Adapter& guangdong_ = *registry_.Find("440000");
  const Scenario scenario_ = *Scenario::Parse(kLines, kRun, RunStart(kRun, absl::UnixEpoch()));
  const Simulator simulator_{guangdong_.platform(), kRun, scenario_};
  std::unique_ptr<Ear> ear_;
  std::unique_ptr<Voice> voice_;
};

TEST_F(PlayerTest, SendsItsTicketsWithTheirVariations) {
  Player player = MakePlayer();
  EXPECT_OK(player.Step(absl::ZeroDuration()));
  EXPECT_TRUE(player.has_sent_all());
  EXPECT_EQ(player.counts().sent, 3u);
  EXPECT_THAT(Said(), testing::UnorderedElementsAre("20261124090000-1 transferred", "20261124090000-1 transferred",
                                                    "20261124090000-2 unreadable"));
}

TEST_F(PlayerTest, AnswersWhatItIsToldOnce) {
  Player player = MakePlayer();
  EXPECT_OK(player.Step(absl::ZeroDuration()));
  const size_t before = Said().size();
  const Simulator other(registry_.Find("12367")->platform(), "", scenario_);
  ScenarioTicket ticket = scenario_.tickets()[0];
  ticket.from = "12367";
  ticket.to = "440000";
  ticket.transferred.set_to("440000");
  v1::TicketEvent transfer = other.Transfer(ticket);
  transfer.set_recipient("440000");
  Tell(transfer);
  EXPECT_OK(player.Step(absl::ZeroDuration()));
  EXPECT_OK(player.Step(absl::ZeroDuration()));
  EXPECT_OK(voice_->Flush());
  EXPECT_EQ(player.counts().told, 1u);
  EXPECT_EQ(player.counts().answered, 4u);
  EXPECT_EQ(Said().size(), before + 4);
}

TEST_F(PlayerTest, GoesOnAfterAMessageThatItCannotRead) {
  Player player = MakePlayer();
  world_.Write("out.440000", "k", "no JSON");
  v1::TicketEvent refused;
  refused.set_id("x");
  refused.set_source("interline");
  refused.set_recipient("440000");
  refused.set_ticket_id("440000:20261124090000-1");
  refused.mutable_occurred_at()->set_seconds(1795482000);
  refused.mutable_refused()->set_event_id("y");
  refused.mutable_refused()->mutable_refusal()->set_reason(v1::REFUSAL_REASON_CONFLICTING_DUPLICATE);
  Tell(refused);
  EXPECT_OK(player.Step(absl::ZeroDuration()));
  EXPECT_OK(player.Step(absl::ZeroDuration()));
  EXPECT_EQ(player.counts().unreadable, 1u);
  EXPECT_EQ(player.counts().refused, 1u);
  EXPECT_THAT(Words(player.counts()), HasSubstr("was refused 1, could not read 1"));
}

// A log that takes nothing.
class DeafProducer final : public bus::Producer {
 public:
  absl::Status Send(bus::Message, std::function<void(absl::StatusOr<bus::Written>)> done) override {
    done(absl::UnavailableError("away"));
    return absl::OkStatus();
  }
};

TEST_F(PlayerTest, EndsWithTheErrorOfItsWay) {
  voice_ = std::make_unique<TopicVoice>(guangdong_, std::make_unique<DeafProducer>());
  Player player = MakePlayer();
  EXPECT_THAT(player.Step(absl::ZeroDuration()), HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(PlayerTest, SpeaksAtTheCommandLineUntilItIsStopped) {
  world_.stop = true;
  EXPECT_EQ(world_.Run({"simulate", "guangdong"}), kOk) << world_.err;
  EXPECT_THAT(world_.err, HasSubstr("440000: run 20261124090000"));
  EXPECT_EQ(world_.Run({"simulate", "atlantis"}), kNotFound);
  EXPECT_EQ(world_.Run({"simulate", "guangdong", "--count", "5"}), kUsage);
  EXPECT_EQ(world_.Run({"simulate", "guangdong", "--count", "5", "--to", "440000"}), kUsage);
  EXPECT_EQ(world_.Run({"simulate", "guangdong", "--duration", "soon"}), kUsage);
  EXPECT_EQ(world_.Run({"simulate", "guangdong", "--run", "a b"}), kUsage);
  EXPECT_THAT(Said(), IsEmpty());
}

TEST_F(PlayerTest, IsSilentToWhatItIsToldOfATicketThatTheFaultHits) {
  const Faults silent = *Faults::Parse("silent=100", 1);
  Player player(
      simulator_, *voice_, *ear_, [] { return absl::nullopt; }, silent);
  const Simulator other(registry_.Find("12367")->platform(), "", scenario_);
  ScenarioTicket ticket = scenario_.tickets()[0];
  ticket.from = "12367";
  ticket.to = "440000";
  ticket.transferred.set_to("440000");
  Tell(other.Transfer(ticket));
  EXPECT_OK(player.Step(absl::ZeroDuration()));
  EXPECT_OK(player.Step(absl::ZeroDuration()));
  EXPECT_EQ(player.counts().told, 1u);
  EXPECT_EQ(player.counts().kept_still, 1u);
  EXPECT_THAT(Said(), IsEmpty());
}

TEST_F(PlayerTest, SendsDisturbedMessagesToItsTopic) {
  Disturber disturber(*Faults::Parse("half_body=100", 1));
  voice_ = std::make_unique<TopicVoice>(guangdong_, *world_.bus.NewProducer(), &disturber);
  Player player = MakePlayer();
  EXPECT_OK(player.Step(absl::ZeroDuration()));
  EXPECT_EQ(world_.bus.Committed("in.440000").size(), 6u);
  EXPECT_EQ(Words(disturber.counts()), "half_body 3");
}

}  // namespace
}  // namespace interline::cli
