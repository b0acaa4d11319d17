// The files that a new platform's folder starts with.
#ifndef INTERLINE_CLI_STARTING_FOLDER_H_
#define INTERLINE_CLI_STARTING_FOLDER_H_

#include <map>
#include <string>

#include "adapters/engine/plan.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::cli {

struct StartingPlatform {
  std::string folder;
  std::string id;
  std::string name_zh;
  std::string name_en;
  adapter::v1::Transport transport = adapter::v1::TRANSPORT_KAFKA;
  std::string owner;
  // What was read; empty = nothing is public, or what the dialect says of itself.
  std::string evidence;
};

// Contents by path from the new folder: platform.textproto, README.md, and examples taken from those of the dialect,
// whose folder is `dialect_directory`, with the new platform in place of the trial platform.
std::map<std::string, std::string> StartingFolder(const StartingPlatform& platform, const adapters::Plan& dialect,
                                                  const std::string& dialect_directory);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_STARTING_FOLDER_H_
