#include "cli/documents/document_sections.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/our_path.h"
#include "cli/documents/contract_words.h"
#include "cli/documents/message_form.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {
namespace {

using adapters::Direction;
using adapters::Plan;
using Cells = std::vector<std::string>;

std::string Code(absl::string_view text) { return text.empty() ? "" : absl::StrCat("`", text, "`"); }

Words WordsOfKind(const std::string& kind) {
  const auto* field = v1::TicketEvent::descriptor()->FindFieldByName(kind);
  return field == nullptr ? Words() : WordsOfField(*field);
}

const char* DirectionWords(Direction direction) {
  return direction == Direction::kFromPlatform ? "平台发出 / from the platform" : "平台接收 / to the platform";
}

std::string ConditionsOf(const google::protobuf::RepeatedPtrField<adapter::v1::Condition>& conditions) {
  return absl::StrJoin(conditions, ", ", [](std::string* out, const adapter::v1::Condition& condition) {
    if (condition.header().empty()) {
      absl::StrAppend(out, "`", condition.path(), "` = `", condition.equals(), "`");
    } else {
      absl::StrAppend(out, "请求头 / header `", condition.header(), "` = `", condition.equals(), "`");
    }
  });
}

std::string RuleOf(adapter::v1::TicketIdRule rule) {
  switch (rule) {
    case adapter::v1::TICKET_ID_RULE_SHOWN:
      return "报文自带工单标识。 / The message shows the ticket id.";
    case adapter::v1::TICKET_ID_RULE_SENDER_IS_ORIGIN:
      return "发送方是首接平台，工单标识 =「发送平台:发送方编号」。 / The sender is the origin: ticket id = "
             "`<sender>:<sender's number>`.";
    case adapter::v1::TICKET_ID_RULE_RECIPIENT_IS_ORIGIN:
      return "接收方是首接平台，工单标识 =「接收平台:接收方编号」。 / The receiver is the origin: ticket id = "
             "`<receiver>:<receiver's number>`.";
    default:
      return "按发送方编号查找工单。 / The ticket is found by the sender's number.";
  }
}

void WriteFields(const FieldForm& root, Page& page) {
  std::vector<Cells> rows;
  for (const FlatField& flat : FlatFieldsOf(root)) {
    const FieldForm& field = *flat.field;
    Bilingual form = field.value.words;
    if (field.is_list) {
      form.zh = absl::StrCat("列表", field.max_items > 0 ? absl::StrCat("，至多 ", field.max_items, " 项") : "",
                             form.zh.empty() ? "" : "：", form.zh);
      form.en = absl::StrCat("list", field.max_items > 0 ? absl::StrCat(", at most ", field.max_items) : "",
                             form.en.empty() ? "" : ": ", form.en);
    }
    if (!field.patterns.empty()) {
      form.zh = absl::StrCat("按格式 `", absl::StrJoin(field.patterns, "` 或 `"), "`");
      form.en = absl::StrCat("as `", absl::StrJoin(field.patterns, "` or `"), "`");
    }
    std::string form_text = absl::StrCat(form.zh, form.zh.empty() ? "" : " / ", form.en);
    if (field.is_passed_over) form_text += "；不读取 / not read";
    rows.push_back({Code(flat.path), field.required || field.is_proof ? "是 / yes" : "", field.meaning.zh,
                    field.meaning.en, form_text});
  }
  page.Table({"字段 / field", "必填 / required", "含义", "meaning", "写法 / form"}, rows);
}

void WriteExample(const Plan& plan, const ShownExample& example, Page& page) {
  page.Paragraph("示例 / Example:");
  std::string text;
  for (const auto& [name, value] : example.wire.headers) {
    if (name != "content-type") absl::StrAppend(&text, name, ": ", value, "\n");
  }
  if (!text.empty()) text += "\n";
  const auto format = FormatOf(plan, example.direction);
  const char* language = IsXml(format) ? "xml" : format == adapter::v1::WIRE_FORMAT_JSON && text.empty() ? "json" : "";
  page.Code(language, text + example.body);
}

void WriteMessage(const Plan& plan, const MessageForm& form, const std::vector<ShownExample>& examples, Page& page) {
  const auto& message = *form.message;
  const Words words = WordsOfKind(message.kind());
  page.Heading(3, absl::StrCat("`", form.name, "` ", message.name_zh(), "：", DirectionWords(form.direction)));
  page.Paragraph(absl::StrCat(words.zh, " / ", words.en, "."));
  std::vector<std::string> facts;
  if (!message.when().empty()) facts.push_back(absl::StrCat("识别 / told apart by: ", ConditionsOf(message.when())));
  facts.push_back(RuleOf(message.ticket_id()));
  if (!message.identity().empty()) {
    facts.push_back(
        absl::StrCat("报文由以下字段共同识别 / identified by: `", absl::StrJoin(message.identity(), "` + `"), "`"));
  }
  for (const auto& implied : message.implies()) {
    facts.push_back(absl::StrCat("此报文意味着 / this message means: `", implied.ours(), "` = `",
                                 implied.platform() ? plan.platform.id() : implied.equals(), "`"));
  }
  page.Bullets(facts);
  WriteFields(form.root, page);
  if (const ShownExample* example = FindExample(examples, form.name, form.direction)) {
    WriteExample(plan, *example, page);
  }
}

std::string LabelOf(absl::string_view label, adapter::v1::Way way, absl::string_view from, absl::string_view until) {
  std::string text(label);
  const auto add = [&](absl::string_view more) { absl::StrAppend(&text, text.empty() ? "" : "；", more); };
  if (way == adapter::v1::WAY_READ_ONLY) add("仅接收 / only read");
  if (way == adapter::v1::WAY_WRITE_ONLY) add("仅发出 / only written");
  if (!from.empty()) add(absl::StrCat("自 / from ", from));
  if (!until.empty()) add(absl::StrCat("至 / until ", until));
  return text;
}

void WriteCodeTable(const adapter::v1::CodeTable& table, Page& page) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName(table.enum_());
  page.Heading(3, Code(table.name()));
  if (!table.source().empty()) page.Paragraph(absl::StrCat("来源 / source: ", table.source()));
  std::vector<Cells> rows;
  for (const auto& row : table.rows()) {
    Words words;
    for (int i = 0; type != nullptr && i < type->value_count(); ++i) {
      const std::string& name = type->value(i)->name();
      // Specifications may leave out the enum's prefix.
      if (name == row.ours() || absl::EndsWith(name, "_" + row.ours())) {
        words = WordsOfCode(*type->value(i));
        if (name == row.ours()) break;
      }
    }
    rows.push_back({Code(row.theirs()), LabelOf(row.label(), row.way(), row.valid_from(), row.valid_until()),
                    std::string(words.zh), std::string(words.en)});
  }
  page.Table({"代码 / code", "名称 / label", "含义", "meaning"}, rows);
  if (!table.refuse_ours().empty()) {
    page.Paragraph(absl::StrCat("没有代码、无法发出 / without a code, cannot be said: `",
                                absl::StrJoin(table.refuse_ours(), "`, `"), "`"));
  }
  if (!table.refuse_theirs().empty()) {
    page.Paragraph(
        absl::StrCat("拒收的代码 / codes that are refused: `", absl::StrJoin(table.refuse_theirs(), "`, `"), "`"));
  }
}

