#include "core/runtime/runtime.h"

#include <sys/resource.h>

#include <csignal>
#include <cstdlib>

#include "core/base/status_matchers.h"
#include "core/runtime/broker.h"

namespace interline::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

// A log whose Admin gives the answers it was told, one after the other, the last one for ever.
class ScriptedBus final : public bus::Bus, public bus::Admin {
 public:
  explicit ScriptedBus(std::vector<absl::Status> answers) : answers_(std::move(answers)) {}

  absl::StatusOr<std::map<std::string, int32_t>> ListTopics() override {
    const absl::Status answer = answers_[std::min(asked_++, answers_.size() - 1)];
    if (on_ask_) on_ask_();
    if (!answer.ok()) return answer;
    return std::map<std::string, int32_t>();
  }
  size_t asked() const { return asked_; }
  void OnAsk(std::function<void()> on_ask) { on_ask_ = std::move(on_ask); }

  bus::Admin& admin() override { return *this; }
  absl::StatusOr<std::unique_ptr<bus::Reader>> NewReader(const bus::Offsets&, bus::Isolation) override { return No(); }
  absl::StatusOr<std::unique_ptr<bus::GroupConsumer>> NewGroupConsumer(const bus::GroupConsumerOptions&) override {
    return No();
  }
  absl::StatusOr<std::unique_ptr<bus::TransactionalProducer>> NewTransactionalProducer(const std::string&) override {
    return No();
  }
  absl::StatusOr<std::unique_ptr<bus::Producer>> NewProducer() override { return No(); }
  absl::StatusOr<std::vector<std::string>> CreateTopics(const std::vector<bus::TopicSpec>&) override { return No(); }
  absl::Status DeleteTopics(const std::vector<std::string>&) override { return No(); }
  absl::StatusOr<int64_t> EndOffset(const bus::TopicPartition&, bus::Isolation) override { return No(); }
  absl::StatusOr<int64_t> BeginOffset(const bus::TopicPartition&) override { return No(); }

 private:
  static absl::Status No() { return absl::UnimplementedError("not scripted"); }

  const std::vector<absl::Status> answers_;
  size_t asked_ = 0;
  std::function<void()> on_ask_;
};

class RuntimeTest : public testing::Test {
 protected:
  // A runtime whose log answers at once.
  std::unique_ptr<Runtime> MakeRuntime() {
    return std::make_unique<Runtime>(
        "test", "A service for tests.",
        [this](const std::string& brokers,
               const std::map<std::string, std::string>& settings) -> absl::StatusOr<std::unique_ptr<bus::Bus>> {
          brokers_ = brokers;
          settings_ = settings;
          return std::make_unique<ScriptedBus>(std::vector<absl::Status>{absl::OkStatus()});
        });
  }

  int Run(Runtime& runtime, std::vector<std::string> args, absl::Status result = absl::OkStatus()) {
    args.insert(args.begin(), "test");
    std::vector<char*> argv;
    for (std::string& arg : args) argv.push_back(arg.data());
    return runtime.Run(static_cast<int>(argv.size()), argv.data(), [&] {
      ++bodies_;
      return result;
    });
  }

  std::string brokers_;
  std::map<std::string, std::string> settings_;
  int bodies_ = 0;
};

TEST_F(RuntimeTest, ReadsItsFlags) {
  auto runtime = MakeRuntime();
  EXPECT_EQ(Run(*runtime, {"--brokers", "a:1,b:2", "--instance=7", "--kafka-setting", "security.protocol=ssl",
                           "--kafka-setting", "ssl.key.password=a=b"}),
            0);
  EXPECT_EQ(brokers_, "a:1,b:2");
  EXPECT_EQ(runtime->instance(), 7);
  EXPECT_THAT(settings_, ElementsAre(Pair("security.protocol", "ssl"), Pair("ssl.key.password", "a=b")));
  EXPECT_EQ(bodies_, 1);
}

TEST_F(RuntimeTest, TakesFromTheEnvironmentWhatTheCommandLineDoesNotSay) {
  setenv("INTERLINE_BROKERS", "from-environment:1", 1);
  setenv("INTERLINE_INSTANCE", "3", 1);
  setenv("INTERLINE_KAFKA_SETTING", "a=1\nb=2", 1);
  setenv("INTERLINE_STATE_DIR", "there", 1);
  auto runtime = MakeRuntime();
  std::string state_dir;
  runtime->flags().add_option("--state-dir", state_dir);
  EXPECT_EQ(Run(*runtime, {"--instance=4"}), 0);
  for (const char* name : {"BROKERS", "INSTANCE", "KAFKA_SETTING", "STATE_DIR"}) {
    unsetenv(("INTERLINE_" + std::string(name)).c_str());
  }
  EXPECT_EQ(brokers_, "from-environment:1");
  EXPECT_EQ(runtime->instance(), 4);
  EXPECT_THAT(settings_, ElementsAre(Pair("a", "1"), Pair("b", "2")));
  EXPECT_EQ(state_dir, "there");
}

