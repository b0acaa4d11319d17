#include "services/translator/rejections.h"

#include <spdlog/spdlog.h>

#include "core/base/refusal.h"
#include "core/bus/topics.h"

namespace interline::translator {

v1::LogPosition PositionOf(const bus::Record& record) {
  v1::LogPosition position;
  position.set_topic(record.topic);
  position.set_partition(record.partition);
  position.set_offset(record.offset);
  return position;
}

v1::Refusal RefusalOf(const absl::Status& status) {
  if (const auto refusal = GetRefusal(status)) return *refusal;
  v1::Refusal refusal;
  refusal.set_reason(v1::REFUSAL_REASON_MALFORMED);
  refusal.set_explanation("The message cannot be read.");
  return refusal;
}

bus::Message RejectionMessage(const v1::Rejection& rejection) {
  const v1::LogPosition& position = rejection.position();
  spdlog::warn("rejected platform={} topic={} partition={} offset={} reason={}", rejection.platform(), position.topic(),
               position.partition(), position.offset(), ReasonName(rejection.refusal().reason()));
  bus::Message message;
  message.topic = bus::kRejected;
  message.key = rejection.ticket_id();
  message.value = rejection.SerializeAsString();
  return message;
}

}  // namespace interline::translator
