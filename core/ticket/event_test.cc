#include "core/ticket/event.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/proto_time.h"
#include "core/base/status_matchers.h"
#include "core/ticket/bounds.h"
#include "core/ticket/test_support.h"

namespace interline::ticket {
namespace {

using E = v1::TicketEvent;
using Change = std::function<void(E&)>;

// A text of `count` characters of three bytes each.
std::string Characters(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += "字";
  return text;
}

v1::Matter& MatterOf(E& event) { return *event.mutable_transferred()->mutable_matter(); }

void AddAttachment(E& event, const std::string& id) { MatterOf(event).add_attachments()->set_id(id); }

void AddPart(E& event, uint32_t part, uint32_t parts) {
  v1::Attachment& attachment = *MatterOf(event).add_attachments();
  attachment.set_id("a");
  attachment.set_content("x");
  attachment.set_part(part);
  attachment.set_parts(parts);
}

TEST(Event, NamesItsKindAsTheContractDoes) {
  EXPECT_EQ(KindName(E::kTransferred), "transferred");
  EXPECT_EQ(KindName(E::kResolutionSubmitted), "resolution_submitted");
  EXPECT_EQ(KindName(E::KIND_NOT_SET), "");
}

TEST(Event, KnowsItsTicketFromTheOriginsNumber) {
  E event = MakeEvent(E::kTransferred, kGuangdong);
  EXPECT_EQ(TicketIdOf(event), kTicketId);
  event.clear_ticket_id();
  event.set_source_number("DH1");
  EXPECT_EQ(TicketIdOf(event), "440000:DH1");
  E signed_event = MakeEvent(E::kSigned, kHotline);
  signed_event.clear_ticket_id();
  signed_event.set_source_number("SH1");
  EXPECT_EQ(TicketIdOf(signed_event), "");
}

// ---- Digest ------------------------------------------------------------------------------------------------------

TEST(Digest, IsTheSameForEveryCopy) {
  const E event = MakeEvent(E::kTransferred, kGuangdong);
  EXPECT_EQ(Digest(event).size(), 16u);
  const std::vector<Change> changes = {
      [](E& e) { *e.mutable_received_at() = ToProto(At(5)); },
      [](E& e) { e.set_traceparent("00-1-2-01"); },
      [](E& e) { e.mutable_provenance()->mutable_position()->set_offset(7); },
      [](E& e) { e.mutable_journal()->set_sequence(3); },
      [](E& e) { e.set_recipient(kHotline); },
      [](E& e) { e.set_recipient_number("SH1"); },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    E copy = event;
    changes[i](copy);
    EXPECT_EQ(Digest(copy), Digest(event)) << i;
  }
}

TEST(Digest, DiffersWithEverythingThatIsSaid) {
  const E event = MakeEvent(E::kTransferred, kGuangdong);
  const std::vector<Change> changes = {
      [](E& e) { e.set_id("other"); },
      [](E& e) { e.set_source(kJiangsu); },
      [](E& e) { e.set_ticket_id("440000:OTHER"); },
      [](E& e) { e.set_source_number("DH2611240012"); },
      [](E& e) { e.set_generation(2); },
      [](E& e) { *e.mutable_occurred_at() = ToProto(At(1)); },
      [](E& e) { e.mutable_actor()->set_staff_id("1"); },
      [](E& e) { e.set_causation_id("e0"); },
      [](E& e) { MatterOf(e).set_title("另一件事"); },
      [](E& e) { e.mutable_transferred()->set_to(kJiangsu); },
      [](E& e) { e.mutable_signed_(); },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    E other = event;
    changes[i](other);
    EXPECT_NE(Digest(other), Digest(event)) << i;
  }
}

TEST(Digest, CoversNoAddresseeThatInterlineFound) {
  E here = MakeEvent(E::kTransferred, kHotline);
  here.mutable_transferred()->set_to(kGuangdong);
  here.mutable_provenance()->mutable_routing()->set_platform(kGuangdong);
  E there = here;
  there.mutable_transferred()->set_to(kJiangsu);
  there.mutable_provenance()->mutable_routing()->set_platform(kJiangsu);
  EXPECT_EQ(Digest(there), Digest(here));
  E named = here;
  named.clear_provenance();
  EXPECT_NE(Digest(named), Digest(here));
}

TEST(Digest, DoesNotMindWhetherATransferSpellsItsIdOut) {
  E with = MakeEvent(E::kTransferred, kGuangdong);
  with.set_source_number("DH2611240012");
  E without = with;
  without.clear_ticket_id();
  EXPECT_EQ(Digest(with), Digest(without));
}

// ---- Validate: good ----------------------------------------------------------------------------------------------

TEST(Validate, AcceptsTheShortestEventOfEveryKind) {
  for (const Kind kind : AllKinds()) {
    EXPECT_OK(Validate(MakeEvent(kind, kInterline))) << KindName(kind);
    EXPECT_OK(Validate(MakeEvent(kind, kGuangdong))) << KindName(kind);
  }
}

struct Good {
  const char* what;
  Kind kind;
  Change change;
};

const Good kGood[] = {
    {"the longest id", E::kSigned, [](E& e) { e.set_id(std::string(64, 'a')); }},
    {"an id of every character", E::kSigned, [](E& e) { e.set_id("aZ09._:-"); }},
    {"only the source's number", E::kSigned,
     [](E& e) {
       e.clear_ticket_id();
       e.set_source_number("SH1");
     }},
    {"only the recipient's number", E::kSigned,
     [](E& e) {
       e.clear_ticket_id();
       e.set_recipient_number("DH1");
     }},
    {"the first second", E::kSigned, [](E& e) { e.mutable_occurred_at()->set_seconds(946684800); }},
    {"the last second", E::kSigned, [](E& e) { e.mutable_occurred_at()->set_seconds(4102444799); }},
    {"the longest title", E::kTransferred, [](E& e) { MatterOf(e).set_title(Characters(200)); }},
    {"the longest content", E::kTransferred, [](E& e) { MatterOf(e).set_content(Characters(20000)); }},
    {"regions of 6 digits", E::kTransferred, [](E& e) { MatterOf(e).mutable_region()->set_code("440100"); }},
    {"regions of 9 digits", E::kTransferred, [](E& e) { MatterOf(e).mutable_region()->set_code("440106001"); }},
    {"regions of 12 digits", E::kTransferred, [](E& e) { MatterOf(e).mutable_region()->set_code("440106001002"); }},
    {"a nationality", E::kTransferred, [](E& e) { MatterOf(e).mutable_caller()->set_nationality("VNM"); }},
    {"a hundred attachments", E::kTransferred,
     [](E& e) {
       for (int i = 0; i < 100; ++i) AddAttachment(e, absl::StrCat("a", i));
     }},
    {"a file", E::kTransferred,
     [](E& e) {
       AddAttachment(e, "a");
       MatterOf(e).mutable_attachments(0)->set_content(std::string(256 * 1024, 'x'));
     }},
    {"the last part of a file", E::kTransferred, [](E& e) { AddPart(e, 1000, 1000); }},
    {"a number that is the id's", E::kTransferred, [](E& e) { e.set_source_number("DH2611240012"); }},
    {"an empty limit", E::kTransferred, [](E& e) { e.mutable_transferred()->mutable_limit(); }},
    {"a limit of a due time only", E::kTransferred,
     [](E& e) { *e.mutable_transferred()->mutable_limit()->mutable_due_at() = ToProto(At(9)); }},
    {"a due time of ours", E::kTransferred,
     [](E& e) { e.mutable_transferred()->mutable_limit()->set_computed_by(kInterline); }},
    {"the longest limit", E::kTransferred,
     [](E& e) {
       e.mutable_transferred()->mutable_limit()->set_value(1000);
       e.mutable_transferred()->mutable_limit()->set_unit(v1::TimeLimit::UNIT_HOUR);
     }},
    {"files instead of words", E::kSupplemented,
     [](E& e) {
       e.mutable_supplemented()->clear_text();
       e.mutable_supplemented()->add_attachments()->set_id("a1");
     }},
    {"another reason, explained", E::kReturnRequested,
     [](E& e) {
       e.mutable_return_requested()->set_reason(v1::RETURN_REASON_OTHER);
       e.mutable_return_requested()->set_note("说明");
     }},
};

TEST(Validate, AcceptsWhatTheContractAllows) {
  for (const Good& good : kGood) {
    E event = MakeEvent(good.kind, kGuangdong);
    good.change(event);
    EXPECT_OK(Validate(event)) << good.what;
  }
}

// ---- Validate: bad -----------------------------------------------------------------------------------------------

struct Bad {
  const char* what;
  Kind kind;
  Change change;
  const char* reason;
  const char* path;
};

const Bad kBadEnvelopes[] = {
    {"no id", E::kSigned, [](E& e) { e.clear_id(); }, "MISSING_FIELD", "id"},
    {"an id that is too long", E::kSigned, [](E& e) { e.set_id(std::string(65, 'a')); }, "INVALID_ID", "id"},
    {"an id with a blank", E::kSigned, [](E& e) { e.set_id("a b"); }, "INVALID_ID", "id"},
    {"an id with a line break", E::kSigned, [](E& e) { e.set_id("a\n"); }, "INVALID_ID", "id"},
    {"an id that is not ASCII", E::kSigned, [](E& e) { e.set_id("号"); }, "INVALID_ID", "id"},
    {"no source", E::kSigned, [](E& e) { e.clear_source(); }, "MISSING_FIELD", "source"},
    {"a source that is no platform", E::kSigned, [](E& e) { e.set_source("guangdong"); }, "INVALID_ID", "source"},
    {"a ticket id without an origin", E::kSigned, [](E& e) { e.set_ticket_id("DH1"); }, "INVALID_ID", "ticket_id"},
    {"a ticket id with a blank", E::kSigned, [](E& e) { e.set_ticket_id("440000:D 1"); }, "INVALID_ID", "ticket_id"},
    {"no ticket", E::kSigned, [](E& e) { e.clear_ticket_id(); }, "MISSING_FIELD", "ticket_id"},
    {"a number with a blank", E::kSigned, [](E& e) { e.set_source_number("S 1"); }, "INVALID_ID", "source_number"},
    {"a recipient that is no platform", E::kSigned, [](E& e) { e.set_recipient("x"); }, "INVALID_ID", "recipient"},
    {"a number that is too long", E::kSigned, [](E& e) { e.set_recipient_number(std::string(65, '1')); }, "INVALID_ID",
     "recipient_number"},
    {"no time", E::kSigned, [](E& e) { e.clear_occurred_at(); }, "MISSING_FIELD", "occurred_at"},
    {"a time of 1999", E::kSigned, [](E& e) { e.mutable_occurred_at()->set_seconds(946684799); }, "INVALID_TIME",
     "occurred_at"},
    {"a time of 2100", E::kSigned, [](E& e) { e.mutable_occurred_at()->set_seconds(4102444800); }, "INVALID_TIME",
     "occurred_at"},
    {"a time that does not exist", E::kSigned, [](E& e) { e.mutable_occurred_at()->set_nanos(-1); }, "INVALID_TIME",
     "occurred_at"},
    {"no kind", E::kSigned, [](E& e) { e.clear_kind(); }, "MISSING_FIELD", "kind"},
    {"a unit's name that is too long", E::kSigned, [](E& e) { e.mutable_actor()->set_unit_name(Characters(501)); },
     "OUT_OF_RANGE", "actor.unit_name"},
    {"an event that is too large", E::kTransferred, [](E& e) { MatterOf(e).set_content(std::string(500000, 'a')); },
     "TOO_LARGE", ""},
};

const Bad kBadTransfers[] = {
    {"no addressee", E::kTransferred, [](E& e) { e.mutable_transferred()->clear_to(); }, "MISSING_FIELD",
     "transferred.to"},
    {"an addressee that is no platform", E::kTransferred, [](E& e) { e.mutable_transferred()->set_to("interline"); },
     "INVALID_ID", "transferred.to"},
    {"itself as the addressee", E::kTransferred, [](E& e) { e.mutable_transferred()->set_to(kGuangdong); },
     "OUT_OF_RANGE", "transferred.to"},
    {"another number than the id's", E::kTransferred, [](E& e) { e.set_source_number("DH9"); }, "INVALID_ID",
     "source_number"},
    {"no matter", E::kTransferred, [](E& e) { e.mutable_transferred()->clear_matter(); }, "MISSING_FIELD",
     "transferred.matter"},
    {"no title", E::kTransferred, [](E& e) { MatterOf(e).clear_title(); }, "MISSING_FIELD", "transferred.matter.title"},
    {"a title that is too long", E::kTransferred, [](E& e) { MatterOf(e).set_title(Characters(201)); }, "OUT_OF_RANGE",
     "transferred.matter.title"},
    {"a content that is too long", E::kTransferred, [](E& e) { MatterOf(e).set_content(Characters(20001)); },
     "OUT_OF_RANGE", "transferred.matter.content"},
    {"a code that nobody knows", E::kTransferred, [](E& e) { MatterOf(e).set_category(static_cast<v1::Category>(77)); },
     "OUT_OF_RANGE", "transferred.matter.category"},
    {"a region of 5 digits", E::kTransferred, [](E& e) { MatterOf(e).mutable_region()->set_code("44010"); },
     "INVALID_REGION", "transferred.matter.region.code"},
    {"a region with a letter", E::kTransferred, [](E& e) { MatterOf(e).mutable_region()->set_code("44010X"); },
     "INVALID_REGION", "transferred.matter.region.code"},
    {"a nationality in words", E::kTransferred, [](E& e) { MatterOf(e).mutable_caller()->set_nationality("越南"); },
     "OUT_OF_RANGE", "transferred.matter.caller.nationality"},
    {"a call of an unknown mode", E::kTransferred,
     [](E& e) { MatterOf(e).mutable_call()->set_mode(static_cast<v1::CallLeg::Mode>(9)); }, "OUT_OF_RANGE",
     "transferred.matter.call.mode"},
    {"too many attachments", E::kTransferred,
     [](E& e) {
       for (int i = 0; i <= 100; ++i) AddAttachment(e, absl::StrCat("a", i));
     },
     "OUT_OF_RANGE", "transferred.matter.attachments"},
    {"an attachment without id", E::kTransferred, [](E& e) { AddAttachment(e, ""); }, "MISSING_FIELD",
     "transferred.matter.attachments[0].id"},
    {"an attachment's id with a slash", E::kTransferred, [](E& e) { AddAttachment(e, "../a"); }, "INVALID_ID",
     "transferred.matter.attachments[0].id"},
    {"two attachments with one id", E::kTransferred,
     [](E& e) {
       AddAttachment(e, "a");
       AddAttachment(e, "a");
     },
     "INVALID_ID", "transferred.matter.attachments[1].id"},
    {"half a digest", E::kTransferred,
     [](E& e) {
       AddAttachment(e, "a");
       MatterOf(e).mutable_attachments(0)->set_sha256(std::string(16, 'x'));
     },
     "OUT_OF_RANGE", "transferred.matter.attachments[0].sha256"},
    {"a part that is too large", E::kTransferred,
     [](E& e) {
       AddAttachment(e, "a");
       MatterOf(e).mutable_attachments(0)->set_content(std::string(256 * 1024 + 1, 'x'));
     },
     "TOO_LARGE", "transferred.matter.attachments[0].content"},
    {"a part of nothing", E::kTransferred,
     [](E& e) {
       AddAttachment(e, "a");
       MatterOf(e).mutable_attachments(0)->set_part(1);
       MatterOf(e).mutable_attachments(0)->set_parts(2);
     },
     "MISSING_FIELD", "transferred.matter.attachments[0].content"},
    {"a part of how many", E::kTransferred, [](E& e) { AddPart(e, 1, 0); }, "MISSING_FIELD",
     "transferred.matter.attachments[0].parts"},
    {"some part", E::kTransferred, [](E& e) { AddPart(e, 0, 2); }, "MISSING_FIELD",
     "transferred.matter.attachments[0].part"},
    {"a part behind the last one", E::kTransferred, [](E& e) { AddPart(e, 3, 2); }, "OUT_OF_RANGE",
     "transferred.matter.attachments[0].part"},
    {"too many parts", E::kTransferred, [](E& e) { AddPart(e, 1, 1001); }, "OUT_OF_RANGE",
     "transferred.matter.attachments[0].parts"},
    {"a link that is too long", E::kTransferred,
     [](E& e) {
       AddAttachment(e, "a");
       MatterOf(e).mutable_attachments(0)->set_url(std::string(2001, 'x'));
     },
     "OUT_OF_RANGE", "transferred.matter.attachments[0].url"},
    {"a limit without unit", E::kTransferred, [](E& e) { e.mutable_transferred()->mutable_limit()->set_value(3); },
     "MISSING_FIELD", "transferred.limit.unit"},
    {"a limit without value", E::kTransferred,
     [](E& e) { e.mutable_transferred()->mutable_limit()->set_unit(v1::TimeLimit::UNIT_DAY); }, "MISSING_FIELD",
     "transferred.limit.value"},
    {"a limit of ages", E::kTransferred, [](E& e) { e.mutable_transferred()->mutable_limit()->set_value(1001); },
     "OUT_OF_RANGE", "transferred.limit.value"},
    {"a due time computed by nobody known", E::kTransferred,
     [](E& e) { e.mutable_transferred()->mutable_limit()->set_computed_by("x"); }, "INVALID_ID",
     "transferred.limit.computed_by"},
    {"a due time of 1999", E::kTransferred,
     [](E& e) { e.mutable_transferred()->mutable_limit()->mutable_due_at()->set_seconds(1); }, "INVALID_TIME",
     "transferred.limit.due_at"},
};

const Bad kBadKinds[] = {
    {"no reason", E::kReturnRequested, [](E& e) { e.mutable_return_requested()->clear_reason(); }, "MISSING_FIELD",
     "return_requested.reason"},
    {"another reason, not explained", E::kReturnRequested,
     [](E& e) { e.mutable_return_requested()->set_reason(v1::RETURN_REASON_OTHER); }, "MISSING_FIELD",
     "return_requested.note"},
    {"no decision", E::kReturnDecided, [](E& e) { e.mutable_return_decided()->clear_decision(); }, "MISSING_FIELD",
     "return_decided.decision"},
    {"an unknown decision", E::kReturnDecided,
     [](E& e) { e.mutable_return_decided()->set_decision(static_cast<v1::Decision>(3)); }, "OUT_OF_RANGE",
     "return_decided.decision"},
    {"no decision", E::kExtensionDecided, [](E& e) { e.mutable_extension_decided()->clear_decision(); },
     "MISSING_FIELD", "extension_decided.decision"},
    {"half a limit", E::kExtensionDecided, [](E& e) { e.mutable_extension_decided()->mutable_limit()->set_value(1); },
     "MISSING_FIELD", "extension_decided.limit.unit"},
    {"no decision", E::kResolutionDecided, [](E& e) { e.mutable_resolution_decided()->clear_decision(); },
     "MISSING_FIELD", "resolution_decided.decision"},
    {"nobody", E::kReassigned, [](E& e) { e.mutable_reassigned()->clear_to(); }, "MISSING_FIELD",
     "reassigned.to.unit_code"},
    {"nobody", E::kCoHandlersAdded, [](E& e) { e.mutable_co_handlers_added()->clear_units(); }, "MISSING_FIELD",
     "co_handlers_added.units"},
    {"a unit without a name", E::kCoHandlersAdded, [](E& e) { e.mutable_co_handlers_added()->add_units(); },
     "MISSING_FIELD", "co_handlers_added.units[1].unit_code"},
    {"a name in a list that is too long", E::kCoHandlersAdded,
     [](E& e) { e.mutable_co_handlers_added()->mutable_units(0)->set_unit_name(Characters(501)); }, "OUT_OF_RANGE",
     "co_handlers_added.units[0].unit_name"},
    {"no words", E::kProgressReported, [](E& e) { e.mutable_progress_reported()->clear_text(); }, "MISSING_FIELD",
     "progress_reported.text"},
    {"no words", E::kSupplemented, [](E& e) { e.mutable_supplemented()->clear_text(); }, "MISSING_FIELD",
     "supplemented.text"},
    {"no number", E::kUrged, [](E& e) { e.mutable_urged()->clear_urge_id(); }, "MISSING_FIELD", "urged.urge_id"},
    {"no number", E::kUrgeSigned, [](E& e) { e.mutable_urge_signed()->clear_urge_id(); }, "MISSING_FIELD",
     "urge_signed.urge_id"},
    {"a number with a blank", E::kUrgeSigned, [](E& e) { e.mutable_urge_signed()->set_urge_id("1 2"); }, "INVALID_ID",
     "urge_signed.urge_id"},
    {"no time", E::kExtensionRequested, [](E& e) { e.mutable_extension_requested()->clear_by(); }, "MISSING_FIELD",
     "extension_requested.by"},
    {"no outcome", E::kResolutionSubmitted, [](E& e) { e.mutable_resolution_submitted()->clear_outcome(); },
     "MISSING_FIELD", "resolution_submitted.outcome"},
    {"not accepted, not explained", E::kResolutionSubmitted,
     [](E& e) { e.mutable_resolution_submitted()->set_outcome(v1::OUTCOME_NOT_ACCEPTED); }, "MISSING_FIELD",
     "resolution_submitted.text"},
    {"half a limit", E::kReopened, [](E& e) { e.mutable_reopened()->mutable_limit()->set_value(1); }, "MISSING_FIELD",
     "reopened.limit.unit"},
    {"nothing to merge into", E::kMerged, [](E& e) { e.mutable_merged()->clear_into(); }, "MISSING_FIELD",
     "merged.into"},
    {"itself to merge into", E::kMerged, [](E& e) { e.mutable_merged()->set_into(kTicketId); }, "OUT_OF_RANGE",
     "merged.into"},
    {"no cause", E::kEscalated, [](E& e) { e.mutable_escalated()->clear_cause(); }, "MISSING_FIELD", "escalated.cause"},
    {"the broker's cause", E::kEscalated, [](E& e) { e.mutable_escalated()->set_cause(v1::Escalated::CAUSE_HOP_CAP); },
     "OUT_OF_RANGE", "escalated.cause"},
    {"no event", E::kRefused, [](E& e) { e.mutable_refused()->clear_event_id(); }, "MISSING_FIELD", "refused.event_id"},
    {"no reason", E::kRefused, [](E& e) { e.mutable_refused()->clear_refusal(); }, "MISSING_FIELD",
     "refused.refusal.reason"},
    {"no event", E::kRepeatRecognised, [](E& e) { e.mutable_repeat_recognised()->clear_event_id(); }, "MISSING_FIELD",
     "repeat_recognised.event_id"},
    {"no delivery", E::kDeliveryReported, [](E& e) { e.mutable_delivery_reported()->clear_delivery_id(); },
     "MISSING_FIELD", "delivery_reported.delivery_id"},
    {"no platform", E::kDeliveryReported, [](E& e) { e.mutable_delivery_reported()->clear_platform(); },
     "MISSING_FIELD", "delivery_reported.platform"},
    {"no result", E::kDeliveryReported, [](E& e) { e.mutable_delivery_reported()->clear_result(); }, "MISSING_FIELD",
     "delivery_reported.result"},
    {"no due time", E::kDeadlineApproached, [](E& e) { e.mutable_deadline_approached()->clear_due_at(); },
     "MISSING_FIELD", "deadline_approached.due_at"},
    {"no due time", E::kDeadlineMissed, [](E& e) { e.mutable_deadline_missed()->clear_due_at(); }, "MISSING_FIELD",
     "deadline_missed.due_at"},
    {"no ticket", E::kDuplicateSuspected, [](E& e) { e.mutable_duplicate_suspected()->clear_ticket_ids(); },
     "MISSING_FIELD", "duplicate_suspected.ticket_ids"},
    {"no ticket's id", E::kDuplicateSuspected, [](E& e) { e.mutable_duplicate_suspected()->set_ticket_ids(0, "x"); },
     "INVALID_ID", "duplicate_suspected.ticket_ids[0]"},
    {"no child", E::kChildMerged, [](E& e) { e.mutable_child_merged()->clear_child(); }, "MISSING_FIELD",
     "child_merged.child"},
    {"no parent", E::kMergeUndone, [](E& e) { e.mutable_merge_undone()->clear_into(); }, "MISSING_FIELD",
     "merge_undone.into"},
};

template <size_t n>
void ExpectRefused(const Bad (&list)[n]) {
  for (const Bad& bad : list) {
    SCOPED_TRACE(absl::StrCat(KindName(bad.kind), ": ", bad.what));
    E event = MakeEvent(bad.kind, kGuangdong);
    bad.change(event);
    const absl::Status status = Validate(event);
    EXPECT_EQ(ReasonOf(status), bad.reason);
    EXPECT_EQ(PathOf(status), bad.path);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(Validate, RefusesABrokenEnvelope) { ExpectRefused(kBadEnvelopes); }
TEST(Validate, RefusesABrokenTransfer) { ExpectRefused(kBadTransfers); }
TEST(Validate, RefusesWhatAKindMustNotLeaveOutOrMayNotSay) { ExpectRefused(kBadKinds); }

TEST(Validate, NeverRepeatsWhatWasWrong) {
  E event = MakeEvent(E::kTransferred, kGuangdong);
  MatterOf(event).mutable_region()->set_code("CANARY");
  event.mutable_transferred()->mutable_matter()->mutable_caller()->set_name("CANARY");
  EXPECT_EQ(Validate(event).ToString().find("CANARY"), std::string::npos);
}

TEST(Bounds, CountCharactersNotBytes) {
  EXPECT_EQ(CountCharacters(""), 0u);
  EXPECT_EQ(CountCharacters("abc"), 3u);
  EXPECT_EQ(CountCharacters("护照"), 2u);
  EXPECT_EQ(CountCharacters("𠮷é"), 2u);
}

}  // namespace
}  // namespace interline::ticket
