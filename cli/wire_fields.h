// What stands where in a platform's message, for tools: each value with its place, whatever the format around it.
#ifndef INTERLINE_CLI_WIRE_FIELDS_H_
#define INTERLINE_CLI_WIRE_FIELDS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/plan.h"

namespace interline::cli {

// Values by their place, "body.attachments[1].id", as the text that stands there, those of documents inside texts
// included. What says nothing (absent, null, "") is left out. Empty for what cannot be read at all.
using WireFields = std::map<std::string, std::string>;

WireFields FieldsOf(const adapters::Plan& plan, adapters::Direction direction, const adapters::WireMessage& message);
// The same of an answer's body.
WireFields FieldsOf(const adapters::Plan& plan, const adapters::WireAnswer& answer);
// With the headers too, as "header:<name>"; not the one for the media type, which follows from the dialect.
WireFields FieldsAndHeadersOf(const adapters::Plan& plan, adapters::Direction direction,
                              const adapters::WireMessage& message);

// The place without the numbers in brackets: the path by which rows know it.
std::string WithoutIndexes(absl::string_view place);

// How `after` differs from `before`.
struct WireDifference {
  enum class Kind { kLost, kAdded, kChanged };

  std::string place;
  Kind kind = Kind::kLost;
  std::string before;
  std::string after;
};

// By place.
std::vector<WireDifference> Compare(const WireFields& before, const WireFields& after);

// "lost", "added" or "changed".
const char* WordOf(WireDifference::Kind kind);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_WIRE_FIELDS_H_
