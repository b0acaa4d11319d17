#include "cli/documents/poll_section.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/batches.h"
#include "adapters/schema/message_form.h"
#include "cli/documents/section_parts.h"

namespace interline::cli {
namespace {

using adapter::v1::Batch;
using adapter::v1::Call;
using adapter::v1::Poll;
using adapters::Direction;
using adapters::Plan;
using Cells = std::vector<std::string>;

constexpr char kBatchHeader[] = ":batch";
// Messages in the example of a list.
constexpr size_t kMostShown = 2;
// What is meant where a specification says nothing.
constexpr uint32_t kUsualOverlapSeconds = 600;
constexpr uint32_t kUsualFirstSeconds = 86400;
constexpr char kUsualZone[] = "Asia/Shanghai";

struct Filled {
  const char* name;
  const char* zh;
  const char* en;
};

// What may stand in "${...}".
constexpr Filled kFilled[] = {
    {"count", "最多条数", "most entries that are wanted"},
    {"page", "页码", "number of the page"},
    {"offset", "已取条数", "entries to pass over"},
    {"since", "时段起", "start of the span of time"},
    {"until", "时段止", "end of the span of time"},
    {"id", "报文标识", "id of the message"},
    {"number", "平台的工单编号", "the platform's number of the ticket"},
    {"message", "本次发送的标识", "id under which the message was sent"},
    {"ticket", "工单标识", "ticket id"},
    {"event", "事件标识", "id of the event"},
};

constexpr Filled kWriters[] = {
    {"percent", "百分号编码", "percent-encoded"},
    {"percent2", "两次百分号编码", "percent-encoded twice"},
    {"xml", "XML 文本", "text of XML"},
    {"json", "JSON 字符串内", "inside a string of JSON"},
};

// One request with the names that are filled in.
class CallWriter {
 public:
  CallWriter(const Call& call, Page& page) : call_(call), page_(page) {}

  void Write() {
    std::string text =
        absl::StrCat(call_.method().empty() ? "POST" : call_.method(), " ", call_.path().empty() ? "/" : call_.path());
    if (!call_.query().empty()) absl::StrAppend(&text, "?", call_.query());
    absl::StrAppend(&text, "\n");
    for (const Call::Header& header : call_.headers())
      absl::StrAppend(&text, header.name(), ": ", header.value(), "\n");
    if (!call_.body().empty()) absl::StrAppend(&text, "\n", call_.body());
    page_.Code("", text);
    WriteNames(text);
  }

 private:
  void WriteNames(const std::string& text) {
    std::vector<Cells> rows;
    for (size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 1)) {
      const std::string inside = text.substr(at + 2, text.find('}', at) - at - 2);
      const std::string place = absl::StrCat("`${", inside, "}`");
      const bool is_known = std::any_of(rows.begin(), rows.end(), [&](const Cells& row) { return row[0] == place; });
      if (!is_known) rows.push_back({place, Words(inside, true), Words(inside, false)});
    }
    if (!rows.empty()) page_.Table({"填入处 / filled in", "内容", "what"}, rows);
  }

  static std::string Words(const std::string& inside, bool zh) {
    const size_t bar = inside.find('|');
    const std::string name = inside.substr(0, bar);
    std::string words = absl::StrCat(zh ? "密钥 " : "the key ", name.substr(name.find(':') + 1));
    for (const Filled& one : kFilled) {
      if (name == one.name) words = zh ? one.zh : one.en;
    }
    if (bar == std::string::npos) return words;
    for (const Filled& one : kWriters) {
      if (inside.substr(bar + 1) == one.name) absl::StrAppend(&words, zh ? "，" : ", ", zh ? one.zh : one.en);
    }
    return words;
  }

