// What proofs need to know of a dialect.
#ifndef INTERLINE_SERVICES_COURIER_DIALECT_BODY_H_
#define INTERLINE_SERVICES_COURIER_DIALECT_BODY_H_

#include "adapters/engine/adapter.h"
#include "core/identity/body_proofs.h"

namespace interline::courier {

// For messages of this direction. `adapter` must outlive it.
identity::DialectBody BodyOf(const adapters::Adapter& adapter, adapters::Direction direction);

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_DIALECT_BODY_H_
