// Prints field_access.inc, one line for every field of the contract; run by the build.
#include <google/protobuf/descriptor.h>

#include <iostream>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/substitute.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

std::string ClassOf(const std::string& full_name) {
  return absl::StrCat("::", absl::StrReplaceAll(full_name, {{".", "::"}}));
}

std::string TypeOf(const FieldDescriptor& field) {
  if (field.enum_type() != nullptr) return ClassOf(field.enum_type()->full_name());
  if (field.message_type() != nullptr) return ClassOf(field.message_type()->full_name());
  return field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL ? "bool" : absl::StrCat(field.cpp_type_name(), "_t");
}

// As protoc names what reaches the field. This is the one name of the contract that is a word of C++.
std::string NameOf(const FieldDescriptor& field) { return field.name() == "signed" ? "signed_" : field.name(); }

// The call that makes the access, with M for the class: $0 is the field, $1 its type.
const char* AccessOf(const FieldDescriptor& field) {
  const bool is_text = field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  const bool is_message = field.message_type() != nullptr;
  if (field.is_repeated()) {
    if (is_text) return "Texts<M, &M::$0_size, &M::$0, &M::add_$0>()";
    if (is_message) return "Messages<M, $1, &M::$0_size, &M::$0, &M::add_$0>()";
    return "List<M, &M::$0_size>()";
  }
  if (is_text) return "Text<M, &M::$0, &M::mutable_$0>()";
  if (is_message) return "Single<M, &M::$0, &M::mutable_$0, &M::has_$0>()";
  if (field.has_presence()) return "OptionalNumber<M, $1, &M::$0, &M::set_$0, &M::has_$0>()";
  return "Number<M, $1, &M::$0, &M::set_$0>()";
}

void Print(const Descriptor& message, std::set<const Descriptor*>& printed) {
  const bool is_ours = absl::StartsWith(message.full_name(), "interline.");
  if (!is_ours || !printed.insert(&message).second) return;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    std::cout << absl::Substitute("{ using M = $0; table[M::descriptor()->FindFieldByNumber($1)] = ",
                                  ClassOf(message.full_name()), field.number())
              << absl::Substitute(AccessOf(field), NameOf(field), TypeOf(field)) << "; }\n";
    if (field.message_type() != nullptr) Print(*field.message_type(), printed);
  }
}

}  // namespace
}  // namespace interline::adapters

int main() {
  std::set<const google::protobuf::Descriptor*> printed;
  interline::adapters::Print(*interline::v1::TicketEvent::descriptor(), printed);
  interline::adapters::Print(*interline::adapter::v1::AnswerContent::descriptor(), printed);
  return std::cout.good() ? 0 : 1;
}
