// The files of examples, read.
#ifndef INTERLINE_ADAPTERS_ENGINE_EXAMPLE_FILES_H_
#define INTERLINE_ADAPTERS_ENGINE_EXAMPLE_FILES_H_

#include <string>
#include <vector>

#include "adapters/engine/adapter.h"

namespace interline::adapters {

// One pair of files.
struct Example {
  // Path of the JSON file.
  std::string file;
  WireMessage message;
  // Unset in a file that must say it and does not.
  bool has_direction = false;
  Direction direction = Direction::kFromPlatform;
  // The text of the partner.
  std::string partner;
};

// All pairs in `directory` of NAME.json and NAME<suffix>, by name. Files without a partner go to `problems`.
std::vector<Example> ReadExamples(const std::string& directory, const std::string& suffix,
                                  std::vector<std::string>& problems);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_EXAMPLE_FILES_H_
