#include "adapters/engine/plain_dialect.h"

namespace interline::adapters {
namespace {

constexpr char kDialect[] = R"pb(
  name: "plain"
  version: 3
  summary: "The dialect of this test."
  evidence { grade: GRADE_REFERENCE source: "This test." }
  wire_format: WIRE_FORMAT_JSON
  charset: CHARSET_UTF_8
  time_zone: "Asia/Shanghai"
  unknown_fields: UNKNOWN_FIELDS_REFUSE
  tables {
    name: "language"
    enum: "interline.v1.Language"
    source: "This test."
    rows { theirs: "zh" ours: "LANGUAGE_ZH" }
    rows { theirs: "en" ours: "LANGUAGE_EN" }
    refuse_ours: [ "LANGUAGE_YUE", "LANGUAGE_RU", "LANGUAGE_JA", "LANGUAGE_KO" ]
  }
  messages {
    name: "transfer"
    name_zh: "转办"
    direction: DIRECTION_BOTH
    when { path: "kind" equals: "transfer" }
    kind: "transferred"
    ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
    rows {
      theirs: "id"
      ours: "id"
      required: true
      text {}
    }
    rows {
      theirs: "at"
      ours: "occurred_at"
      required: true
      time { local: "%Y-%m-%d %H:%M:%S" }
    }
    rows {
      theirs: "from"
      ours: "source"
      required: true
      text {}
    }
    rows {
      theirs: "number"
      ours: "source_number"
      required: true
      text {}
    }
    rows {
      theirs: "yours"
      ours: "recipient_number"
      text {}
    }
    rows {
      theirs: "to"
      ours: "transferred.to"
      required: true
      text {}
    }
    rows {
      theirs: "title"
      ours: "transferred.matter.title"
      required: true
      text { max_chars: 200 }
    }
    rows {
      theirs: "body.text"
      ours: "transferred.matter.content"
      text { max_chars: 20000 }
    }
    rows {
      theirs: "body.language"
      ours: "transferred.matter.language"
      code { table: "language" }
    }
    rows {
      theirs: "body.region"
      ours: "transferred.matter.region.code"
      region { digits: 6 }
    }
    rows {
      theirs: "note"
      ours: "transferred.note"
      text { max_chars: 1000000 }
    }
  }
  messages {
    name: "signed"
    name_zh: "签收"
    direction: DIRECTION_BOTH
    when { path: "kind" equals: "signed" }
    kind: "signed"
    ticket_id: TICKET_ID_RULE_SHOWN
    rows {
      theirs: "id"
      ours: "id"
      required: true
      text {}
    }
    rows {
      theirs: "at"
      ours: "occurred_at"
      required: true
      time { local: "%Y-%m-%d %H:%M:%S" }
    }
    rows {
      theirs: "from"
      ours: "source"
      required: true
      text {}
    }
    rows {
      theirs: "ticket"
      ours: "ticket_id"
      text {}
    }
    rows {
      theirs: "number"
      ours: "source_number"
      text {}
    }
    rows {
      theirs: "yours"
      ours: "recipient_number"
      text {}
    }
  }
)pb";

}  // namespace

std::string PlainDialectText() { return kDialect; }

std::string PlainPlatformText(const std::string& id) {
  return "id: \"" + id + "\"\n" + R"pb(
    name_zh: "热线"
    name_en: "Hotline"
    dialect: "plain"
    transport: TRANSPORT_KAFKA
    maturity: MATURITY_DRAFT
    evidence { grade: GRADE_REFERENCE source: "This test." }
    owner: "This test"
  )pb";
}

}  // namespace interline::adapters
