#include "core/base/mask.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"

namespace interline {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Length in bytes of the UTF-8 character that starts with `lead`.
size_t CharacterLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xF0) return 4;
  if (lead >= 0xE0) return 3;
  return 2;
}

size_t CountCharacters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

void MaskField(Message& message, const FieldDescriptor& field, v1::Personal kind) {
  const auto* reflection = message.GetReflection();
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    reflection->ClearField(&message, &field);
    return;
  }
  if (field.is_repeated()) {
    for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
      reflection->SetRepeatedString(&message, &field, i,
                                    MaskText(kind, reflection->GetRepeatedString(message, &field, i)));
    }
    return;
  }
  reflection->SetString(&message, &field, MaskText(kind, reflection->GetString(message, &field)));
}

}  // namespace

std::string MaskText(v1::Personal kind, absl::string_view text) {
  if (text.empty()) return "";
  switch (kind) {
    case v1::PERSONAL_UNSPECIFIED:
      return std::string(text);
    case v1::PERSONAL_NAME:
      return absl::StrCat(text.substr(0, std::min(text.size(), CharacterLength(text[0]))), "**");
    case v1::PERSONAL_PHONE:
      if (text.size() < 11) return "****";
      return absl::StrCat(text.substr(0, 3), "****", text.substr(text.size() - 4));
    case v1::PERSONAL_DOCUMENT:
      if (text.size() < 8) return "****";
      return absl::StrCat("****", text.substr(text.size() - 2));
    case v1::PERSONAL_TEXT:
      return absl::StrCat("[", CountCharacters(text), " characters]");
    default:
      return "****";
  }
}

void Mask(Message& message, v1::Personal shown) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const v1::Personal kind = field->options().GetExtension(v1::personal);
    if (kind != v1::PERSONAL_UNSPECIFIED) {
      if (kind != shown) MaskField(message, *field, kind);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (field->is_repeated()) {
        for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
          Mask(*reflection->MutableRepeatedMessage(&message, field, i), shown);
        }
      } else {
        Mask(*reflection->MutableMessage(&message, field), shown);
      }
    }
  }
}

}  // namespace interline
