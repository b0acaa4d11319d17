// Compiles the rows of one level: of a message, or of an entry of a list.
#ifndef INTERLINE_ADAPTERS_ENGINE_BLOCK_COMPILER_H_
#define INTERLINE_ADAPTERS_ENGINE_BLOCK_COMPILER_H_

#include <google/protobuf/descriptor.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/engine/mistakes.h"
#include "adapters/engine/plan.h"
#include "adapters/engine/value_compiler.h"
#include "adapters/engine/wire_paths.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// What a path of ours is left to: the paths that are dropped, implied or never asked for.
struct Exceptions {
  std::vector<std::string> drops;
  std::set<std::string> implied;
  std::set<std::string> ignored;
};

// Used once.
class BlockCompiler {
 public:
  // Fills `block`, whose fields of ours are those of `ours`. `ours_above` stands before our paths in mistakes.
  // `paths` are those there can be in the format.
  BlockCompiler(const CompileContext& context, const WirePaths& paths, const google::protobuf::Descriptor& ours,
                Block& block);

  // A value that is written at `theirs` and was checked before the rows are read.
  void AddCondition(const adapter::v1::Condition& condition, const Place& place);
  // Group rows are compiled with what `exceptions` says below their list.
  void AddRow(const adapter::v1::Row& row, const Place& place, const Exceptions& exceptions);
  // Fields of theirs, with everything below them, that are known and passed over.
  void AddIgnored(const google::protobuf::RepeatedPtrField<std::string>& ignores, const Place& place);
  // A field that others than the rows see to; it is passed over.
  void AddForeign(absl::string_view path, const Place& place);
  // After all rows: finds what cannot be written, and rows that are read only and leave their field nowhere else to go.
  void Finish(const Exceptions& exceptions);

  // The node of ours with this path, made if it is not there yet; kNone for the path of no message.
  int NodeFor(absl::string_view path);

  // The row that reads `ours`, or null.
  const RowPlan* Reader(absl::string_view ours) const;
  // Whether some row writes `ours`.
  bool IsWritten(absl::string_view ours) const;
  // Whether some code is chosen by a day.
  static bool IsDated(const Block& block);
  // Whether there are names that nobody looks at.
  static bool PassesOver(const Block& block);

 private:
  int AddTheirs(absl::string_view path, const Place& place, WirePaths::Use use = WirePaths::Use::kValue);
  void CheckLexical(adapter::v1::Lexical lexical, absl::string_view path, const Place& place);
  bool AddOurs(const adapter::v1::Row& row, const Place& place, RowPlan& plan);
  bool ClaimWriter(int leaf, const Place& place);
  int FindObject(absl::string_view path) const;
  void PassOver(int node);
  void AddMore(const adapter::v1::Text& text, const Place& place, RowPlan& plan);
  void CompileGroup(const adapter::v1::Group& group, const Place& place, const Exceptions& exceptions, RowPlan& plan);
  int NodeFor(const std::vector<const google::protobuf::FieldDescriptor*>& chain);
  void FindInexpressible(const google::protobuf::Descriptor& ours, int node, const std::string& path,
                         const Exceptions& exceptions);

  const CompileContext& context_;
  const WirePaths paths_;
  const google::protobuf::Descriptor& ours_;
  Block& block_;
  std::vector<Place> places_;  // of block_.rows
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_BLOCK_COMPILER_H_
