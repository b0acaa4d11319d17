#include "cli/scenario.h"

#include <google/protobuf/descriptor.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/status_macros.h"

namespace interline::cli {
namespace {

constexpr size_t kMaxRunLength = 20;
// The citizen called this long before the origin handed the ticket over.
constexpr absl::Duration kCallToTransfer = absl::Minutes(3);
// Of "20261124091500".
constexpr size_t kMomentLength = 14;
constexpr int kChinaOffsetSeconds = 8 * 3600;

// One JSON object whose members must all be known.
class Reader {
 public:
  Reader(const rapidjson::Value& object, std::string where) : object_(object), where_(std::move(where)) {}

  absl::StatusOr<std::string> Text(const char* name) {
    known_.insert(name);
    const auto member = object_.FindMember(name);
    if (member == object_.MemberEnd()) return std::string();
    if (!member->value.IsString()) return Wrong(name, "is not a string");
    return std::string(member->value.GetString(), member->value.GetStringLength());
  }

  absl::StatusOr<std::string> RequiredText(const char* name) {
    ASSIGN_OR_RETURN(std::string text, Text(name));
    if (text.empty()) return Wrong(name, "is missing");
    return text;
  }

  // A value of an enum by its name without the enum's prefix; zero when absent.
  template <typename Enum>
  absl::StatusOr<Enum> Code(const char* name, const char* prefix, Enum otherwise = Enum{}) {
    ASSIGN_OR_RETURN(const std::string text, Text(name));
    if (text.empty()) return otherwise;
    const auto* value = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByName(absl::StrCat(prefix, text));
    if (value == nullptr) return Wrong(name, "is not one of the known values");
    return static_cast<Enum>(value->number());
  }

  // A value by a table of words; the first one when absent.
  template <typename Value>
  absl::StatusOr<Value> Word(const char* name, const std::vector<std::pair<absl::string_view, Value>>& words) {
    ASSIGN_OR_RETURN(const std::string text, Text(name));
    if (text.empty()) return words[0].second;
    for (const auto& [word, value] : words) {
      if (word == text) return value;
    }
    return Wrong(name, "is not one of the known words");
  }

  absl::StatusOr<int> Count(const char* name) {
    known_.insert(name);
    const auto member = object_.FindMember(name);
    if (member == object_.MemberEnd()) return 0;
    if (!member->value.IsInt() || member->value.GetInt() < 1) return Wrong(name, "is not a count");
    return member->value.GetInt();
  }

  // Null when absent.
  absl::StatusOr<const rapidjson::Value*> Object(const char* name) {
    known_.insert(name);
    const auto member = object_.FindMember(name);
    if (member == object_.MemberEnd()) return nullptr;
    if (!member->value.IsObject()) return Wrong(name, "is not an object");
    return &member->value;
  }

  absl::Status Done() const {
    for (const auto& member : object_.GetObject()) {
      if (known_.count(member.name.GetString()) == 0) return Wrong(member.name.GetString(), "is not a known name");
    }
    return absl::OkStatus();
  }

  absl::Status Wrong(absl::string_view name, absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(where_, ": ", name, " ", what));
  }

