#include "services/inbox/personal_view.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "interline/v1/personal.pb.h"

namespace interline::inbox {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsRevealable(const FieldDescriptor& field) {
  switch (field.options().GetExtension(::interline::v1::personal)) {
    case ::interline::v1::PERSONAL_NAME:
    case ::interline::v1::PERSONAL_PHONE:
    case ::interline::v1::PERSONAL_DOCUMENT:
    case ::interline::v1::PERSONAL_ADDRESS:
      return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field.is_repeated();
    default:
      return false;
  }
}

void Collect(const Message& message, const std::string& prefix, std::map<std::string, std::string>& values) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (IsRevealable(*field)) {
      values[prefix + field->name()] = message.GetReflection()->GetString(message, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated()) {
      Collect(message.GetReflection()->GetMessage(message, field), absl::StrCat(prefix, field->name(), "."), values);
    }
  }
}

}  // namespace

std::vector<std::string> RevealablePaths(const ::interline::v1::Ticket& ticket) {
  std::map<std::string, std::string> values;
  Collect(ticket, "", values);
  std::vector<std::string> paths;
  for (const auto& [path, value] : values) paths.push_back(path);
  return paths;
}

absl::StatusOr<std::string> Reveal(const ::interline::v1::Ticket& ticket, absl::string_view path) {
  std::map<std::string, std::string> values;
  Collect(ticket, "", values);
  const auto found = values.find(std::string(path));
  if (found == values.end()) return absl::NotFoundError("Nothing that can be revealed stands there.");
  return found->second;
}

}  // namespace interline::inbox
