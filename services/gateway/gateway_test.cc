#include "services/gateway/gateway.h"

#include <gmock/gmock.h>

#include "core/base/status_matchers.h"
#include "core/identity/parameter_signature.h"
#include "core/identity/webhook_signature.h"
#include "services/gateway/test_world.h"

namespace interline::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kSichuan[] = "510000";
constexpr char kGuangdong[] = "440000";
constexpr char kShandong[] = "370000";

struct GatewayTest : testing::Test {
  GatewayTest() : world(MakeJsonWorld()), hub(world->MakeInstance()) {}

  identity::Request Push(const std::string& platform, const std::string& body) {
    identity::Request request;
    request.path = "/v1/platforms/" + platform + "/messages";
    request.headers = {{"content-type", "application/json"}, {"host", "hub.example"}};
    request.body = body;
    return request;
  }
  // From Guangdong, with its token.
  identity::Request FromGuangdong(const std::string& body) {
    identity::Request request = Push(kGuangdong, body);
    request.headers.emplace("authorization", std::string("Bearer ") + identity::kWebhookTestSecret);
    return request;
  }
  // From Sichuan, signed.
  identity::Request FromSichuan(const std::string& body, const std::string& key, const std::string& id = "m1") {
    identity::Request request = Push(kSichuan, body);
    if (!key.empty()) request.headers.emplace("idempotency-key", key);
    EXPECT_OK(identity::SignWebhook(world->access[kSichuan].to_platform(0).webhook_signature(),
                                    *world->keys.Live(kSichuan, "push", world->clock.Now())[0], id, world->clock.Now(),
                                    request));
    return request;
  }
  identity::Request FromShandong(const std::string& body, const std::string& nonce) {
    identity::Request request = Push(kShandong, body);
    EXPECT_OK(identity::SignParameters(world->access[kShandong].from_platform(0).parameter_signature(),
                                       *world->keys.Live(kShandong, "push", world->clock.Now())[0], nonce,
                                       world->clock.Now(), request));
    return request;
  }

  std::unique_ptr<TestWorld> world;
  std::unique_ptr<Instance> hub;
};

TEST_F(GatewayTest, WritesTheBytesOfAMessageBeforeItAnswers) {
  hub->producer.holds = true;
  const std::string body = Transfer(kGuangdong, "1");
  EXPECT_EQ(hub->Ask(FromGuangdong(body)).status, 0);
  hub->producer.Release();
  ASSERT_EQ(hub->answers.size(), 1);
  EXPECT_EQ(hub->answers[0].status, 202);
  EXPECT_THAT(hub->answers[0].body, HasSubstr("\"ticketId\":\"440000:N1\""));
  ASSERT_EQ(world->Taken(kGuangdong).size(), 1);
  const bus::Record record = world->Taken(kGuangdong)[0];
  EXPECT_EQ(record.value, body);
  EXPECT_EQ(record.key, "N1");
  EXPECT_EQ(bus::FindHeader(record.headers, ":path"), "/messages");
  EXPECT_EQ(bus::FindHeader(record.headers, ":method"), "POST");
  EXPECT_EQ(bus::FindHeader(record.headers, "content-type"), "application/json");
}

TEST_F(GatewayTest, KeepsKeysAndForgedHeadersOutOfTheLog) {
  identity::Request request = FromGuangdong(Transfer(kGuangdong, "1"));
  request.headers.emplace("interline-source", "12367");
  request.headers.emplace("ce_id", "forged");
  EXPECT_EQ(hub->Ask(std::move(request)).status, 202);
  const std::vector<bus::Record> taken = world->Taken(kGuangdong);
  for (const bus::Header& header : taken.at(0).headers) {
    EXPECT_THAT(header.value, Not(HasSubstr(identity::kWebhookTestSecret)));
    EXPECT_NE(header.key, "interline-source");
    EXPECT_NE(header.key, "ce_id");
  }
}

TEST_F(GatewayTest, GivesOneAnswerToWhoeverIsNotBelieved) {
  const std::string body = Transfer(kSichuan, "1");
  identity::Request unsigned_one = Push(kSichuan, body);
  identity::Request changed = FromSichuan(body, "\"k1\"");
  changed.body.back() = ' ';
  identity::Request written_anew = FromSichuan(body, "\"k1\"");
  written_anew.body = " " + body;
  identity::Request of_another = FromGuangdong(body);
  of_another.path = "/v1/platforms/510000/messages";
  world->clock.Advance(absl::Seconds(-301));
  identity::Request stale = FromSichuan(body, "\"k1\"");
  world->clock.Advance(absl::Seconds(301));
  std::vector<http::Answer> answers;
  for (const identity::Request& request : {unsigned_one, changed, written_anew, of_another, stale}) {
    answers.push_back(hub->Ask(request));
  }
  for (const http::Answer& answer : answers) {
    EXPECT_EQ(answer.status, 401);
    EXPECT_TRUE(answer.unbelieved);
    EXPECT_EQ(answer.body, answers[0].body);
    EXPECT_EQ(answer.headers, answers[0].headers);
  }
  EXPECT_TRUE(world->Taken(kSichuan).empty());
}

