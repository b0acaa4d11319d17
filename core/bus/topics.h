// The topics of Interline and how they are set.
//
//   topic                key             value                                   kept
//   in.<platform>        ticket number   the dialect's bytes                     30 days
//   out.<platform>       ticket number   the dialect's bytes                     7 days
//   commands             ticket id       interline.v1.TicketEvent, proposed      7 days
//   events               ticket id       interline.v1.TicketEvent, accepted      10 years
//   outbox.<platform>    ticket id       interline.v1.Delivery                   7 days
//   state                entity          what ticketing remembers                compacted, the last value for ever
//   rejected             ticket id       interline.v1.Rejection                  30 days
//   courier              attempt, poll   what the courier remembers              compacted, the last value for ever
//
// All are LogAppendTime: a partner's wrong clock must not make the broker refuse a record. Partition counts are fixed
// at creation; commands, events, state and the outboxes have the same, and so have courier and the topics out.
#ifndef INTERLINE_CORE_BUS_TOPICS_H_
#define INTERLINE_CORE_BUS_TOPICS_H_

#include <string>
#include <vector>

#include "core/bus/bus.h"

namespace interline::bus {

inline constexpr char kCommands[] = "commands";
inline constexpr char kEvents[] = "events";
inline constexpr char kState[] = "state";
inline constexpr char kRejected[] = "rejected";
inline constexpr char kCourier[] = "courier";

std::string InTopic(const std::string& platform);
std::string OutTopic(const std::string& platform);
std::string OutboxTopic(const std::string& platform);

// The platform in the name of such a topic; empty when it is none.
std::string PlatformOfInTopic(const std::string& topic);
std::string PlatformOfOutTopic(const std::string& topic);
std::string PlatformOfOutboxTopic(const std::string& topic);

// All topics for these platforms. `replication_factor` 0 = the broker's default; from 3 on two replicas must be in sync
// for a write to be acknowledged.
std::vector<TopicSpec> InterlineTopics(const std::vector<std::string>& platforms, int32_t partitions,
                                       int32_t replication_factor);

}  // namespace interline::bus

#endif  // INTERLINE_CORE_BUS_TOPICS_H_
