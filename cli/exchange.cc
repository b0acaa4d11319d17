#include "cli/exchange.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/words.h"
#include "core/base/check.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/ticket/event.h"

namespace interline::cli {
namespace {

using v1::TicketEvent;

// The broker's own kinds start here in the contract; they are not part of what platforms say.
constexpr int kFirstBrokerKind = 60;

// The kind, and for a decision what was decided.
std::string Word(const TicketEvent& event) {
  const std::string kind(ticket::KindName(event.kind_case()));
  if (event.has_resolution_decided()) {
    return absl::StrCat(kind, " ", EnumWord(v1::Decision_Name(event.resolution_decided().decision()), "DECISION_"));
  }
  if (event.has_return_decided()) {
    return absl::StrCat(kind, " ", EnumWord(v1::Decision_Name(event.return_decided().decision()), "DECISION_"));
  }
  return kind;
}

std::string Words(const std::vector<TicketEvent>& events) {
  return absl::StrJoin(events, ", ", [](std::string* out, const TicketEvent& event) { out->append(Word(event)); });
}

// What must arrive byte for byte, whatever the dialects between: the words of the citizen and of the answers.
std::vector<std::pair<const char*, std::string>> Contents(const TicketEvent& event) {
  if (event.has_transferred()) {
    const v1::Matter& matter = event.transferred().matter();
    return {{"title", matter.title()}, {"content", matter.content()}};
  }
  if (event.has_progress_reported()) return {{"text", event.progress_reported().text()}};
  if (event.has_resolution_submitted()) {
    const v1::ResolutionSubmitted& result = event.resolution_submitted();
    return {{"text", result.text()}, {"outcome", v1::Outcome_Name(result.outcome())}};
  }
  if (event.has_return_requested()) {
    return {{"reason", v1::ReturnReason_Name(event.return_requested().reason())}};
  }
  return {};
}

// Compares what a platform was told with what it should have been told.
void Compare(const std::string& platform, const std::vector<TicketEvent>& expected,
             const std::vector<TicketEvent>& there, Finding& finding) {
  if (Words(expected) != Words(there)) {
    finding.differences.push_back(
        absl::StrCat(platform, " was told [", Words(there), "] and should have been told [", Words(expected), "]"));
    if (there.size() < expected.size()) finding.lost = true;
    return;
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    const auto should = Contents(expected[i]);
    const auto is = Contents(there[i]);
    for (size_t j = 0; j < should.size(); ++j) {
      if (should[j].second == is[j].second) continue;
      finding.differences.push_back(
          absl::StrCat("the ", should[j].first, " of ", Word(expected[i]), " came to ", platform, " changed"));
    }
  }
}

void CompareCounts(int is, int should, absl::string_view what, Finding& finding) {
  if (is == should) return;
  finding.differences.push_back(absl::StrCat(is, " ", what, " instead of ", should));
}

// Not every addressee can be told of the decision that ends a ticket, so the ticket's state says it as well.
std::string EndWord(const ScenarioTicket& ticket, const std::vector<TicketEvent>& told_to_addressee,
                    v1::Ticket::State state) {
  if (told_to_addressee.empty()) return "";
  const TicketEvent& last = told_to_addressee.back();
  if (last.has_return_decided() || state == v1::Ticket::STATE_RETURNED) return "returned 退回";
  if (!last.has_resolution_decided() && state != v1::Ticket::STATE_RESOLVED) return "transferred 转办";
  if (ticket.ending == Ending::kResolveAfterUrge) return "resolved after an urge 催办后办结";
  return ticket.ending == Ending::kResolveAfterRejection ? "resolved after a rejected result 审核退回后办结"
                                                         : "resolved 办结";
}

}  // namespace

Exchange::Exchange(const Scenario& scenario, const std::vector<Conversation>& conversations)
    : scenario_(scenario), conversations_(conversations) {
  CHECK(conversations.size() == scenario.tickets().size());
  for (const ScenarioTicket& ticket : scenario.tickets()) known_[ticket.ticket_id()];
}

Exchange::Known* Exchange::Of(absl::string_view ticket_id) {
  const auto found = known_.find(ticket_id);
  return found == known_.end() ? nullptr : &found->second;
}

void Exchange::OnSent(absl::string_view platform, absl::string_view number, absl::Time appended_at) {
  Known* const known = Of(TicketId(platform, number));
  if (known != nullptr && (!known->sent_at || appended_at < *known->sent_at)) known->sent_at = appended_at;
}

void Exchange::OnTold(const std::string& platform, const TicketEvent& event, absl::Time appended_at,
                      absl::string_view delivery_id) {
  if (delivery_id.empty()) return CountTold(platform, event, appended_at);
  Brought& brought = brought_[std::string(delivery_id)];
  if (!brought.event.has_value()) {
    brought.platform = platform;
    brought.event = event;
    brought.appended_at = appended_at;
  }
  CountBrought(brought);
}

void Exchange::CountBrought(Brought& brought) {
  if (!brought.is_delivered || !brought.event.has_value() || brought.is_counted) return;
  brought.is_counted = true;
  CountTold(brought.platform, *brought.event, brought.appended_at);
}

void Exchange::CountTold(const std::string& platform, const TicketEvent& event, absl::Time appended_at) {
  Known* const known = Of(event.ticket_id());
  if (known == nullptr || event.kind_case() >= kFirstBrokerKind) return;
  Told& told = known->told[platform];
  told.events.push_back(event);
  told.last = appended_at;
}

void Exchange::OnJournal(const TicketEvent& event) {
  const v1::DeliveryReported& report = event.delivery_reported();
  if (event.has_delivery_reported() && report.result() == v1::DeliveryReported::RESULT_DELIVERED) {
    Brought& brought = brought_[report.delivery_id()];
    brought.is_delivered = true;
    brought.appended_at = std::max(brought.appended_at, FromProto(event.journal().accepted_at()));
    CountBrought(brought);
  }
  Known* const known = Of(event.ticket_id());
  if (known != nullptr && event.journal().effect() == v1::Journal::EFFECT_APPLIED) {
    known->state = event.journal().state_after();
  }
  // Of transfers only: a simulator that was started again repeats its answers, too.
  const bool counts = event.has_repeat_recognised() && event.repeat_recognised().event_kind() == "transferred";
  if (known != nullptr && counts) ++known->repeats;
}

void Exchange::OnRejected(const v1::Rejection& rejection) {
  for (auto& [ticket_id, known] : known_) {
    // A message that could not be read names no ticket. Its bytes hold the number, as a text of its own.
    const std::string number = absl::StrCat("\"", SplitTicketId(ticket_id).number, "\"");
    const bool is_of_ticket = rejection.ticket_id().empty() ? rejection.platform() == SplitTicketId(ticket_id).origin &&
                                                                  absl::StrContains(rejection.original(), number)
                                                            : rejection.ticket_id() == ticket_id;
    if (!is_of_ticket) continue;
    ++known.refusals.count;
    known.refusals.last = rejection.refusal();
  }
}

Finding Exchange::JudgeOne(size_t index) const {
  const ScenarioTicket& ticket = scenario_.tickets()[index];
  const Known& known = known_.find(ticket.ticket_id())->second;
  const auto told = [&known](const std::string& platform) {
    const auto found = known.told.find(platform);
    return found == known.told.end() ? Told{} : found->second;
  };
  const Told addressee = told(ticket.to);
  const Told origin = told(ticket.from);
  Finding finding;
  finding.ticket = &ticket;
  finding.repeats = known.repeats;
  finding.refused = known.refusals.count;
  if (!known.sent_at) {
    finding.differences.push_back(absl::StrCat(ticket.from, " has not sent it"));
    return finding;
  }
  Compare(ticket.to, conversations_[index].told_to_addressee, addressee.events, finding);
  Compare(ticket.from, conversations_[index].told_to_origin, origin.events, finding);
  for (const auto& [platform, events] : known.told) {
    if (platform == ticket.to || platform == ticket.from) continue;
    finding.differences.push_back(absl::StrCat(platform, " was told of it and has no part in it"));
  }
  CompareCounts(finding.repeats, ticket.repeats(), "repeats recognised", finding);
  CompareCounts(finding.refused, ticket.refusals(), "messages refused", finding);
  finding.exchanged = ticket.arrives() && finding.differences.empty();

  std::vector<std::string> happened = {EndWord(ticket, addressee.events, known.state)};
  if (finding.repeats > 0) happened.push_back(absl::StrCat("repeat recognised 重复 x", finding.repeats));
  if (finding.refused > 0) {
    const v1::Refusal& refusal = known.refusals.last;
    happened.push_back(absl::StrCat("refused 拒收 ", ReasonName(refusal.reason()),
                                    refusal.path().empty() ? "" : absl::StrCat(" at ", refusal.path())));
  }
  if (!finding.differences.empty()) happened.push_back("DIFFERS");
  if (happened.front().empty()) happened.erase(happened.begin());
  finding.happened = absl::StrJoin(happened, ", ");
  if (!known.told.empty()) finding.took = std::max(addressee.last, origin.last) - *known.sent_at;
  return finding;
}

std::vector<Finding> Exchange::Judge() const {
  std::vector<Finding> findings;
  for (size_t i = 0; i < scenario_.tickets().size(); ++i) findings.push_back(JudgeOne(i));
  return findings;
}

}  // namespace interline::cli
