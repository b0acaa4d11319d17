#include "adapters/engine/our_path.h"

#include <google/protobuf/timestamp.pb.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace interline::adapters {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

absl::StatusOr<std::vector<const FieldDescriptor*>> ResolveOurPath(const Descriptor& root, absl::string_view path,
                                                                   bool through_lists) {
  std::vector<const FieldDescriptor*> chain;
  const Descriptor* at = &root;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    if (at == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("'", path, "': ", chain.back()->name(), " has no fields."));
    }
    if (!chain.empty() && chain.back()->is_repeated() && !through_lists) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", path, "': ", chain.back()->name(), " is a list; its fields are reached by a group."));
    }
    const FieldDescriptor* field = at->FindFieldByName(std::string(name));
    if (field == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("'", path, "': ", at->name(), " has no field '", name, "'."));
    }
    chain.push_back(field);
    const bool has_fields = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !IsTimestamp(*field);
    at = has_fields ? field->message_type() : nullptr;
  }
  return chain;
}

bool IsTimestamp(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type() == google::protobuf::Timestamp::descriptor();
}

bool IsAtOrBelow(absl::string_view path, absl::string_view above) {
  return absl::StartsWith(path, above) && (path.size() == above.size() || path[above.size()] == '.');
}

}  // namespace interline::adapters
