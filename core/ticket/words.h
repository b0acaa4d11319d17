// The words of the field for what the table names: for documents and for people.
#ifndef INTERLINE_CORE_TICKET_WORDS_H_
#define INTERLINE_CORE_TICKET_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/ticket/vocabulary.h"

namespace interline::ticket {

struct KindWords {
  Kind kind;
  absl::string_view chinese;
  absl::string_view sentence;
};

// Every kind of event, in the order of the contract.
inline constexpr KindWords kKindWords[] = {
    {v1::TicketEvent::kTransferred, "转办、派单", "The origin hands the demand to another platform."},
    {v1::TicketEvent::kReceived, "已获取",
     "The addressee's system has stored the ticket; nobody has looked at it yet."},
    {v1::TicketEvent::kNotTaken, "未获取", "The addressee's system will not store it."},
    {v1::TicketEvent::kSigned, "签收", "The addressee takes the ticket."},
    {v1::TicketEvent::kReturnRequested, "申请退回", "Asks the origin to take the ticket back."},
    {v1::TicketEvent::kReturnDecided, "退回审核", "The origin agrees or not."},
    {v1::TicketEvent::kReassigned, "分派、再交办",
     "Given to a unit inside the holder's organisation; the holder stays bound."},
    {v1::TicketEvent::kCoHandlersAdded, "协办、会签、加派", "More units work on it; the holder leads."},
    {v1::TicketEvent::kProgressReported, "进度反馈", "An interim report; several may come."},
    {v1::TicketEvent::kSupplemented, "补充、补单", "More from the citizen: stands in the journal, replaces nothing."},
    {v1::TicketEvent::kUrged, "催办、重催", "The origin asks for haste."},
    {v1::TicketEvent::kUrgeSigned, "催办签收", "The handling side has seen an urge."},
    {v1::TicketEvent::kExtensionRequested, "申请延期", "The holder asks for more time."},
    {v1::TicketEvent::kExtensionDecided, "延期审核", "The origin grants it or not."},
    {v1::TicketEvent::kSuspended, "挂起", "The holder cannot go on for a while."},
    {v1::TicketEvent::kResumed, "恢复", "The holder goes on."},
    {v1::TicketEvent::kResolutionSubmitted, "办结反馈", "The result is handed in."},
    {v1::TicketEvent::kResolutionDecided, "办结审核", "The origin accepts the result or not."},
    {v1::TicketEvent::kCallbackRecorded, "回访", "The citizen was asked whether it is solved."},
    {v1::TicketEvent::kReopened, "重办", "It must be handled again, under the same number."},
    {v1::TicketEvent::kWithdrawn, "撤单", "The origin calls it off."},
    {v1::TicketEvent::kMerged, "并单", "It goes on as part of another ticket."},
    {v1::TicketEvent::kEscalated, "升级、督办", "It is handed to a higher level."},
    {v1::TicketEvent::kArchived, "归档", "It is closed for good."},
    {v1::TicketEvent::kRefused, "拒收", "A message had no effect. Never proposed: it is the answer to a proposal."},
    {v1::TicketEvent::kRepeatRecognised, "重复报文",
     "A message came again. Never proposed: it is a note on a proposal."},
    {v1::TicketEvent::kDeliveryReported, "投递结果", "How telling a platform went."},
    {v1::TicketEvent::kDeadlineApproached, "临期", "The time is nearly over."},
    {v1::TicketEvent::kDeadlineMissed, "逾期", "The time is over."},
    {v1::TicketEvent::kDuplicateSuspected, "疑似重复",
     "Another ticket looks like the same demand; a hint for a person."},
    {v1::TicketEvent::kChildMerged, "并入", "Another ticket goes on as part of this one."},
    {v1::TicketEvent::kMergeUndone, "并单撤销",
     "The ticket it was merged into cannot carry it; it is on its own again."},
};

// "OFFERED"; "none" where there is no ticket.
std::string StateName(State state);
// "Transferred", as the message is called.
std::string KindTitle(Kind kind);

absl::string_view StateChinese(State state);
absl::string_view KindChinese(Kind kind);

}  // namespace interline::ticket

#endif  // INTERLINE_CORE_TICKET_WORDS_H_
