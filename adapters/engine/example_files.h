// The files of examples, read.
#ifndef INTERLINE_ADAPTERS_ENGINE_EXAMPLE_FILES_H_
#define INTERLINE_ADAPTERS_ENGINE_EXAMPLE_FILES_H_

#include <string>
#include <vector>

#include "adapters/engine/adapter.h"

namespace interline::adapters {

// One pair of files.
struct Example {
  // Path of the message's file.
  std::string file;
  WireMessage message;
  // Unset in a file that must say it and does not.
  bool has_direction = false;
  Direction direction = Direction::kFromPlatform;
  // The text of the partner.
  std::string partner;
};

// The text behind "# <name>: " in a partner's comments, wherever the line stands; empty when there is none.
std::string Comment(const std::string& partner, const std::string& name);

// All pairs in `directory` of NAME.<json|xml|form|query|txt> and NAME<suffix>, by name. Files without a partner go to
// `problems`.
std::vector<Example> ReadExamples(const std::string& directory, const std::string& suffix,
                                  std::vector<std::string>& problems);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_EXAMPLE_FILES_H_