  const Call& call_;
  Page& page_;
};

void WriteWindow(const adapter::v1::Window& window, Page& page) {
  const uint32_t overlap = window.overlap_seconds() == 0 ? kUsualOverlapSeconds : window.overlap_seconds();
  const uint32_t first = window.first_seconds() == 0 ? kUsualFirstSeconds : window.first_seconds();
  std::vector<std::string> facts = {
      absl::StrCat("按时段询问，时间写作 / asked by a span of time, written as: `", window.time_layout(), "`（",
                   window.time_zone().empty() ? kUsualZone : window.time_zone(), "）"),
      absl::StrCat("每次向前重叠 ", overlap, " 秒；首次回溯 ", first, " 秒。 / Each question reaches back ", overlap,
                   " seconds further than what is known, the first one ", first, " seconds."),
  };
  if (window.paging() == adapter::v1::PAGING_PAGE) {
    facts.push_back(absl::StrCat("按页，首页为 / page by page, the first is: ", window.first_page()));
  } else if (window.paging() == adapter::v1::PAGING_OFFSET) {
    facts.push_back("按已取条数翻页 / page by page, by the number of entries to pass over");
  }
  page.Bullets(facts);
}

void WritePoll(const Poll& poll, Page& page) {
  page.Heading(3, absl::StrCat("询问 / Question `", poll.name(), "`"));
  page.Paragraph(
      absl::StrCat("应答是列表 / the answer is the list `", poll.batch().empty() ? poll.name() : poll.batch(), "`"));
  CallWriter(poll.call(), page).Write();
  if (poll.has_window()) return WriteWindow(poll.window(), page);
  page.Paragraph(
      "平台给出最早的未确认条目；每条存妥后如下确认，直至平台应答已收妥。 / The platform gives the oldest entries that "
      "were not acknowledged. Each is acknowledged once it is stored, until the platform has answered that it is "
      "done:");
  CallWriter(poll.queue().acknowledge(), page).Write();
}

// Names of the messages from the platform that may stand in the list.
std::vector<std::string> MessagesIn(const Plan& plan, const std::string& batch) {
  std::vector<std::string> names;
  for (const adapters::MessagePlan* message : plan.from_platform) {
    const auto& when = message->specification->when();
    const bool is_of_another = std::any_of(when.begin(), when.end(), [&](const adapter::v1::Condition& condition) {
      return condition.header() == kBatchHeader && condition.equals() != batch;
    });
    if (!is_of_another) names.push_back(message->name);
  }
  return names;
}

// Good examples that can stand in the list.
std::vector<adapters::WireMessage> EntriesFor(const Plan& plan, const std::string& batch,
                                              const std::vector<ShownExample>& examples) {
  const std::vector<std::string> names = MessagesIn(plan, batch);
  std::vector<adapters::WireMessage> entries;
  for (const ShownExample& example : examples) {
    if (entries.size() == kMostShown) break;
    if (example.direction != Direction::kFromPlatform) continue;
    if (std::find(names.begin(), names.end(), example.message) == names.end()) continue;
    if (adapters::JoinBatch(plan, batch, {example.wire}).ok()) entries.push_back(example.wire);
  }
  return entries;
}

void WriteBatch(const Plan& plan, const Batch& batch, const std::vector<ShownExample>& examples, Page& page) {
  page.Heading(3, absl::StrCat("列表 / List `", batch.name(), "`"));
  std::vector<std::string> facts;
  if (!batch.when().empty()) facts.push_back(absl::StrCat("识别 / told apart by: ", ConditionsOf(batch.when())));
  facts.push_back(absl::StrCat("列表位于 / the list stands at: `", batch.list(),
                               "`，缺失或为空即无新报文 / absent or empty: no news"));
  for (const Batch::Skip& skip : batch.skip()) {
    facts.push_back(absl::StrCat("略过的条目 / entries that are left out: ", ConditionsOf(skip.when())));
  }
  page.Bullets(facts);
  page.Paragraph(absl::StrCat("每条是一份报文 / each entry is one of the messages: `",
                              absl::StrJoin(MessagesIn(plan, batch.name()), "`, `"), "`"));
  const auto answer = adapters::JoinBatch(plan, batch.name(), EntriesFor(plan, batch.name(), examples));
  if (!answer.ok()) return;
  page.Paragraph("示例 / Example:");
  page.Code(LanguageOf(plan.answer_wire.format), Utf8(plan, answer->body));
}

}  // namespace

void WritePolls(const Plan& plan, const std::vector<ShownExample>& examples, Page& page) {
  const adapter::v1::Dialect& dialect = plan.dialect;
  if (dialect.polls().empty() && dialect.batches().empty() && !dialect.has_enquiry()) return;
  page.Heading(2, "轮询 / Polling");
  if (!dialect.polls().empty()) {
    page.Paragraph("Interline 如下询问新报文。 / Interline asks for news as follows.");
  } else if (!dialect.batches().empty()) {
    page.Paragraph(
        "如何询问，接入时约定；应答如下。 / How the platform is asked is agreed when it is connected; its answers are "
        "as "
        "follows.");
  }
  for (const Poll& poll : dialect.polls()) WritePoll(poll, page);
  for (const Batch& batch : dialect.batches()) WriteBatch(plan, batch, examples, page);
  if (!dialect.has_enquiry()) return;
  page.Heading(3, "查询结果 / What became of a message");
  page.Paragraph(
      dialect.enquiry().by_list()
          ? "应答未到时如下查询；应答是列表，有条目即已收妥。 / Asked when an answer did not come. The answer is "
            "a list: an entry means that the message is there."
          : "应答未到时如下查询；按上述应答判断。 / Asked when an answer did not come, and judged by the answers "
            "above.");
  CallWriter(dialect.enquiry().call(), page).Write();
}

}  // namespace interline::cli
