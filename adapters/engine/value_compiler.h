// Compiles how one row's value is written.
#ifndef INTERLINE_ADAPTERS_ENGINE_VALUE_COMPILER_H_
#define INTERLINE_ADAPTERS_ENGINE_VALUE_COMPILER_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "adapters/engine/mistakes.h"
#include "adapters/engine/plan.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// What all rows of a dialect share.
struct CompileContext {
  absl::TimeZone zone;
  std::map<std::string, const CodeTable*> tables;
  std::map<std::string, const ZoneTable*> zone_tables;
  Mistakes* mistakes = nullptr;
};

// All but groups, which have rows of their own (BlockCompiler). `field` is null for a constant, and for a constant
// only. INVALID_ARGUMENT: one sentence on what is wrong with the row.
absl::StatusOr<As> CompileValue(const adapter::v1::Row& row, const google::protobuf::FieldDescriptor* field,
                                const CompileContext& context);

// Whether JSON can write `word` that way.
bool IsWritable(adapter::v1::Lexical lexical, absl::string_view word);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_VALUE_COMPILER_H_
