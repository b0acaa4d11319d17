#include <map>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "adapters/schema/contract_words.h"

namespace interline::schema {
namespace {

struct Entry {
  // Without the package.
  absl::string_view name;
  Words words;
};

constexpr Entry kEnvelope[] = {
    {"TicketEvent.id", {"报文标识，重发时不变", "id of the message, the same when it is sent again"}},
    {"TicketEvent.source", {"发送平台", "platform that says it"}},
    {"TicketEvent.ticket_id", {"工单标识（首接平台:首接平台编号）", "ticket id, <origin>:<origin's number>"}},
    {"TicketEvent.source_number", {"发送方的工单编号", "the sender's number of the ticket"}},
    {"TicketEvent.recipient", {"接收平台", "platform it is for"}},
    {"TicketEvent.recipient_number", {"接收方的工单编号", "the receiver's number of the ticket"}},
    {"TicketEvent.generation", {"派发批次", "which dispatch of the number"}},
    {"TicketEvent.occurred_at", {"发生时间", "when it happened, by the sender's clock"}},
    {"TicketEvent.received_at", {"接收时间", "when it reached Interline"}},
    {"TicketEvent.actor", {"经办人", "who acted"}},
    {"TicketEvent.causation_id", {"所答复的报文标识", "id of the message that this one answers"}},
    {"TicketEvent.traceparent", {"链路跟踪标识", "W3C trace context"}},
    {"TicketEvent.provenance", {"来源", "which bytes it was read from"}},
    {"TicketEvent.journal", {"受理结果", "the verdict on it"}},
    {"Actor.unit_code", {"承办单位编码", "code of the unit"}},
    {"Actor.unit_name", {"承办单位名称", "name of the unit"}},
    {"Actor.staff_id", {"工号", "staff or seat number"}},
    {"Actor.staff_name", {"经办人姓名", "name of the officer"}},
    {"Actor.phone", {"经办人电话", "telephone of the officer"}},
    {"Provenance.position", {"日志位置", "place in the log"}},
    {"Provenance.mapping", {"接口规范版本", "specification and version"}},
    {"Provenance.routing", {"分办依据", "how the addressee was found"}},
    {"Routing.table", {"分办规则版本", "version of the routing table"}},
    {"Routing.rule", {"分办规则", "rule that decided"}},
    {"Routing.platform", {"承办平台", "platform that is to handle it"}},
    {"Routing.unit_code", {"承办单位编码", "code of the unit there"}},
    {"Routing.unit_name", {"承办单位名称", "name of the unit there"}},
    {"LogPosition.topic", {"主题", "topic"}},
    {"LogPosition.partition", {"分区", "partition"}},
    {"LogPosition.offset", {"偏移量", "offset"}},
    {"Journal.sequence", {"工单事件序号", "place among the ticket's events"}},
    {"Journal.state_before", {"事前状态", "state before"}},
    {"Journal.state_after", {"事后状态", "state after"}},
    {"Journal.effect", {"效果", "what it did"}},
    {"Journal.accepted_at", {"受理时间", "when it was accepted"}},
    {"Journal.holder", {"当前承办方", "who is bound to act now"}},
    {"Journal.limit", {"现行时限", "the limit that holds now"}},
    {"Journal.parties", {"有关平台", "platforms that it concerns"}},
    {"TimeLimit.value", {"时限数值", "length of the limit"}},
    {"TimeLimit.unit", {"时限单位", "unit of the limit"}},
    {"TimeLimit.start", {"时限起点", "when the clock starts"}},
    {"TimeLimit.counting", {"首日计法", "whether the first day counts"}},
    {"TimeLimit.due_at", {"截止时间", "due time"}},
    {"TimeLimit.computed_by", {"计算截止时间的平台", "platform that computed the due time"}},
    {"TimeLimit.provisional", {"截止时间为暂定", "the due time is provisional"}},
    {"AnswerContent.event_id", {"报文标识", "id of the message that is answered"}},
    {"AnswerContent.ticket_id", {"工单标识", "ticket id"}},
    {"AnswerContent.number", {"应答方的工单编号", "number that the answering side gives the ticket"}},
    {"AnswerContent.reason", {"拒收原因", "reason of the refusal"}},
    {"AnswerContent.path", {"出错字段", "field that is meant"}},
    {"AnswerContent.explanation", {"说明", "explanation for a person"}},
    {"AnswerContent.answered_at", {"应答时间", "when it was answered"}},
    {"AnswerContent.retry_after_seconds", {"多少秒后可重发", "seconds until it may be sent again"}},
    {"AnswerContent.message", {"所应答的报文", "message that is answered"}},
};

constexpr Entry kMatter[] = {
    {"Transferred.to", {"承办平台", "platform that is to handle it"}},
    {"Transferred.matter", {"诉求", "the matter"}},
    {"Transferred.limit", {"办理时限", "time limit"}},
    {"Transferred.note", {"派单意见", "why it is theirs"}},
    {"Matter.title", {"标题", "title"}},
    {"Matter.content", {"诉求内容", "content"}},
    {"Matter.category", {"业务类别", "category of business"}},
    {"Matter.demand_type", {"诉求类型", "kind of demand"}},
    {"Matter.language", {"服务语言", "language to answer in"}},
    {"Matter.channel", {"诉求来源", "channel"}},
    {"Matter.business_option", {"业务选项", "option of the voice menu"}},
    {"Matter.urgency", {"紧急程度", "urgency"}},
    {"Matter.region", {"事发地", "where the matter lies"}},
    {"Matter.caller", {"来电人", "the caller"}},
    {"Matter.confidential", {"是否保密", "whether the caller is to be kept confidential"}},
    {"Matter.asked_at", {"来电时间", "when the citizen called or wrote"}},
    {"Matter.attachments", {"附件", "attachments"}},
    {"Matter.call", {"通话", "the call"}},
    {"Region.code", {"行政区划代码", "code of the region"}},
    {"Region.name", {"行政区划名称", "name of the region"}},
    {"Region.address", {"详细地址", "street and house"}},
    {"Caller.name", {"来电人姓名", "name of the caller"}},
    {"Caller.sex", {"性别", "sex"}},
    {"Caller.calling_number", {"来电号码", "number that called"}},
    {"Caller.contact_number", {"联系电话", "number to call back"}},
    {"Caller.document_type", {"证件类型", "kind of document"}},
    {"Caller.document_number", {"证件号码", "number of the document"}},
    {"Caller.nationality", {"国籍", "nationality"}},
    {"Attachment.id", {"附件标识", "id of the file"}},
    {"Attachment.file_name", {"文件名", "name of the file"}},
    {"Attachment.media_type", {"媒体类型", "media type"}},
    {"Attachment.size_bytes", {"字节数", "size in bytes"}},
    {"Attachment.sha256", {"SHA-256 摘要", "SHA-256 of the content"}},
    {"Attachment.url", {"下载地址", "where to fetch it"}},
    {"Attachment.content", {"文件内容", "the content itself"}},
    {"Attachment.part", {"第几部分", "which part of the content"}},
    {"Attachment.parts", {"共几部分", "of how many parts"}},
    {"CallLeg.call_id", {"通话标识", "id of the call"}},
    {"CallLeg.recording_id", {"录音编号", "number of the recording"}},
    {"CallLeg.mode", {"来电方式", "how the call came"}},
};

// By the field of TicketEvent: what each kind of message is.
constexpr Entry kKinds[] = {
    {"TicketEvent.transferred", {"转办、派单", "handed to the other hotline"}},
    {"TicketEvent.received", {"已获取", "the other system has stored it"}},
    {"TicketEvent.not_taken", {"未获取", "the other system will not store it"}},
    {"TicketEvent.signed", {"签收", "taken by the addressee, who is now bound to act"}},
    {"TicketEvent.return_requested", {"申请退回", "asks the origin to take it back"}},
    {"TicketEvent.return_decided", {"退回审核", "the origin's answer to that"}},
    {"TicketEvent.reassigned", {"再交办、分派", "given to a unit of the holder"}},
    {"TicketEvent.co_handlers_added", {"协办、会签、加派", "further units work on it"}},
    {"TicketEvent.progress_reported", {"进度反馈", "an interim report"}},
    {"TicketEvent.supplemented", {"补充、补单", "more from the citizen"}},
    {"TicketEvent.urged", {"催办、重催", "the origin asks for haste"}},
    {"TicketEvent.urge_signed", {"催办签收", "the holder has seen the urge"}},
    {"TicketEvent.extension_requested", {"申请延期", "asks for more time"}},
    {"TicketEvent.extension_decided", {"延期审核", "the origin's answer to that"}},
    {"TicketEvent.suspended", {"挂起", "the clock stops"}},
    {"TicketEvent.resumed", {"恢复", "the clock goes on"}},
    {"TicketEvent.resolution_submitted", {"办结反馈", "the result is handed in"}},
    {"TicketEvent.resolution_decided", {"办结审核", "the origin accepts the result or not"}},
    {"TicketEvent.callback_recorded", {"回访", "the citizen was called back"}},
    {"TicketEvent.reopened", {"重办", "must be handled again"}},
    {"TicketEvent.withdrawn", {"撤单", "called off by the origin"}},
    {"TicketEvent.merged", {"并单", "goes on as part of another ticket"}},
    {"TicketEvent.escalated", {"升级、督办", "handed to a higher level"}},
    {"TicketEvent.archived", {"归档", "closed for good"}},
    {"TicketEvent.refused", {"拒收", "a message had no effect"}},
    {"TicketEvent.repeat_recognised", {"重复报文", "a message came again, without effect"}},
    {"TicketEvent.delivery_reported", {"投递结果", "how telling a platform went"}},
    {"TicketEvent.deadline_approached", {"临期", "the time is nearly over"}},
    {"TicketEvent.deadline_missed", {"逾期", "the time is over"}},
    {"TicketEvent.duplicate_suspected", {"疑似重复", "another ticket looks like the same demand"}},
    {"TicketEvent.child_merged", {"并入", "another ticket goes on as part of this one"}},
    {"TicketEvent.merge_undone", {"并单撤销", "it does not go on as part of the other after all"}},
};

constexpr Entry kEvents[] = {
    {"ReturnDecided.decision", {"退回审核结果", "decision on the return"}},
    {"ReturnDecided.note", {"审核意见", "note"}},
    {"ExtensionDecided.decision", {"延期审核结果", "decision on more time"}},
    {"ExtensionDecided.note", {"审核意见", "note"}},
    {"ExtensionDecided.limit", {"延期后的时限", "the limit that holds from now on"}},
    {"ResolutionDecided.decision", {"办结审核结果", "decision on the result"}},
    {"ResolutionDecided.note", {"审核意见", "note"}},
    {"Supplemented.text", {"补充内容", "what is added"}},
    {"Supplemented.attachments", {"附件", "attachments"}},
    {"Urged.urge_id", {"催办编号", "number of the urge"}},
    {"Urged.again", {"是否重催", "whether it is a renewed order"}},
    {"Urged.reason", {"催办原因", "reason"}},
    {"Urged.limit", {"催办时限", "time limit of the urge"}},
    {"CallbackRecorded.reached", {"是否联系上", "whether the citizen was reached"}},
    {"CallbackRecorded.solved", {"是否解决", "whether it is solved"}},
    {"CallbackRecorded.satisfaction", {"满意度", "satisfaction"}},
    {"CallbackRecorded.opinion", {"市民意见", "the citizen's opinion"}},
    {"Reopened.reason", {"重办原因", "why it must be handled again"}},
    {"Reopened.limit", {"重办时限", "new time limit"}},
    {"Withdrawn.reason", {"撤单原因", "why it is called off"}},
    {"Merged.into", {"并入的工单标识", "ticket id of the one that goes on"}},
    {"Merged.reason", {"并单原因", "why they are one"}},
    {"NotTaken.reason", {"未获取原因", "why it is not stored"}},
    {"ReturnRequested.reason", {"退回原因", "reason of the return"}},
    {"ReturnRequested.note", {"退回说明", "explanation"}},
    {"Reassigned.to", {"交办单位", "unit it is given to"}},
    {"Reassigned.note", {"交办意见", "note"}},
    {"CoHandlersAdded.units", {"协办单位", "units that work on it too"}},
    {"CoHandlersAdded.note", {"协办意见", "note"}},
    {"ProgressReported.text", {"办理进度", "report"}},
    {"ProgressReported.attachments", {"附件", "attachments"}},
    {"UrgeSigned.urge_id", {"催办编号", "number of the urge"}},
    {"ExtensionRequested.by", {"申请延长的时限", "how much more time"}},
    {"ExtensionRequested.reason", {"延期原因", "why more time is needed"}},
    {"Suspended.reason", {"挂起原因", "why the clock stops"}},
    {"Resumed.note", {"恢复说明", "note"}},
    {"ResolutionSubmitted.outcome", {"办理结果", "how the matter ended"}},
    {"ResolutionSubmitted.text", {"答复内容", "the result in words"}},
    {"ResolutionSubmitted.attachments", {"附件", "attachments"}},
    {"Escalated.cause", {"升级原因", "cause"}},
    {"Escalated.note", {"升级说明", "note"}},
    {"Refused.event_id", {"被拒收的报文标识", "id of the message that was refused"}},
    {"Refused.refusal", {"拒收说明", "why it was refused"}},
    {"Refusal.reason", {"拒收原因", "reason of the refusal"}},
    {"Refusal.path", {"出错字段", "field that is meant"}},
    {"Refusal.explanation", {"说明", "explanation for a person"}},
    {"RepeatRecognised.event_id", {"报文标识", "id of the message"}},
    {"RepeatRecognised.from", {"重发的平台", "platform that repeated it"}},
    {"RepeatRecognised.event_kind", {"报文种类", "kind of message"}},
    {"RepeatRecognised.accepted", {"首次是否受理", "whether the first one was accepted"}},
    {"RepeatRecognised.refusal", {"首次拒收原因", "why the first one was refused"}},
    {"RepeatRecognised.position", {"日志位置", "place in the log"}},
    {"DeliveryReported.delivery_id", {"投递标识", "id of the delivery"}},
    {"DeliveryReported.platform", {"投递的平台", "platform that was told"}},
    {"DeliveryReported.result", {"投递结果", "result"}},
    {"DeliveryReported.refusal", {"拒收说明", "why it was refused"}},
    {"DeliveryReported.attempts", {"投递次数", "attempts so far"}},
    {"DeliveryReported.retry_at", {"再次投递时间", "not to be tried again before"}},
    {"DeadlineApproached.due_at", {"截止时间", "due time"}},
    {"DeadlineMissed.due_at", {"截止时间", "due time"}},
    {"DuplicateSuspected.ticket_ids", {"疑似重复的工单标识", "ids of tickets that look alike"}},
    {"ChildMerged.child", {"被并入的工单标识", "ticket id of the other one"}},
    {"MergeUndone.into", {"原并入的工单标识", "ticket id of the other one"}},
    {"MergeUndone.refusal", {"未能并入的原因", "why the other one could not take it"}},
};

template <size_t size>
void Add(const Entry (&entries)[size], std::map<absl::string_view, Words>& words) {
  for (const Entry& entry : entries) words.emplace(entry.name, entry.words);
}

absl::string_view NameOf(const google::protobuf::FieldDescriptor& field) {
  absl::string_view name = field.full_name();
  if (!absl::ConsumePrefix(&name, "interline.v1.")) absl::ConsumePrefix(&name, "interline.adapter.v1.");
  return name;
}

}  // namespace

Words WordsOfField(const google::protobuf::FieldDescriptor& field) {
  static const auto* const kWords = [] {
    auto* words = new std::map<absl::string_view, Words>();
    Add(kEnvelope, *words);
    Add(kMatter, *words);
    Add(kKinds, *words);
    Add(kEvents, *words);
    return words;
  }();
  const auto found = kWords->find(NameOf(field));
  return found == kWords->end() ? Words() : found->second;
}

}  // namespace interline::schema