TEST_F(GatewayTest, RefusesWrongContentAtOnceWithItsPath) {
  const http::Answer answer = hub->Ask(FromGuangdong(Transfer(kGuangdong, "1", "")));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
  EXPECT_THAT(answer.body, HasSubstr("\"reason\":\"MISSING_FIELD\",\"path\":\"title\""));
  EXPECT_EQ(hub->Ask(FromGuangdong("[]")).status, 400);
  EXPECT_THAT(hub->Ask(FromGuangdong(Transfer(kSichuan, "1"))).body, HasSubstr("FOREIGN_SOURCE"));
  EXPECT_TRUE(world->Taken(kGuangdong).empty());
}

TEST_F(GatewayTest, AnswersTheSameMessageAlikeAndWritesItOnce) {
  const http::Answer first = hub->Ask(FromGuangdong(Transfer(kGuangdong, "1")));
  world->clock.Advance(absl::Hours(1));
  for (int i = 0; i < 2; ++i) {
    const http::Answer again = hub->Ask(FromGuangdong(Transfer(kGuangdong, "1")));
    EXPECT_EQ(again.status, first.status);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.headers.at("idempotent-replay"), "true");
    // Once from memory, once from the index.
    hub->Follow();
  }
  EXPECT_EQ(world->Taken(kGuangdong).size(), 1);
}

TEST_F(GatewayTest, RefusesAnotherContentUnderAKnownId) {
  EXPECT_EQ(hub->Ask(FromGuangdong(Transfer(kGuangdong, "1"))).status, 202);
  const http::Answer other = hub->Ask(FromGuangdong(Transfer(kGuangdong, "1", "另一件事")));
  EXPECT_EQ(other.status, 422);
  EXPECT_THAT(other.body, HasSubstr("CONFLICTING_DUPLICATE"));
  EXPECT_EQ(world->Taken(kGuangdong).size(), 1);
}

TEST_F(GatewayTest, NeedsAnIdempotencyKeyWhereThePlatformAgreedToOne) {
  for (const char* key : {"", "k1", "\"\"", "\"k1", "\"k\xc3\xa9\""}) {
    const http::Answer answer = hub->Ask(FromSichuan(Transfer(kSichuan, "1"), key));
    EXPECT_EQ(answer.status, 400) << key;
    EXPECT_THAT(answer.body, HasSubstr("idempotency-key-m")) << key;
  }
  EXPECT_EQ(hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\"")).status, 202);
}

TEST_F(GatewayTest, ReplaysTheAnswerOfAnIdempotencyKey) {
  const http::Answer first = hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\""));
  world->clock.Advance(absl::Minutes(10));
  const http::Answer again = hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\""));
  EXPECT_EQ(again.status, first.status);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(world->Taken(kSichuan).size(), 1);
}

TEST_F(GatewayTest, RefusesAnIdempotencyKeyForAnotherPayload) {
  EXPECT_EQ(hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\"")).status, 202);
  const http::Answer other = hub->Ask(FromSichuan(Transfer(kSichuan, "2"), "\"k1\""));
  EXPECT_EQ(other.status, 422);
  EXPECT_THAT(other.body, HasSubstr("idempotency-key-reused"));
}

TEST_F(GatewayTest, AnswersThatTheSameRequestIsUnderWay) {
  hub->producer.holds = true;
  EXPECT_EQ(hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\"")).status, 0);
  const http::Answer second = hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\""));
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(second.headers.at("retry-after"), "1");
  hub->producer.Release();
  EXPECT_EQ(hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\"")).status, 202);
  EXPECT_EQ(world->Taken(kSichuan).size(), 1);
}

TEST_F(GatewayTest, KeepsTheKeysOfPlatformsApart) {
  world->access[kGuangdong].set_idempotency_key(adapter::v1::IDEMPOTENCY_KEY_OPTIONAL);
  hub.reset();
  hub = world->MakeInstance();
  EXPECT_EQ(hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\"")).status, 202);
  identity::Request request = FromGuangdong(Transfer(kGuangdong, "1"));
  request.headers.emplace("idempotency-key", "\"k1\"");
  EXPECT_EQ(hub->Ask(std::move(request)).status, 202);
  EXPECT_EQ(world->Taken(kGuangdong).size(), 1);
}

TEST_F(GatewayTest, RemembersAfterARestart) {
  const http::Answer first = hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\""));
  hub.reset();
  hub = world->MakeInstance();
  EXPECT_EQ(hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\"")).body, first.body);
  hub.reset();
  world->disk.Wipe();
  hub = world->MakeInstance();
  EXPECT_EQ(hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\"")).body, first.body);
  EXPECT_EQ(world->Taken(kSichuan).size(), 1);
}

TEST_F(GatewayTest, KnowsWhatAnotherInstanceTook) {
  store::MemoryStores other_disk;
  Instance other(world->bus, world->adapters, world->access, world->keys, other_disk.factory(), world->clock);
  const http::Answer first = hub->Ask(FromShandong(Transfer(kShandong, "1"), "n1"));
  EXPECT_EQ(first.status, 202);
  other.Follow();
  EXPECT_EQ(other.Ask(FromShandong(Transfer(kShandong, "1"), "n1")).status, 401);
  EXPECT_EQ(other.Ask(FromShandong(Transfer(kShandong, "1"), "n2")).body, first.body);
}

