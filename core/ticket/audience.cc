#include "core/ticket/audience.h"

#include <algorithm>
#include <set>

namespace interline::ticket {
namespace {

// The side that handles the ticket or is to handle it; empty if there is none.
const std::string& HandlingSide(const v1::Ticket& ticket) {
  return ticket.holder() == ticket.origin() ? ticket.offered_to() : ticket.holder();
}

std::vector<std::string> Named(Tell tell, const v1::Ticket& before, const v1::Ticket& after) {
  switch (tell) {
    case Tell::kNobody:
      return {};
    case Tell::kOtherSide:
    case Tell::kBothSides:
      return {before.origin(), HandlingSide(before)};
    case Tell::kOrigin:
      return {after.origin()};
    case Tell::kHolder:
      return {after.holder()};
    case Tell::kNewAddressee:
      return {after.offered_to()};
  }
  return {};
}

}  // namespace

std::vector<std::string> Audience(Tell tell, const v1::Ticket& before, const v1::Ticket& after,
                                  const v1::TicketEvent& event) {
  std::vector<std::string> named = Named(tell, before, after);
  named.erase(std::remove_if(named.begin(), named.end(),
                             [&](const std::string& one) { return one.empty() || one == event.source(); }),
              named.end());
  return named;
}

std::vector<std::string> Parties(const v1::Ticket& before, const v1::Ticket& after) {
  std::set<std::string> parties = {before.origin(), before.holder(), before.offered_to(),
                                   after.origin(),  after.holder(),  after.offered_to()};
  parties.erase("");
  return {parties.begin(), parties.end()};
}

}  // namespace interline::ticket
