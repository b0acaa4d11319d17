// What the gateway says to a platform, in the platform's own dialect where that has a form for it, and in a plain form
// of ours where it has none: JSON (problem+json for what was not taken), or for SOAP an empty answer or a fault.
#ifndef INTERLINE_SERVICES_GATEWAY_ANSWERS_H_
#define INTERLINE_SERVICES_GATEWAY_ANSWERS_H_

#include "absl/time/time.h"
#include "adapters/engine/adapter.h"
#include "core/http/handler.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/refusal.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::gateway {

// How the dialect of a platform writes messages and answers.
struct Door {
  std::string platform;
  const adapters::Adapter* adapter = nullptr;
  // Whether it depends on the message how it is answered.
  bool answers_by_message = false;
  adapter::v1::WireFormat message_format = adapter::v1::WIRE_FORMAT_JSON;
  adapter::v1::WireFormat answer_format = adapter::v1::WIRE_FORMAT_JSON;
};

// In all of these `message` is the dialect's name of what is answered; empty when it is not known.

// The message is kept.
http::Answer Taken(const Door& door, const std::string& message, const v1::TicketEvent& event, absl::Time now);
// It is not, and never will be as it is. `status` is used where the dialect has no form of its own.
http::Answer Refused(const Door& door, const std::string& message, const v1::Refusal& refusal, unsigned int status,
                     absl::Time now);
// It is not; the same again may be. `status` as above: 409, 429 or 503. Always with Retry-After.
http::Answer Later(const Door& door, const std::string& message, unsigned int status, absl::string_view why,
                   absl::Time now);
// Whoever it is, is not believed. The same for every cause.
http::Answer Unbelieved(const Door& door, const std::string& message, absl::Time now);

}  // namespace interline::gateway

#endif  // INTERLINE_SERVICES_GATEWAY_ANSWERS_H_