TEST_F(GatewayTest, BelievesANonceOnceAlsoAfterARestart) {
  const identity::Request request = FromShandong(Transfer(kShandong, "1"), "n1");
  EXPECT_EQ(hub->Ask(request).status, 202);
  EXPECT_EQ(hub->Ask(request).status, 401);
  hub.reset();
  hub = world->MakeInstance();
  EXPECT_EQ(hub->Ask(request).status, 401);
}

TEST_F(GatewayTest, AsksToComeAgainWhenTheLogDoesNotAnswer) {
  hub->producer.fails = absl::UnavailableError("no broker");
  const http::Answer answer = hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\""));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers.at("retry-after"), "1");
  EXPECT_THAT(answer.body, Not(HasSubstr("broker")));
  hub->producer.fails = absl::OkStatus();
  EXPECT_EQ(hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\"")).status, 202);
}

TEST_F(GatewayTest, AsksToComeAgainWhenTheLogTakesNoMore) {
  hub->producer.refuses = absl::ResourceExhaustedError("full");
  EXPECT_EQ(hub->Ask(FromGuangdong(Transfer(kGuangdong, "1"))).status, 429);
}

TEST_F(GatewayTest, AsksToComeAgainWhenTooManyWait) {
  hub->producer.holds = true;
  for (size_t i = 0; i < kMaxWaitingPerPlatform; ++i) {
    ASSERT_EQ(hub->Ask(FromGuangdong(Transfer(kGuangdong, std::to_string(i)))).status, 0);
  }
  const http::Answer answer = hub->Ask(FromGuangdong(Transfer(kGuangdong, "more")));
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.headers.at("retry-after"), "1");
  // The others have room.
  EXPECT_EQ(hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\"")).status, 0);
  hub->producer.Release();
  EXPECT_EQ(hub->Ask(FromGuangdong(Transfer(kGuangdong, "more"))).status, 202);
}

TEST_F(GatewayTest, ServesEachPlatformAtItsAddresses) {
  identity::Request own = FromGuangdong(Transfer(kGuangdong, "1"));
  own.path = "/services/Hotline/push";
  EXPECT_EQ(hub->Ask(own).status, 202);
  EXPECT_EQ(bus::FindHeader(world->Taken(kGuangdong)[0].headers, ":path"), "/push");
  for (const char* path :
       {"/", "/v1/platforms/110000/messages", "/v1/platforms", "/services/Hotlines", "/v1/platforms/44"}) {
    identity::Request request = FromGuangdong(Transfer(kGuangdong, "2"));
    request.path = path;
    EXPECT_EQ(hub->Ask(request).status, 404) << path;
  }
}

TEST_F(GatewayTest, TakesPostsOfPlainBodiesOnly) {
  identity::Request get = FromGuangdong("");
  get.method = "GET";
  const http::Answer answer = hub->Ask(get);
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers.at("allow"), "POST");
  identity::Request zipped = FromGuangdong(Transfer(kGuangdong, "1"));
  zipped.headers.emplace("content-encoding", "gzip");
  EXPECT_EQ(hub->Ask(zipped).status, 415);
}

TEST_F(GatewayTest, DoesNotTakeReceiptsFromThoseWhoMayOnlyWriteTheirOwnTopic) {
  // Somebody who writes to the topic of Guangdong forges a receipt; it counts for Guangdong and for nobody else.
  store::v1::Receipt forged;
  *forged.add_recognitions() = Recognise("message", "1", "whatever");
  bus::Message message;
  message.topic = "in.440000";
  message.key = "x";
  message.value = "x";
  message.headers = {{kReceiptHeader, forged.SerializeAsString()}};
  ASSERT_OK((*world->bus.NewProducer())->SendAndWait(std::move(message)));
  hub->Follow();
  EXPECT_EQ(hub->Ask(FromGuangdong(Transfer(kGuangdong, "1"))).status, 422);
  EXPECT_EQ(hub->Ask(FromSichuan(Transfer(kSichuan, "1"), "\"k1\"")).status, 202);
}

TEST_F(GatewayTest, ForgetsAfterThirtyDays) {
  EXPECT_EQ(hub->Ask(FromGuangdong(Transfer(kGuangdong, "1"))).status, 202);
  hub->Follow();
  world->clock.Advance(kRememberedTime);
  hub->Follow();
  EXPECT_EQ(hub->Ask(FromGuangdong(Transfer(kGuangdong, "1"))).headers.count("idempotent-replay"), 1);
  world->clock.Advance(absl::Seconds(1));
  hub->Follow();
  EXPECT_EQ(hub->Ask(FromGuangdong(Transfer(kGuangdong, "1"))).headers.count("idempotent-replay"), 0);
  EXPECT_EQ(world->Taken(kGuangdong).size(), 2);
}

}  // namespace
}  // namespace interline::gateway
