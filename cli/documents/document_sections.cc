#include "cli/documents/document_sections.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/our_path.h"
#include "adapters/schema/contract_words.h"
#include "adapters/schema/message_form.h"
#include "cli/documents/section_parts.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::cli {
namespace {

using adapters::Direction;
using adapters::Plan;
using schema::FormatOf;
using schema::MessageForm;
using schema::MessageFormsOf;
using schema::Words;
using schema::WordsOfField;
using Cells = std::vector<std::string>;

Words WordsOfKind(const std::string& kind) {
  const auto* field = v1::TicketEvent::descriptor()->FindFieldByName(kind);
  return field == nullptr ? Words() : WordsOfField(*field);
}

const char* DirectionWords(Direction direction) {
  return direction == Direction::kFromPlatform ? "平台发出 / from the platform" : "平台接收 / to the platform";
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

void WriteExample(const Plan& plan, const ShownExample& example, Page& page) {
  page.Paragraph("示例 / Example:");
  std::string text;
  for (const auto& [name, value] : example.wire.headers) {
    if (name != "content-type") absl::StrAppend(&text, name, ": ", value, "\n");
  }
  if (!text.empty()) text += "\n";
  const auto format = FormatOf(plan.dialect, example.direction);
  page.Code(text.empty() ? LanguageOf(format) : "", text + example.body);
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

// Specifications may leave out the enum's prefix.
const google::protobuf::EnumValueDescriptor* ValueOf(const std::string& type_name, const std::string& name) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName(type_name);
  if (type == nullptr) return nullptr;
  if (const auto* whole = type->FindValueByName(name)) return whole;
  for (int i = 0; i < type->value_count(); ++i) {
    if (absl::EndsWith(type->value(i)->name(), "_" + name)) return type->value(i);
  }
  return nullptr;
}

Words WordsOfCode(const std::string& type, const std::string& name) {
  const auto* value = ValueOf(type, name);
  return value == nullptr ? Words() : schema::WordsOfCode(*value);
}

// Paths of theirs whose values are of the table, each once.
void CollectUses(const google::protobuf::RepeatedPtrField<adapter::v1::Row>& rows, const std::string& table,
                 const std::string& above, std::vector<std::string>& paths) {
  for (const auto& row : rows) {
    const std::string path = above + row.theirs();
    const bool uses =
        (row.has_code() && row.code().table() == table) || (row.has_region() && row.region().table() == table);
    if (uses && std::count(paths.begin(), paths.end(), path) == 0) paths.push_back(path);
    CollectUses(row.group().rows(), table, path + "[].", paths);
  }
}

void WriteUses(const Plan& plan, const std::string& table, Page& page) {
  std::vector<std::string> paths;
  for (const auto& message : plan.dialect.messages()) CollectUses(message.rows(), table, "", paths);
  for (const auto& answer : plan.dialect.answers()) CollectUses(answer.rows(), table, "", paths);
  if (paths.empty()) return;
  page.Paragraph(absl::StrCat("字段 / fields: `", absl::StrJoin(paths, "`, `"), "`"));
}

void WriteCodeTable(const Plan& plan, const adapter::v1::CodeTable& table, Page& page) {
  page.Heading(3, Code(table.name()));
  if (!table.source().empty()) page.Paragraph(absl::StrCat("来源 / source: ", table.source()));
  WriteUses(plan, table.name(), page);
  std::vector<Cells> rows;
  for (const auto& row : table.rows()) {
    const Words words = WordsOfCode(table.enum_(), row.ours());
    rows.push_back({Code(row.theirs()), LabelOf(row.label(), row.way(), row.valid_from(), row.valid_until()),
                    std::string(words.zh), std::string(words.en)});
  }
  page.Table({"代码 / code", "名称 / label", "含义", "meaning"}, rows);
  if (!table.refuse_ours().empty()) {
    std::vector<std::string> refused;
    for (const std::string& name : table.refuse_ours()) {
      const Words words = WordsOfCode(table.enum_(), name);
      refused.push_back(absl::StrCat("`", name, "` ", words.zh, " / ", words.en));
    }
    page.Paragraph(absl::StrCat("没有代码、无法发出 / without a code, cannot be said: ", absl::StrJoin(refused, "；")));
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

}  // namespace

void WriteMessages(const Plan& plan, const std::vector<ShownExample>& examples, Page& page) {
  const std::vector<MessageForm> forms = MessageFormsOf({plan.platform, plan.dialect});
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
    WriteCodeTable(plan, *table, page);
  for (const auto& [name, table] : TablesOf(plan.platform.zone_tables(), plan.dialect.zone_tables())) {
    page.Heading(3, Code(name));
    if (!table->source().empty()) page.Paragraph(absl::StrCat("来源 / source: ", table->source()));
    WriteUses(plan, name, page);
    std::vector<Cells> rows;
    for (const auto& row : table->rows()) {
      rows.push_back({Code(row.theirs()), LabelOf(row.label(), row.way(), "", ""), Code(row.code())});
    }
    page.Table({"代码 / code", "名称 / label", "行政区划代码 / code of the region"}, rows);
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
