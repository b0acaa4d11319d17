// A Rejection on its way to the topic `rejected`.
#ifndef INTERLINE_SERVICES_TRANSLATOR_REJECTIONS_H_
#define INTERLINE_SERVICES_TRANSLATOR_REJECTIONS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/bus/bus.h"
#include "interline/v1/refusal.pb.h"

namespace interline::translator {

v1::LogPosition PositionOf(const bus::Record& record);

// The refusal that `status` carries. A plain error, which no adapter gives, is told as MALFORMED without its text.
v1::Refusal RefusalOf(const absl::Status& status);

// The record that tells of `rejection`, keyed by its ticket id. Logs it once: place and reason, never path or content,
// because a sender chooses the names of fields, too.
bus::Message RejectionMessage(const v1::Rejection& rejection);

}  // namespace interline::translator

#endif  // INTERLINE_SERVICES_TRANSLATOR_REJECTIONS_H_
