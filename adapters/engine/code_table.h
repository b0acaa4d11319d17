// A code table made ready for look-up in both directions.
#ifndef INTERLINE_ADAPTERS_ENGINE_CODE_TABLE_H_
#define INTERLINE_ADAPTERS_ENGINE_CODE_TABLE_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "adapters/engine/mistakes.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// Immutable once made; thread-safe.
class CodeTable {
 public:
  // Compiles the table at `place`; what is wrong goes to `mistakes`: an unknown enum or value, a value without a row
  // that is written and without `refuse_ours`, a code of theirs that is read twice, a value of ours that is written
  // twice.
  static CodeTable Make(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes);

  // Our value for their code; none when the code has no row.
  absl::optional<int> Ours(absl::string_view theirs) const;
  // Their code for our value; null when the value has no row.
  const std::string* Theirs(int ours) const;

  // Null when the enum is unknown.
  const google::protobuf::EnumDescriptor* ours() const { return enum_; }
  // All codes that stand in the table, refused ones included.
  const std::vector<std::string>& codes() const { return codes_; }
  // Values that can be written, ascending.
  std::vector<int> written_values() const;

 private:
  void AddRows(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes);
  void CheckTotal(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes) const;

  const google::protobuf::EnumDescriptor* enum_ = nullptr;
  std::vector<std::pair<std::string, int>> read_;     // sorted by code
  std::vector<std::pair<int, std::string>> written_;  // sorted by value
  std::vector<std::string> codes_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_CODE_TABLE_H_
