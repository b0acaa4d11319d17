// A routing table as it stands in its file: read, with the line of each row, and checked.
//
// Beside its syntax these are checked: ids and names are there, of the agreed form, and stand once; every row names a
// source and every source is used; codes are those of the contract; areas have 2, 4 or 6 digits, none twice; every
// destination by area has an office or a stated gap for every province, and lies in no area that counts as abroad;
// every destination is led to by a rule; a rule states at least one condition (a rule without would be a default) and
// is not hidden behind an earlier one.
#ifndef INTERLINE_CORE_ROUTING_TABLE_FILE_H_
#define INTERLINE_CORE_ROUTING_TABLE_FILE_H_

#include <google/protobuf/text_format.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "interline/routes/v1/routing_table.pb.h"

namespace interline::routing {

// One thing that is wrong.
struct Finding {
  std::string file;
  int line = 1;
  std::string message;

  // "deploy/config/routing.textproto:17: ..."
  std::string ToString() const;
};

struct TableFile {
  std::string name;
  routes::v1::RoutingTable table;
  google::protobuf::TextFormat::ParseInfoTree locations;

  // Line of an entry of one of the table's lists ("rules", 3), or of an entry of a list in it.
  int LineOf(absl::string_view list, int index) const;
  int LineOf(absl::string_view list, int index, absl::string_view inner, int inner_index) const;
};

// `name` is what findings call the file. No findings: the table is whole.
std::vector<Finding> ReadTable(const std::string& text, const std::string& name, TableFile& file);

// The checks that follow the reading.
std::vector<Finding> CheckTable(const TableFile& file);

}  // namespace interline::routing

#endif  // INTERLINE_CORE_ROUTING_TABLE_FILE_H_
