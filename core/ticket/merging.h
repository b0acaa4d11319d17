// Merging (并单), which concerns two tickets and so takes two steps: the child joins and the broker asks the parent to
// take it in. If the parent cannot, or is called off later, the child is on its own again. The parent's result goes to
// every child, and through a child that is a parent itself to its children.
//
// No circle can come about: a parent takes a child in only while it is not merged itself.
#ifndef INTERLINE_CORE_TICKET_MERGING_H_
#define INTERLINE_CORE_TICKET_MERGING_H_

#include "absl/status/status.h"
#include "core/ticket/effects.h"

namespace interline::ticket {

// Most tickets that may be merged into one.
inline constexpr int kMostChildren = 100;

// The child's side.
void Join(const Step& step);
// TRANSITION_NOT_ALLOWED when it is another merge that is to be undone.
absl::Status Leave(const Step& step);

// The parent's side.
// ACTOR_NOT_ALLOWED when the child's origin is no party of the parent: it would be shown a foreign result.
// LIMIT_REACHED past kMostChildren.
absl::Status Adopt(const Step& step);
void PassResult(const Step& step);
void FanOut(const Step& step);
void ReleaseChildren(const Step& step);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_MERGING_H_
