// One specification as it stands in a file, with the place of each of its fields.
#ifndef INTERLINE_ADAPTERS_ENGINE_SPECIFICATION_FILE_H_
#define INTERLINE_ADAPTERS_ENGINE_SPECIFICATION_FILE_H_

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <string>
#include <utility>
#include <vector>

#include "adapters/engine/lint.h"
#include "adapters/engine/mistakes.h"

namespace interline::adapters {

class SpecificationFile {
 public:
  // `message` is filled by Read and must live as long as this.
  SpecificationFile(std::string path, google::protobuf::Message& message) : path_(std::move(path)), message_(message) {}

  SpecificationFile(const SpecificationFile&) = delete;
  SpecificationFile& operator=(const SpecificationFile&) = delete;

  // False when the file cannot be read or is no such message; why goes to `findings`, and so does every name that is
  // not known. Those are passed over, and what else is there can be checked.
  bool Read(std::vector<Finding>& findings);

  // Where a field stands, or the nearest thing around it that stands there.
  Finding At(const Place& place, std::string message) const;

  const std::string& path() const { return path_; }

 private:
  const std::string path_;
  google::protobuf::Message& message_;
  google::protobuf::TextFormat::ParseInfoTree locations_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_SPECIFICATION_FILE_H_
