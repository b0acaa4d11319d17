#include "adapters/engine/field_access.h"

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "adapters/engine/our_path.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void Collect(const Descriptor& message, std::set<const FieldDescriptor*>& fields) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor* field = message.field(i);
    if (!fields.insert(field).second || field->message_type() == nullptr || IsTimestamp(*field)) continue;
    Collect(*field->message_type(), fields);
  }
}

// All that a specification may name.
std::set<const FieldDescriptor*> AllFields() {
  std::set<const FieldDescriptor*> fields;
  Collect(*v1::TicketEvent::descriptor(), fields);
  Collect(*adapter::v1::AnswerContent::descriptor(), fields);
  return fields;
}

std::unique_ptr<Message> NewHolder(const FieldDescriptor& field) {
  const Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(field.containing_type());
  return std::unique_ptr<Message>(prototype->New());
}

void SetNumber(const FieldDescriptor& field, Message& holder, int number) {
  const Reflection& reflection = *holder.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&holder, &field, number != 0);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&holder, &field, number);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&holder, &field, number);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&holder, &field, number);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.SetUInt32(&holder, &field, static_cast<uint32_t>(number));
    default:
      return reflection.SetUInt64(&holder, &field, static_cast<uint64_t>(number));
  }
}

// A value other than nothing, by reflection.
void Set(const FieldDescriptor& field, Message& holder) {
  const Reflection& reflection = *holder.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return field.is_repeated() ? reflection.AddString(&holder, &field, "text")
                               : reflection.SetString(&holder, &field, "text");
  }
  if (field.message_type() == nullptr) return SetNumber(field, holder, 1);
  if (field.is_repeated()) {
    reflection.AddMessage(&holder, &field);
  } else {
    reflection.MutableMessage(&holder, &field);
  }
}

// The same by the access.
void SetByAccess(const FieldAccess& access, Message& holder) {
  if (access.mutable_text != nullptr) access.mutable_text(holder) = "text";
  if (access.add_text != nullptr) access.add_text(holder) = "text";
  if (access.set_number != nullptr) access.set_number(holder, 1);
  if (access.mutable_message != nullptr) access.mutable_message(holder);
  if (access.add_message != nullptr) access.add_message(holder);
}

TEST(FieldAccess, WritesWhatReflectionWrites) {
  for (const FieldDescriptor* field : AllFields()) {
    SCOPED_TRACE(field->full_name());
    const FieldAccess& access = AccessTo(*field);
    EXPECT_EQ(access.field, field);
    const auto theirs = NewHolder(*field);
    const auto ours = NewHolder(*field);
    Set(*field, *theirs);
    SetByAccess(access, *ours);
    EXPECT_FALSE(theirs->SerializeAsString().empty());
    EXPECT_EQ(ours->SerializeAsString(), theirs->SerializeAsString());
  }
}

TEST(FieldAccess, ReadsWhatReflectionWrote) {
  for (const FieldDescriptor* field : AllFields()) {
    SCOPED_TRACE(field->full_name());
    const FieldAccess& access = AccessTo(*field);
    const auto holder = NewHolder(*field);
    EXPECT_FALSE(access.is_stated(*holder));
    Set(*field, *holder);
    EXPECT_TRUE(access.is_stated(*holder));
    const Reflection& reflection = *holder->GetReflection();
    if (access.text != nullptr) {
      EXPECT_EQ(access.text(*holder), "text");
    }
    if (access.number != nullptr) {
      EXPECT_EQ(access.number(*holder), 1);
    }
    if (access.message != nullptr) {
      EXPECT_EQ(&access.message(*holder), &reflection.GetMessage(*holder, field));
    }
    EXPECT_EQ(access.size != nullptr, field->is_repeated());
    if (access.size != nullptr) {
      EXPECT_EQ(access.size(*holder), 1);
    }
    if (access.text_at != nullptr) {
      EXPECT_EQ(access.text_at(*holder, 0), "text");
    }
    if (access.message_at != nullptr) {
      EXPECT_EQ(&access.message_at(*holder, 0), &reflection.GetRepeatedMessage(*holder, field, 0));
    }
  }
}

TEST(FieldAccess, KnowsAChoiceThatIsThereThoughItIsFalse) {
  v1::Matter matter;
  const FieldAccess& access = AccessTo(*v1::Matter::descriptor()->FindFieldByName("confidential"));
  EXPECT_FALSE(access.is_stated(matter));
  access.set_number(matter, 0);
  EXPECT_TRUE(access.is_stated(matter));
  EXPECT_EQ(access.number(matter), 0);
}

TEST(FieldAccess, GivesNoNumberBeyondItsOwnBounds) {
  v1::Journal journal;
  const FieldAccess& access = AccessTo(*v1::Journal::descriptor()->FindFieldByName("sequence"));
  journal.set_sequence(std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(access.number(journal), -1);
  journal.set_sequence(std::numeric_limits<int64_t>::max());
  EXPECT_EQ(access.number(journal), std::numeric_limits<int64_t>::max());
}

}  // namespace
}  // namespace interline::adapters
