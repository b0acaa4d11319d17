// Bytes of any wire format as one JSON document, and back, so that rows need to know one format only.
#ifndef INTERLINE_ADAPTERS_ENGINE_WIRE_DOCUMENT_H_
#define INTERLINE_ADAPTERS_ENGINE_WIRE_DOCUMENT_H_

#include <simdjson.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/engine/plan.h"
#include "adapters/engine/wire_plan.h"
#include "core/wire/json_reader.h"
#include "core/wire/json_writer.h"

namespace interline::adapters {

// What a document of 1 MiB may grow to: escapes and names that XML and forms have not.
inline constexpr size_t kMostDocumentBytes = 4 << 20;

// Keeps its buffers from one document to the next. One thread at a time; keep one per thread.
class WireDocument {
 public:
  // The document with everything nested in its place. A view into this object, valid until the next Read or its end.
  // Errors are refusals with the path in the dialect's own names: see core/wire, and Nested in the schema.
  absl::StatusOr<simdjson::dom::object> Read(const WirePlan& plan, absl::string_view bytes);

  // The same with texts that are documents still texts.
  absl::StatusOr<simdjson::dom::object> ReadFlat(const WirePlan& plan, absl::string_view bytes);

 private:
  // As JSON.
  absl::StatusOr<absl::string_view> ReadOuter(const WirePlan& plan, absl::string_view bytes);

  std::string utf8_;
  wire::JsonReader outer_;
  wire::JsonReader whole_;
  wire::JsonWriter read_;
  wire::JsonWriter expanded_;
};

// The bytes for a document of our own, `json`, whose root is `root` where the format has one. Errors are refusals whose
// path is in the dialect's names: NOT_EXPRESSIBLE, TOO_LONG_FOR_RECEIVER.
absl::StatusOr<std::string> WriteDocument(const WirePlan& plan, absl::string_view json, absl::string_view root);

// The same where texts that are documents are texts already.
absl::StatusOr<std::string> WriteFlat(const WirePlan& plan, absl::string_view json, absl::string_view root);

// What of a message to be written is wrong, told with our path in place of theirs.
absl::Status InOurNames(const Block& block, const absl::Status& status);

// The name of the outer root; empty in formats without one.
absl::string_view RootOf(const std::vector<std::vector<std::string>>& roots);

// Refuses a header content-type that declares another character set than the dialect's; whatever else it says is the
// transport's.
absl::Status CheckCharset(const WirePlan& plan, const std::map<std::string, std::string>& headers);

// Adds what the format itself asks for, but for headers that are there already.
void AddHeaders(const WirePlan& plan, std::map<std::string, std::string>& headers);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_WIRE_DOCUMENT_H_
