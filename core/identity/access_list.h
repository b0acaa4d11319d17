// Access that a deployment states in place of the specifications': a folder with "<platform id>.textproto" files.
#ifndef INTERLINE_CORE_IDENTITY_ACCESS_LIST_H_
#define INTERLINE_CORE_IDENTITY_ACCESS_LIST_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "interline/adapter/v1/authentication.pb.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::identity {

// By platform id.
using AccessList = std::map<std::string, adapter::v1::Access>;

// Every "<platform id>.textproto" in `folder`, a message Access each; none when `folder` is empty. INVALID_ARGUMENT
// names the file that is wrong.
absl::StatusOr<AccessList> LoadAccess(const std::string& folder);

// What the list says of the platform, or else its specification. Lives as long as both.
const adapter::v1::Access& AccessOf(const adapter::v1::Platform& platform, const AccessList& instead);

}  // namespace interline::identity

#endif  // INTERLINE_CORE_IDENTITY_ACCESS_LIST_H_
