#include "adapters/engine/implied.h"

#include <string>

namespace interline::adapters {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void SetImplied(const ImpliedPlan& implied, Message* holder) {
  const Reflection& reflection = *holder->GetReflection();
  switch (implied.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(holder, implied.field, implied.text);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(holder, implied.field, static_cast<int>(implied.number));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(holder, implied.field, implied.number != 0);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(holder, implied.field, static_cast<int32_t>(implied.number));
    default:
      return reflection.SetUInt32(holder, implied.field, static_cast<uint32_t>(implied.number));
  }
}

bool HasImplied(const ImpliedPlan& implied, const Message& holder) {
  const Reflection& reflection = *holder.GetReflection();
  switch (implied.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      return reflection.GetStringReference(holder, implied.field, &scratch) == implied.text;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnumValue(holder, implied.field) == implied.number;
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(holder, implied.field) == (implied.number != 0);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(holder, implied.field) == implied.number;
    default:
      return reflection.GetUInt32(holder, implied.field) == implied.number;
  }
}

}  // namespace interline::adapters
