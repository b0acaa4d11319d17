// What is wrong with how both sides know each other over HTTP (protos/interline/adapter/v1/authentication.proto). What
// a deployment states instead is checked where it is read, by core/identity.
#ifndef INTERLINE_ADAPTERS_ENGINE_ACCESS_CHECKS_H_
#define INTERLINE_ADAPTERS_ENGINE_ACCESS_CHECKS_H_

#include "absl/strings/string_view.h"
#include "adapters/engine/mistakes.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// The platform's `access`, seen with the formats of its dialect.
void CheckAccess(const adapter::v1::Platform& platform, const adapter::v1::Dialect& dialect, Mistakes& mistakes);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_ACCESS_CHECKS_H_
