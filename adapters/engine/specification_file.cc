#include "adapters/engine/specification_file.h"

#include <google/protobuf/io/tokenizer.h>

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace interline::adapters {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;
using ParseInfoTree = TextFormat::ParseInfoTree;

class Collector final : public google::protobuf::io::ErrorCollector {
 public:
  Collector(const std::string& file, std::vector<Finding>& findings) : file_(file), findings_(findings) {}

  void AddError(int line, int column, const std::string& message) override {
    findings_.push_back({file_, line + 1, column + 1, message});
  }
  // What the parser may pass over: we let it, to hear of the rest in the same run.
  void AddWarning(int line, int column, const std::string& message) override { AddError(line, column, message); }

 private:
  const std::string& file_;
  std::vector<Finding>& findings_;
};

// A list written in brackets has one place for all its entries, that of the first.
TextFormat::ParseLocation LocationOf(const ParseInfoTree& tree, const FieldDescriptor& field, int index) {
  TextFormat::ParseLocation location = tree.GetLocation(&field, index);
  while (location.line < 0 && index > 0) location = tree.GetLocation(&field, --index);
  return location;
}

}  // namespace

std::string Finding::ToString() const { return absl::StrCat(file, ":", line, ":", column, ": ", message); }

bool SpecificationFile::Read(std::vector<Finding>& findings) {
  std::ifstream in(path_, std::ios::binary);
  if (!in) {
    findings.push_back({path_, 1, 1, "The file cannot be read."});
    return false;
  }
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  Collector collector(path_, findings);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.AllowUnknownField(true);
  parser.WriteLocationsTo(&locations_);
  return parser.ParseFromString(text, &message_);
}

Finding SpecificationFile::At(const Place& place, std::string message) const {
  Finding finding{path_, 1, 1, std::move(message)};
  const ParseInfoTree* tree = &locations_;
  const Descriptor* type = message_.GetDescriptor();
  for (const Place::Step& step : place.steps()) {
    const FieldDescriptor* field = type == nullptr ? nullptr : type->FindFieldByName(step.field);
    if (tree == nullptr || field == nullptr) break;
    const TextFormat::ParseLocation location = LocationOf(*tree, *field, step.index);
    if (location.line >= 0) {
      finding.line = location.line + 1;
      finding.column = location.column + 1;
    }
    type = field->message_type();
    tree = type == nullptr ? nullptr : tree->GetTreeForNested(field, step.index);
  }
  return finding;
}

}  // namespace interline::adapters
