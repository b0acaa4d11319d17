// Reads one value of a platform's into a field of ours.
#ifndef INTERLINE_ADAPTERS_ENGINE_VALUE_READER_H_
#define INTERLINE_ADAPTERS_ENGINE_VALUE_READER_H_

#include <google/protobuf/message.h>
#include <simdjson.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "adapters/engine/plan.h"
#include "core/wire/wire_path.h"

namespace interline::adapters {

// Whether the value says nothing: null, "" or an empty list.
bool IsNotStated(const simdjson::dom::element& value);

// Room for a number as text.
using WordBuffer = char[24];

// The value as text when it stands in JSON as `lexical` says; none when it stands there otherwise.
absl::optional<absl::string_view> ReadWord(adapter::v1::Lexical lexical, const simdjson::dom::element& value,
                                           WordBuffer& buffer);

// Reads a stated value of any row but a group into its field of `holder`; a constant is only compared. `at` is its
// place; codes are those of `day`. Errors are refusals: WRONG_TYPE, UNMAPPED_CODE, INVALID_TIME, INVALID_REGION,
// INVALID_ID, OUT_OF_RANGE.
absl::Status ReadValue(const RowPlan& row, const simdjson::dom::element& value, Day day,
                       google::protobuf::Message* holder, const wire::PathStep& at);

// The same for a row whose text stands in several fields: appends one of them to `text`, and reads the whole.
absl::Status AppendPart(const AsText& as, const simdjson::dom::element& part, std::string& text,
                        const wire::PathStep& at);
absl::Status ReadWhole(const RowPlan& row, absl::string_view text, google::protobuf::Message* holder,
                       const wire::PathStep& at);

// A refusal that names the place.
absl::Status RefuseAt(v1::RefusalReason reason, const wire::PathStep& at, absl::string_view explanation);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_VALUE_READER_H_
