// Paths in our own names: "transferred.matter.title".
#ifndef INTERLINE_ADAPTERS_ENGINE_OUR_PATH_H_
#define INTERLINE_ADAPTERS_ENGINE_OUR_PATH_H_

#include <google/protobuf/descriptor.h>

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interline::adapters {

// The fields from `root` down to the last one named. On the way only messages that are not lists are passed, or lists
// too with `through_lists`. INVALID_ARGUMENT says which part does not exist or cannot be passed.
absl::StatusOr<std::vector<const google::protobuf::FieldDescriptor*>> ResolveOurPath(
    const google::protobuf::Descriptor& root, absl::string_view path, bool through_lists = false);

bool IsTimestamp(const google::protobuf::FieldDescriptor& field);

// Whether `path` is `above` or lies below it.
bool IsAtOrBelow(absl::string_view path, absl::string_view above);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_OUR_PATH_H_