 private:
  const rapidjson::Value& object_;
  const std::string where_;
  std::set<std::string> known_;
};

absl::Status ReadCaller(const rapidjson::Value& object, const std::string& where, v1::Caller& caller) {
  Reader reader(object, absl::StrCat(where, ": caller"));
  ASSIGN_OR_RETURN(*caller.mutable_name(), reader.Text("name"));
  ASSIGN_OR_RETURN(const auto sex, reader.Code<v1::Sex>("sex", "SEX_"));
  ASSIGN_OR_RETURN(*caller.mutable_calling_number(), reader.Text("callingNumber"));
  ASSIGN_OR_RETURN(*caller.mutable_contact_number(), reader.Text("contactNumber"));
  ASSIGN_OR_RETURN(const auto document, reader.Code<v1::DocumentType>("documentType", "DOCUMENT_TYPE_"));
  ASSIGN_OR_RETURN(*caller.mutable_document_number(), reader.Text("documentNumber"));
  ASSIGN_OR_RETURN(*caller.mutable_nationality(), reader.Text("nationality"));
  caller.set_sex(sex);
  caller.set_document_type(document);
  return reader.Done();
}

absl::Status ReadMatter(Reader& reader, const std::string& where, v1::Matter& matter) {
  ASSIGN_OR_RETURN(*matter.mutable_title(), reader.RequiredText("title"));
  ASSIGN_OR_RETURN(*matter.mutable_content(), reader.RequiredText("content"));
  ASSIGN_OR_RETURN(const auto category, reader.Code<v1::Category>("category", "CATEGORY_"));
  ASSIGN_OR_RETURN(const auto demand, reader.Code<v1::DemandType>("demandType", "DEMAND_TYPE_"));
  ASSIGN_OR_RETURN(const auto language, reader.Code<v1::Language>("language", "LANGUAGE_", v1::LANGUAGE_ZH));
  ASSIGN_OR_RETURN(const auto channel, reader.Code<v1::Channel>("channel", "CHANNEL_", v1::CHANNEL_PHONE));
  ASSIGN_OR_RETURN(const auto urgency, reader.Code<v1::Urgency>("urgency", "URGENCY_", v1::URGENCY_NORMAL));
  ASSIGN_OR_RETURN(const std::string region, reader.Text("region"));
  ASSIGN_OR_RETURN(const rapidjson::Value* caller, reader.Object("caller"));
  matter.set_category(category);
  matter.set_demand_type(demand);
  matter.set_language(language);
  matter.set_channel(channel);
  matter.set_urgency(urgency);
  matter.set_confidential(category == v1::CATEGORY_VIOLATION_REPORT);
  if (!region.empty()) matter.mutable_region()->set_code(region);
  return caller == nullptr ? absl::OkStatus() : ReadCaller(*caller, where, *matter.mutable_caller());
}

absl::Status ReadSending(Reader& reader, ScenarioTicket& ticket) {
  ASSIGN_OR_RETURN(ticket.ending,
                   reader.Word<Ending>("outcome", {{"resolve", Ending::kResolve},
                                                   {"return", Ending::kReturn},
                                                   {"resolve_after_rejection", Ending::kResolveAfterRejection},
                                                   {"resolve_after_urge", Ending::kResolveAfterUrge},
                                                   {"nothing", Ending::kNothing}}));
  ASSIGN_OR_RETURN(ticket.sending, reader.Word<Sending>("send", {{"once", Sending::kOnce},
                                                                 {"twice", Sending::kTwice},
                                                                 {"thrice", Sending::kThrice},
                                                                 {"conflict", Sending::kConflict},
                                                                 {"unmapped_code", Sending::kUnmappedCode}}));
  ASSIGN_OR_RETURN(ticket.alter_path, reader.Text("alterPath"));
  ASSIGN_OR_RETURN(ticket.alter_to, reader.Text("alterTo"));
  const bool alters = !ticket.alter_path.empty() && !ticket.alter_to.empty();
  if (alters != (ticket.sending == Sending::kUnmappedCode)) {
    return reader.Wrong("alterPath", "and alterTo go with \"send\": \"unmapped_code\", and only with it");
  }
  if (alters && ticket.from == kImmigrationHotline) {
    return reader.Wrong("send", "has no bytes to alter: 12367 submits events");
  }
  return absl::OkStatus();
}

absl::StatusOr<ScenarioTicket> ReadTicket(absl::string_view line, const std::string& where, const std::string& run) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(line.data(), line.size());
  if (document.HasParseError()) {
    return absl::InvalidArgumentError(absl::StrCat(where, ": ", rapidjson::GetParseError_En(document.GetParseError())));
  }
  if (!document.IsObject()) return absl::InvalidArgumentError(absl::StrCat(where, ": is not a JSON object"));
  Reader reader(document, where);
  ScenarioTicket ticket;
  ASSIGN_OR_RETURN(const std::string number, reader.RequiredText("number"));
  ASSIGN_OR_RETURN(ticket.from, reader.RequiredText("from"));
  ASSIGN_OR_RETURN(ticket.to, reader.RequiredText("to"));
  ticket.number = absl::StrCat(RunPrefix(run), number);
  if (!IsTicketNumber(ticket.number)) return reader.Wrong("number", "is not a ticket number");
  if (!IsPlatformId(ticket.from)) return reader.Wrong("from", "is not a platform id");
  if (!IsPlatformId(ticket.to) || ticket.to == ticket.from) return reader.Wrong("to", "is not another platform's id");
  ticket.transferred.set_to(ticket.to);
  ASSIGN_OR_RETURN(*ticket.transferred.mutable_note(), reader.Text("note"));
  ASSIGN_OR_RETURN(const int days, reader.Count("workingDays"));
  if (days > 0) {
    v1::TimeLimit& limit = *ticket.transferred.mutable_limit();
    limit.set_value(days);
    limit.set_unit(v1::TimeLimit::UNIT_WORKING_DAY);
    limit.set_start(v1::TimeLimit::START_DISPATCHED);
  }
  RETURN_IF_ERROR(ReadMatter(reader, where, *ticket.transferred.mutable_matter()));
  RETURN_IF_ERROR(ReadSending(reader, ticket));
  RETURN_IF_ERROR(reader.Done());
  return ticket;
}

}  // namespace

