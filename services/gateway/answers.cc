#include "services/gateway/answers.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/http/limits.h"
#include "core/wire/json_reader.h"
#include "core/wire/json_writer.h"
#include "core/wire/xml_writer.h"
#include "services/gateway/limits.h"

namespace interline::gateway {
namespace {

using adapter::v1::Answer;
using adapter::v1::AnswerContent;

constexpr unsigned int kSoapFaultStatus = 500;

bool IsSoap(adapter::v1::WireFormat format) {
  return format == adapter::v1::WIRE_FORMAT_SOAP_1_1 || format == adapter::v1::WIRE_FORMAT_SOAP_1_2;
}

// The dialect's own answer, when it has one that can say this.
absl::optional<http::Answer> InDialect(const Door& door, Answer::Meaning meaning, const AnswerContent& content) {
  auto written = door.adapter->WriteAnswer(adapters::Direction::kToPlatform, meaning, content);
  if (!written.ok()) return absl::nullopt;
  http::Answer answer;
  answer.status = written->http_status;
  answer.headers = std::move(written->headers);
  answer.body = std::move(written->body);
  return answer;
}

void Member(const char* name, absl::string_view value, wire::JsonWriter& json) {
  if (value.empty()) return;
  json.Name(name);
  json.Text(value);
}

std::string Time(const AnswerContent& content) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3S%Ez", FromProto(content.answered_at()), absl::FixedTimeZone(8 * 3600));
}

http::Answer PlainTaken(const AnswerContent& content) {
  wire::JsonWriter json;
  json.BeginObject();
  Member("messageId", content.event_id(), json);
  Member("ticketId", content.ticket_id(), json);
  Member("takenAt", Time(content), json);
  json.EndObject();
  http::Answer answer;
  answer.status = 202;
  answer.headers["content-type"] = "application/json";
  answer.body = std::string(json.json());
  return answer;
}

http::Answer PlainProblem(unsigned int status, absl::string_view type, const AnswerContent& content) {
  wire::JsonWriter json;
  json.BeginObject();
  Member("type", absl::StrCat("urn:interline:problem:", type), json);
  json.Name("status");
  json.Uint(status);
  Member("detail", content.explanation(), json);
  if (content.reason() != v1::REFUSAL_REASON_UNSPECIFIED) Member("reason", ReasonName(content.reason()), json);
  Member("path", content.path(), json);
  json.EndObject();
  http::Answer answer;
  answer.status = status;
  answer.headers["content-type"] = "application/problem+json";
  answer.body = std::string(json.json());
  return answer;
}

// A Fault of SOAP 1.1 or 1.2, or an empty Body.
http::Answer PlainSoap(adapter::v1::WireFormat format, bool is_fault, bool is_theirs, const AnswerContent& content) {
  const bool is_11 = format == adapter::v1::WIRE_FORMAT_SOAP_1_1;
  const std::string text =
      content.path().empty() ? content.explanation() : absl::StrCat(content.path(), ": ", content.explanation());
  wire::JsonWriter json;
  json.BeginObject();
  json.Name(is_fault ? "Fault" : "accepted");
  json.BeginObject();
  if (is_fault && is_11) {
    Member("faultcode", is_theirs ? "Client" : "Server", json);
    Member("faultstring", text, json);
  } else if (is_fault) {
    json.Name("Code");
    json.BeginObject();
    Member("Value", is_theirs ? "Sender" : "Receiver", json);
    json.EndObject();
    json.Name("Reason");
    json.BeginObject();
    Member("Text", text, json);
    json.EndObject();
  } else {
    Member("messageId", content.event_id(), json);
    Member("ticketId", content.ticket_id(), json);
  }
  json.EndObject();
  json.EndObject();
  wire::XmlWriteOptions options;
  options.soap = is_11 ? wire::Soap::k11 : wire::Soap::k12;
  wire::JsonReader reader;
  const auto object = reader.Parse(json.json());
  http::Answer answer;
  answer.status = is_fault ? kSoapFaultStatus : 200;
  answer.headers["content-type"] = is_11 ? "text/xml; charset=utf-8" : "application/soap+xml; charset=utf-8";
  if (object.ok()) answer.body = wire::JsonToXml(*object, options).value_or("");
  return answer;
}

}  // namespace

http::Answer Taken(const Door& door, const std::string& message, const v1::TicketEvent& event, absl::Time now) {
  AnswerContent content;
  content.set_message(message);
  content.set_event_id(event.id());
  content.set_ticket_id(event.ticket_id());
  *content.mutable_answered_at() = ToProto(now);
  if (auto answer = InDialect(door, Answer::MEANING_DONE, content)) return *std::move(answer);
  return IsSoap(door.answer_format) ? PlainSoap(door.answer_format, false, false, content) : PlainTaken(content);
}

http::Answer Refused(const Door& door, const std::string& message, const v1::Refusal& refusal, unsigned int status,
                     absl::Time now) {
  AnswerContent content;
  content.set_message(message);
  content.set_reason(refusal.reason());
  content.set_path(refusal.path());
  content.set_explanation(refusal.explanation());
  *content.mutable_answered_at() = ToProto(now);
  if (auto answer = InDialect(door, Answer::MEANING_REFUSED, content)) return *std::move(answer);
  return IsSoap(door.answer_format) ? PlainSoap(door.answer_format, true, true, content)
                                    : PlainProblem(status, "refused", content);
}

http::Answer Later(const Door& door, const std::string& message, unsigned int status, absl::string_view why,
                   absl::Time now) {
  AnswerContent content;
  content.set_message(message);
  content.set_explanation(std::string(why));
  content.set_retry_after_seconds(http::kRetryAfterSeconds);
  *content.mutable_answered_at() = ToProto(now);
  auto answer = InDialect(door, Answer::MEANING_LATER, content);
  if (!answer) {
    answer = IsSoap(door.answer_format) ? PlainSoap(door.answer_format, true, false, content)
                                        : PlainProblem(status, "later", content);
  }
  answer->headers["retry-after"] = absl::StrCat(http::kRetryAfterSeconds);
  return *std::move(answer);
}

http::Answer Unbelieved(const Door& door, const std::string& message, absl::Time now) {
  AnswerContent content;
  content.set_message(message);
  content.set_explanation("The request does not prove that it comes from this platform.");
  auto answer = InDialect(door, Answer::MEANING_UNAUTHORISED, content);
  if (!answer) {
    answer = IsSoap(door.answer_format) ? PlainSoap(door.answer_format, true, true, content)
                                        : PlainProblem(401, "unauthorised", content);
  }
  // Tells a partner's own operator how far the clocks are apart.
  answer->headers["date"] = absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", now, absl::UTCTimeZone());
  answer->unbelieved = true;
  return *std::move(answer);
}

}  // namespace interline::gateway
