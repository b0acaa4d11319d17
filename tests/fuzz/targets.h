// The places where bytes of strangers come in, each with what must hold whatever they are.
#ifndef INTERLINE_TESTS_FUZZ_TARGETS_H_
#define INTERLINE_TESTS_FUZZ_TARGETS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace interline::fuzz {

// Stands in seeds and mutations as a value. Blanks have no place in a name that a refusal shows, so wherever it turns
// up in one a value was repeated.
inline constexpr char kSecret[] = "秘 密 7319";

struct Target {
  // "json", "reference", "guangdong", ...
  std::string name;
  // Inputs that are good.
  std::vector<std::string> seeds;
  // What does not hold for this input; empty when everything does: it is read or refused, a refusal has a reason and
  // a path and never a value of the input, and what was read can be written and read again.
  std::function<std::string(absl::string_view)> run;
};

// The readers of core/wire.
std::vector<Target> RawTargets();

// A small dialect in every wire format and every encoding of a document inside a document, "format_soap_12_with_json".
// The first byte of an input chooses the character set. What was read, written and read again is the same.
std::vector<Target> FormatTargets();

// Every dialect and platform below `directory` (adapters/), the examples beside them as seeds. The first byte of an
// input chooses the headers among those that the dialect's messages ask for. Folders with a mistake are left out: that
// is the checker's matter.
std::vector<Target> AdapterTargets(const std::string& directory);

// What is wrong with an error as an answer to a stranger; empty when nothing is.
std::string CheckRefusal(const absl::Status& status);

}  // namespace interline::fuzz

#endif  // INTERLINE_TESTS_FUZZ_TARGETS_H_