std::string ScenarioTicket::ticket_id() const { return TicketId(from, number); }

absl::StatusOr<Scenario> Scenario::Parse(absl::string_view text, const std::string& run, absl::Time start) {
  if (!IsRunId(run)) return absl::InvalidArgumentError("the run's id is 1 to 20 characters of [A-Za-z0-9]");
  Scenario scenario;
  int line_number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++line_number;
    const absl::string_view content = absl::StripAsciiWhitespace(line);
    if (content.empty() || content[0] == '#') continue;
    const std::string where = absl::StrCat("line ", line_number);
    ASSIGN_OR_RETURN(ScenarioTicket ticket, ReadTicket(content, where, run));
    if (!scenario.by_ticket_id_.emplace(ticket.ticket_id(), scenario.tickets_.size()).second) {
      return absl::InvalidArgumentError(absl::StrCat(where, ": number stands twice for one platform"));
    }
    scenario.tickets_.push_back(std::move(ticket));
  }
  absl::Time moment = absl::FromUnixSeconds(absl::ToUnixSeconds(start));
  for (auto ticket = scenario.tickets_.rbegin(); ticket != scenario.tickets_.rend(); ++ticket) {
    ticket->occurred_at = moment;
    *ticket->transferred.mutable_matter()->mutable_asked_at() = ToProto(moment - kCallToTransfer);
    moment -= absl::Seconds(1);
  }
  return scenario;
}

const ScenarioTicket* Scenario::Find(absl::string_view ticket_id) const {
  const auto found = by_ticket_id_.find(ticket_id);
  return found == by_ticket_id_.end() ? nullptr : &tickets_[found->second];
}

bool IsRunId(absl::string_view run) {
  return !run.empty() && run.size() <= kMaxRunLength &&
         std::all_of(run.begin(), run.end(), [](unsigned char c) { return absl::ascii_isalnum(c); });
}

std::string RunPrefix(absl::string_view run) { return absl::StrCat(run, "-"); }

absl::Time RunStart(absl::string_view run, absl::Time now) {
  if (run.size() != kMomentLength || !std::all_of(run.begin(), run.end(), absl::ascii_isdigit)) return now;
  // ParseTime takes as many digits for a year as there are.
  const std::string spaced = absl::StrCat(run.substr(0, 4), " ", run.substr(4));
  absl::Time start;
  std::string error;
  const bool is_moment =
      absl::ParseTime("%Y %m%d%H%M%S", spaced, absl::FixedTimeZone(kChinaOffsetSeconds), &start, &error);
  return is_moment ? start : now;
}

}  // namespace interline::cli
