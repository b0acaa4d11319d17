// Compiles one message of a dialect and checks that it makes whole events and that whole events can be written with it.
#ifndef INTERLINE_ADAPTERS_ENGINE_MESSAGE_COMPILER_H_
#define INTERLINE_ADAPTERS_ENGINE_MESSAGE_COMPILER_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "adapters/engine/block_compiler.h"
#include "adapters/engine/mistakes.h"
#include "adapters/engine/plan.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::adapters {

// Used once.
class MessageCompiler {
 public:
  // `message` lives as long as the plan that is made. New subjects are added to `plan`, whose wires are there already.
  MessageCompiler(const CompileContext& context, const adapter::v1::Message& message, const Place& place, Plan& plan);

  // Null when the message is too wrong to go on. What is wrong goes to the context's mistakes.
  std::unique_ptr<MessagePlan> Compile();

 private:
  bool CompileKind();
  void CompileConditions();
  void CompileImplied();
  void CompileDrops();
  void CompileRows();
  void CompileIdentity();
  void CompileDay();
  void AddForeign();
  void CheckTicketId();
  void CheckEnvelope();
  void CheckKind();
  void CheckLimits();
  void NotePaths();

  bool SetImplied(const adapter::v1::Implied& implied, ImpliedPlan& plan);
  bool IsImplied(const std::string& ours) const { return exceptions_.implied.count(ours) > 0; }
  // Whether reading always sets `ours`.
  bool IsAlwaysRead(const std::string& ours) const;
  bool IsWrittenOrLeftOut(const std::string& ours) const;
  void RequireReader(const std::string& ours, absl::string_view rule);
  bool Goes(adapter::v1::Direction direction) const;
  void Add(const Place& place, std::string what) { context_.mistakes->Add(place, std::move(what)); }

  const CompileContext& context_;
  const adapter::v1::Message& message_;
  const Place place_;
  Plan& whole_;
  std::unique_ptr<MessagePlan> plan_;
  BlockCompiler rows_;
  Exceptions exceptions_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_MESSAGE_COMPILER_H_
