#include "cli/send_variation.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace interline::cli {
namespace {

constexpr char kOtherContent[] = "（更正后的内容）";

absl::Status NoSuchField(absl::string_view path) {
  return absl::NotFoundError(absl::StrCat("the message has no text or number at ", path));
}

}  // namespace

std::vector<v1::TicketEvent> TransfersToSend(const v1::TicketEvent& transfer, Sending sending) {
  switch (sending) {
    case Sending::kOnce:
    case Sending::kUnmappedCode:
      return {transfer};
    case Sending::kTwice:
      return {transfer, transfer};
    case Sending::kThrice:
      return {transfer, transfer, transfer};
    case Sending::kConflict:
      break;
  }
  v1::TicketEvent other = transfer;
  other.mutable_transferred()->mutable_matter()->mutable_content()->append(kOtherContent);
  return {transfer, other};
}

absl::Status AlterField(std::string& json, absl::string_view path, const std::string& value) {
  rapidjson::Document document;
  document.Parse(json.data(), json.size());
  if (document.HasParseError()) return NoSuchField(path);
  rapidjson::Value* field = &document;
  for (const std::string& name : std::vector<std::string>(absl::StrSplit(path, '.'))) {
    if (!field->IsObject()) return NoSuchField(path);
    const auto member = field->FindMember(name.c_str());
    if (member == field->MemberEnd()) return NoSuchField(path);
    field = &member->value;
  }
  int64_t number = 0;
  if (field->IsString()) {
    field->SetString(value.data(), value.size(), document.GetAllocator());
  } else if (field->IsNumber() && absl::SimpleAtoi(value, &number)) {
    field->SetInt64(number);
  } else {
    return NoSuchField(path);
  }
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  document.Accept(writer);
  json.assign(buffer.GetString(), buffer.GetSize());
  return absl::OkStatus();
}

}  // namespace interline::cli