// By name; the platform's own replace the dialect's.
template <typename Tables>
auto TablesOf(const Tables& own, const Tables& shared) {
  std::map<std::string, decltype(&own.Get(0))> tables;
  for (const auto* list : {&own, &shared}) {
    for (const auto& table : *list) tables.emplace(table.name(), &table);
  }
  return tables;
}

std::string MeaningOf(adapter::v1::Answer::Meaning meaning) {
  switch (meaning) {
    case adapter::v1::Answer::MEANING_DONE:
      return "已收妥 / stored, now or before";
    case adapter::v1::Answer::MEANING_REFUSED:
      return "拒收，重发无用 / refused, sending it again is of no use";
    case adapter::v1::Answer::MEANING_LATER:
      return "暂未收，可稍后重发 / not stored, may be sent again later";
    case adapter::v1::Answer::MEANING_IN_DOUBT:
      return "结果不明 / in doubt";
    default:
      return "身份验证失败 / wrong credentials";
  }
}

}  // namespace

void WriteMessages(const Plan& plan, const std::vector<ShownExample>& examples, Page& page) {
  const std::vector<MessageForm> forms = MessageFormsOf(plan);
  page.Heading(2, "报文 / Messages");
  std::vector<Cells> rows;
  for (const MessageForm& form : forms) {
    const Words words = WordsOfKind(form.message->kind());
    rows.push_back({Code(form.name), form.message->name_zh(), DirectionWords(form.direction),
                    absl::StrCat(words.zh, " / ", words.en)});
  }
  page.Table({"报文 / message", "名称", "方向 / direction", "含义 / meaning"}, rows);
  for (const MessageForm& form : forms) WriteMessage(plan, form, examples, page);
}

