// The JSON Schema of one message of a dialect.
#ifndef INTERLINE_SERVICES_GATEWAY_JSON_SCHEMA_H_
#define INTERLINE_SERVICES_GATEWAY_JSON_SCHEMA_H_

#include "core/wire/json_writer.h"
#include "interline/adapter/v1/specification.pb.h"
#include "services/gateway/field_tree.h"

namespace interline::gateway {

// Writes the schema of the object `root` as one value. `platform` gives the code tables that differ from the dialect's.
void WriteSchema(const adapter::v1::Dialect& dialect, const adapter::v1::Platform& platform, const FieldNode& root,
                 wire::JsonWriter& json);

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_JSON_SCHEMA_H_