TEST_F(RuntimeTest, EndsWithTwoOnWrongFlagsBeforeAnythingIsDone) {
  const std::vector<std::vector<std::string>> cases = {
      {"--no-such-flag"}, {"stray"},         {"--instance=1000"}, {"--instance=-1"},
      {"--instance=x"},   {"--log-level=x"}, {"--brokers"},
  };
  for (const auto& args : cases) {
    auto runtime = MakeRuntime();
    EXPECT_EQ(Run(*runtime, args), 2) << args[0];
  }
  EXPECT_EQ(bodies_, 0);
}

TEST_F(RuntimeTest, EndsWithZeroWhenAskedForHelp) {
  auto runtime = MakeRuntime();
  EXPECT_EQ(Run(*runtime, {"--help"}), 0);
  EXPECT_EQ(bodies_, 0);
}

TEST_F(RuntimeTest, EndsWithOneOnAnError) {
  auto runtime = MakeRuntime();
  EXPECT_EQ(Run(*runtime, {}, absl::NotFoundError("no topic")), 1);
  EXPECT_EQ(bodies_, 1);
  EXPECT_EQ(Run(*MakeRuntime(), {"--metrics-address=nowhere"}), 1);
  EXPECT_EQ(Run(*MakeRuntime(), {"--kafka-setting=nothing"}), 1);
  EXPECT_EQ(bodies_, 1);
}

TEST_F(RuntimeTest, StopsCleanlyOnEitherSignal) {
  for (const int signal : {SIGTERM, SIGINT}) {
    auto runtime = MakeRuntime();
    char name[] = "test";
    char* argv[] = {name};
    bool before = true;
    bool after = false;
    EXPECT_EQ(runtime->Run(1, argv,
                           [&] {
                             before = runtime->stop();
                             std::raise(signal);
                             after = runtime->stop();
                             return absl::OkStatus();
                           }),
              0);
    EXPECT_FALSE(before);
    EXPECT_TRUE(after);
  }
}

TEST_F(RuntimeTest, AllowsAsManyOpenFilesAsTheMachineDoes) {
  auto runtime = MakeRuntime();
  rlimit lowered;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &lowered), 0);
  lowered.rlim_cur = std::min<rlim_t>(lowered.rlim_max, 200);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &lowered), 0);
  EXPECT_EQ(Run(*runtime, {}), 0);
  rlimit now;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &now), 0);
  EXPECT_EQ(now.rlim_cur, now.rlim_max);
}

TEST(WaitForBroker, AsksUntilTheBrokerAnswers) {
  const absl::Status away = absl::UnavailableError("connection refused");
  ScriptedBus bus({away, away, absl::OkStatus()});
  const std::atomic<bool> stop{false};
  EXPECT_OK(WaitForBroker(bus, "broker:9092", stop, absl::ZeroDuration()));
  EXPECT_EQ(bus.asked(), 3u);
}

TEST(WaitForBroker, GivesUpWhenToldToStop) {
  ScriptedBus bus({absl::UnavailableError("connection refused")});
  std::atomic<bool> stop{false};
  bus.OnAsk([&] { stop = bus.asked() == 2; });
  EXPECT_THAT(WaitForBroker(bus, "broker:9092", stop, absl::ZeroDuration()), HasCode(absl::StatusCode::kCancelled));
  EXPECT_EQ(bus.asked(), 2u);
}

TEST(WaitForBroker, DoesNotWaitForWhatCannotMend) {
  ScriptedBus bus({absl::FailedPreconditionError("not authorised")});
  const std::atomic<bool> stop{false};
  EXPECT_THAT(WaitForBroker(bus, "broker:9092", stop), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(bus.asked(), 1u);
}

TEST_F(RuntimeTest, StoppedWhileTheBrokerIsAwayIsACleanStop) {
  Runtime runtime("test", "A service for tests.",
                  [](const std::string&, const auto&) -> absl::StatusOr<std::unique_ptr<bus::Bus>> {
                    auto bus = std::make_unique<ScriptedBus>(std::vector<absl::Status>{absl::UnavailableError("away")});
                    bus->OnAsk([] { std::raise(SIGTERM); });
                    return bus;
                  });
  EXPECT_EQ(Run(runtime, {}), 0);
  EXPECT_EQ(bodies_, 0);
}

TEST(ParseSettings, NamesNoValueInItsErrors) {
  for (const std::vector<std::string>& settings :
       {std::vector<std::string>{"hunter2"}, {"=hunter2"}, {"a=1", "a=hunter2"}}) {
    const absl::Status status = ParseSettings(settings).status();
    EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(status.ToString().find("hunter2"), std::string::npos);
  }
}

}  // namespace
}  // namespace interline::runtime
