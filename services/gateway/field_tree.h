// The fields of a message as a tree, from the rows of a dialect: what its interface documents are written from.
#ifndef INTERLINE_SERVICES_GATEWAY_FIELD_TREE_H_
#define INTERLINE_SERVICES_GATEWAY_FIELD_TREE_H_

#include <deque>
#include <string>

#include "absl/strings/string_view.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::gateway {

struct FieldNode {
  std::string name;
  // In the order of the rows; stays in place when more come.
  std::deque<FieldNode> children;
  bool required = false;
  // A list of objects with these children.
  bool is_list = false;
  // How its value is written; null for an object and for what is known and passed over.
  const adapter::v1::Row* row = nullptr;
  // A credential or signature, made outside the rows.
  bool is_proof = false;
  // The one value by which the message is told from others; empty = any.
  std::string fixed;
  adapter::v1::Lexical fixed_lexical = adapter::v1::LEXICAL_UNSPECIFIED;

  // The child of this name, made when it is not there.
  FieldNode& Child(absl::string_view child);
};

// Whether a platform may send it.
bool ComesFromPlatform(const adapter::v1::Message& message);

// Adds the fields of a message that the platform sends. A field whose text is a document of its own is a text.
void AddMessage(const adapter::v1::Dialect& dialect, const adapter::v1::Message& message, FieldNode& root);
// Adds what a platform with this Access puts into such a message to prove itself, behind what AddMessage has added.
void AddProofs(const adapter::v1::Dialect& dialect, const adapter::v1::Access& access, FieldNode& root);
// Adds the fields of an answer.
void AddAnswer(const adapter::v1::Dialect& dialect, const adapter::v1::Answer& answer, FieldNode& root);

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_FIELD_TREE_H_
