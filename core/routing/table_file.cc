#include "core/routing/table_file.h"

#include <google/protobuf/io/tokenizer.h>

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace interline::routing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;
using ParseInfoTree = TextFormat::ParseInfoTree;

class Collector final : public google::protobuf::io::ErrorCollector {
 public:
  Collector(const std::string& file, std::vector<Finding>& findings) : file_(file), findings_(findings) {}

  void AddError(int line, int, const std::string& message) override { findings_.push_back({file_, line + 1, message}); }

 private:
  const std::string& file_;
  std::vector<Finding>& findings_;
};

const FieldDescriptor* FieldOf(const Descriptor& type, absl::string_view name) {
  return type.FindFieldByName(std::string(name));
}

// A list written in brackets has one place for all its entries, that of the first.
int LineIn(const ParseInfoTree& tree, const FieldDescriptor* field, int index) {
  if (field == nullptr) return 1;
  TextFormat::ParseLocation location = tree.GetLocation(field, index);
  while (location.line < 0 && index > 0) location = tree.GetLocation(field, --index);
  return std::max(location.line, 0) + 1;
}

}  // namespace

std::string Finding::ToString() const { return absl::StrCat(file, ":", line, ": ", message); }

int TableFile::LineOf(absl::string_view list, int index) const {
  return LineIn(locations, FieldOf(*routes::v1::RoutingTable::descriptor(), list), index);
}

int TableFile::LineOf(absl::string_view list, int index, absl::string_view inner, int inner_index) const {
  const FieldDescriptor* outer = FieldOf(*routes::v1::RoutingTable::descriptor(), list);
  if (outer == nullptr || outer->message_type() == nullptr) return 1;
  const ParseInfoTree* tree = locations.GetTreeForNested(outer, index);
  return tree == nullptr ? 1 : LineIn(*tree, FieldOf(*outer->message_type(), inner), inner_index);
}

std::vector<Finding> ReadTable(const std::string& text, const std::string& name, TableFile& file) {
  file.name = name;
  std::vector<Finding> findings;
  Collector collector(file.name, findings);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(&file.locations);
  if (!parser.ParseFromString(text, &file.table)) return findings;
  return CheckTable(file);
}

}  // namespace interline::routing