void WriteCodeTables(const Plan& plan, Page& page) {
  page.Heading(2, "代码表 / Code tables");
  for (const auto& [name, table] : TablesOf(plan.platform.tables(), plan.dialect.tables()))
    WriteCodeTable(*table, page);
  for (const auto& [name, table] : TablesOf(plan.platform.zone_tables(), plan.dialect.zone_tables())) {
    page.Heading(3, Code(name));
    if (!table->source().empty()) page.Paragraph(absl::StrCat("来源 / source: ", table->source()));
    std::vector<Cells> rows;
    for (const auto& row : table->rows()) {
      rows.push_back({Code(row.theirs()), LabelOf(row.label(), row.way(), "", ""), Code(row.code())});
    }
    page.Table({"代码 / code", "名称 / label", "行政区划代码 / code of the region"}, rows);
  }
}

void WriteAnswers(const Plan& plan, Page& page) {
  page.Heading(2, "应答 / Answers");
  const std::vector<MessageForm> forms = AnswerFormsOf(plan);
  if (forms.empty()) {
    page.Paragraph(
        "同一连接上没有应答；拒收以 `refused` 类报文另行告知。 / There is no answer on the same connection; a refusal "
        "comes "
        "as a message of its own.");
    return;
  }
  for (const MessageForm& form : forms) {
    page.Heading(3, absl::StrCat("`", form.name, "`：", MeaningOf(form.answer->meaning())));
    const bool from = form.direction == Direction::kFromPlatform;
    std::vector<std::string> facts = {from ? "由平台应答 / answered by the platform"
                                           : "由 Interline 应答 / answered by Interline"};
    if (form.answer->http_status() > 0) facts.push_back(absl::StrCat("HTTP ", form.answer->http_status()));
    if (!form.answer->when().empty()) {
      facts.push_back(absl::StrCat("识别 / told apart by: ", ConditionsOf(form.answer->when())));
    }
    if (!form.answer->messages().empty()) {
      facts.push_back(absl::StrCat("对报文 / to: `", absl::StrJoin(form.answer->messages(), "`, `"), "`"));
    }
    page.Bullets(facts);
    if (!form.root.children.empty()) WriteFields(form.root, page);
  }
}

void WriteLosses(const Plan& plan, Page& page) {
  page.Heading(2, "不传递的内容 / What is not carried");
  std::vector<Cells> rows;
  for (const auto& message : plan.dialect.messages()) {
    if (message.drops().empty()) continue;
    std::set<std::string> paths(message.drops().begin(), message.drops().end());
    rows.push_back({Code(message.name()), absl::StrCat("`", absl::StrJoin(paths, "`, `"), "`")});
  }
  if (rows.empty()) {
    page.Paragraph("没有。 / Nothing is lost.");
    return;
  }
  page.Paragraph(
      "下列内容该报文无处可写，明知而略。 / These parts of the canonical event have no field in the message and are "
      "left out "
      "knowingly.");
  page.Table({"报文 / message", "略去 / left out"}, rows);
}

}  // namespace interline::cli
