#include "services/inbox/http_api.h"

#include <google/protobuf/util/json_util.h>

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/refusal.h"
#include "core/wire/json_writer.h"
#include "services/inbox/people/retry_after.h"

namespace interline::inbox {
namespace {

constexpr char kSessionField[] = "session";
constexpr char kSignOut[] = "SignOut";
constexpr char kBackground[] = "x-interline-background";
constexpr char kPolicy[] =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

struct CodeWords {
  absl::StatusCode code;
  const char* name;
  unsigned int http_status;
};

constexpr CodeWords kCodes[] = {
    {absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT", 400},
    {absl::StatusCode::kFailedPrecondition, "FAILED_PRECONDITION", 400},
    {absl::StatusCode::kOutOfRange, "OUT_OF_RANGE", 400},
    {absl::StatusCode::kUnauthenticated, "UNAUTHENTICATED", 401},
    {absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED", 403},
    {absl::StatusCode::kNotFound, "NOT_FOUND", 404},
    {absl::StatusCode::kAborted, "ABORTED", 409},
    {absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS", 409},
    {absl::StatusCode::kResourceExhausted, "RESOURCE_EXHAUSTED", 429},
    {absl::StatusCode::kUnimplemented, "UNIMPLEMENTED", 501},
    {absl::StatusCode::kUnavailable, "UNAVAILABLE", 503},
    {absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED", 504},
};
// What is none of these is a fault of ours, and its text is for the log and not for a stranger.
constexpr CodeWords kInternal = {absl::StatusCode::kInternal, "INTERNAL", 500};

const CodeWords& WordsOf(absl::StatusCode code) {
  for (const CodeWords& words : kCodes) {
    if (words.code == code) return words;
  }
  return kInternal;
}

// "a=1; b=2". A name that stands twice is not trusted.
std::string CookieValue(absl::string_view header, absl::string_view name) {
  std::string found;
  for (absl::string_view pair : absl::StrSplit(header, ';')) {
    pair = absl::StripAsciiWhitespace(pair);
    if (!absl::ConsumePrefix(&pair, absl::StrCat(name, "="))) continue;
    if (!found.empty()) return "";
    found = std::string(pair);
  }
  return found;
}

bool IsJson(const identity::Request& request) {
  const auto header = identity::OneHeader(request, "content-type");
  if (!header) return false;
  const absl::string_view type = absl::string_view(*header).substr(0, header->find(';'));
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(type), "application/json");
}

// Whether the page that sends this is ours. A program that is no browser sends no Origin and has no cookie to steal.
bool IsOwnPage(const identity::Request& request) {
  if (request.headers.count("origin") == 0) return request.headers.count("cookie") == 0;
  const auto origin = identity::OneHeader(request, "origin");
  const auto host = identity::OneHeader(request, "host");
  if (!origin || !host) return false;
  absl::string_view named = *origin;
  if (!absl::ConsumePrefix(&named, "https://") && !absl::ConsumePrefix(&named, "http://")) return false;
  return absl::EqualsIgnoreCase(named, *host);
}

// Takes the session out of a response, so that it travels in the cookie only.
std::string TakeSession(Methods::Message& response) {
  const auto* field = response.GetDescriptor()->FindFieldByName(kSessionField);
  if (field == nullptr || field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) return "";
  std::string session = response.GetReflection()->GetString(response, field);
  response.GetReflection()->ClearField(&response, field);
  return session;
}

}  // namespace

http::Answer ProblemOf(const absl::Status& status) {
  const CodeWords& words = WordsOf(status.code());
  wire::JsonWriter json;
  json.BeginObject();
  json.Name("type");
  json.Text(
      absl::StrCat("urn:interline:problem:", absl::StrReplaceAll(absl::AsciiStrToLower(words.name), {{"_", "-"}})));
  json.Name("status");
  json.Uint(words.http_status);
  json.Name("code");
  json.Text(words.name);
  json.Name("detail");
  json.Text(words.code == absl::StatusCode::kInternal ? "Something went wrong on our side." : status.message());
  if (const auto refusal = GetRefusal(status)) {
    json.Name("refusal");
    json.BeginObject();
    json.Name("reason");
    json.Text(::interline::v1::RefusalReason_Name(refusal->reason()));
    json.Name("path");
    json.Text(refusal->path());
    json.Name("explanation");
    json.Text(refusal->explanation());
    json.EndObject();
  }
  json.EndObject();
  http::Answer answer;
  answer.status = words.http_status;
  answer.headers["content-type"] = "application/problem+json";
  answer.body = std::string(json.json());
  if (const auto wait = RetryAfter(status)) answer.headers["retry-after"] = absl::StrCat(absl::ToInt64Seconds(*wait));
  return answer;
}

void AddSecurityHeaders(bool tls, http::Answer& answer) {
  answer.headers["content-security-policy"] = kPolicy;
  answer.headers["referrer-policy"] = "no-referrer";
  answer.headers["cross-origin-opener-policy"] = "same-origin";
  answer.headers["cross-origin-resource-policy"] = "same-origin";
  answer.headers["permissions-policy"] = "camera=(), geolocation=(), microphone=()";
  if (tls) answer.headers["strict-transport-security"] = "max-age=31536000; includeSubDomains";
}

HttpApi::HttpApi(const Methods& methods, Workers& workers, HttpApiOptions options)
    : methods_(methods),
      workers_(workers),
      options_(std::move(options)),
      cookie_name_(options_.tls ? "__Host-interline" : "interline") {}

Caller HttpApi::CallerOf(const identity::Request& request) const {
  Caller caller;
  if (const auto cookies = identity::OneHeader(request, "cookie")) caller.session = CookieValue(*cookies, cookie_name_);
  caller.address = request.address;
  if (options_.behind_proxy) {
    // The last address is the one that the proxy has seen; what stands before it came from the client.
    const auto forwarded = identity::OneHeader(request, "x-forwarded-for");
    if (forwarded) {
      caller.address = std::string(absl::StripAsciiWhitespace(forwarded->substr(forwarded->rfind(',') + 1)));
    }
  }
  caller.background = request.headers.count(kBackground) != 0;
  return caller;
}

absl::optional<http::Answer> HttpApi::Admit(const identity::Request& request) {
  absl::string_view method = request.path;
  absl::optional<http::Answer> refused;
  if (!absl::ConsumePrefix(&method, absl::StrCat(options_.prefix, "/")) || methods_.NewRequest(method) == nullptr) {
    refused = ProblemOf(absl::NotFoundError("Nothing is served at this address."));
  } else if (request.method != "POST") {
    refused = http::Problem(405, "method-not-allowed", "Methods are called with POST.");
    refused->headers["allow"] = "POST";
  } else if (!IsJson(request)) {
    refused = http::Problem(415, "content-type", "The body is declared as application/json.");
  } else if (!IsOwnPage(request)) {
    refused = ProblemOf(absl::PermissionDeniedError("Another page's requests are not taken."));
  }
  if (refused) AddSecurityHeaders(options_.tls, *refused);
  return refused;
}

void HttpApi::Handle(identity::Request request, Respond respond) {
  const std::string name = request.path.substr(options_.prefix.size() + 1);
  std::shared_ptr<Methods::Message> asked = methods_.NewRequest(name);
  const auto read =
      google::protobuf::util::JsonStringToMessage(request.body.empty() ? "{}" : request.body, asked.get());
  if (!read.ok()) {
    // Its own text would repeat what was sent.
    return Answer(
        name,
        absl::InvalidArgumentError(absl::StrCat("The body is not the JSON of a ", asked->GetDescriptor()->name(), ".")),
        respond);
  }
  const auto answer = [this, name, respond](absl::StatusOr<std::unique_ptr<Methods::Message>> response) {
    Answer(name, response, respond);
  };
  const bool taken = workers_.Do(
      [this, name, caller = CallerOf(request), asked, answer] { methods_.Call(name, caller, *asked, answer); });
  if (!taken) Answer(name, absl::UnavailableError("Too much is under way; call again."), respond);
}

void HttpApi::Answer(absl::string_view method, const absl::StatusOr<std::unique_ptr<Methods::Message>>& response,
                     const Respond& respond) const {
  http::Answer answer;
  if (!response.ok()) {
    answer = ProblemOf(response.status());
  } else {
    const std::string session = TakeSession(**response);
    if (!session.empty() || method == kSignOut) answer.headers["set-cookie"] = Cookie(session);
    answer.headers["content-type"] = "application/json";
    if (!google::protobuf::util::MessageToJsonString(**response, &answer.body).ok()) {
      answer = ProblemOf(absl::InternalError("no JSON"));
    }
  }
  AddSecurityHeaders(options_.tls, answer);
  respond(std::move(answer));
}

std::string HttpApi::Cookie(absl::string_view session) const {
  std::string cookie = absl::StrCat(cookie_name_, "=", session, "; Path=/; HttpOnly; SameSite=Strict");
  if (options_.tls) absl::StrAppend(&cookie, "; Secure");
  if (session.empty()) absl::StrAppend(&cookie, "; Max-Age=0");
  return cookie;
}

}  // namespace interline::inbox
