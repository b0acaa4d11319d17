#include "cli/documents/interface_document.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/schema/contract_words.h"
#include "cli/documents/answer_section.h"
#include "cli/documents/async_api.h"
#include "cli/documents/document_sections.h"
#include "cli/documents/poll_section.h"
#include "interline/v1/refusal.pb.h"

namespace interline::cli {
namespace {

using adapters::Direction;
using adapters::Plan;
using schema::Words;
using schema::WordsOfCode;

std::string TransportOf(const adapter::v1::Platform& platform) {
  const std::string& id = platform.id();
  switch (platform.transport()) {
    case adapter::v1::TRANSPORT_KAFKA:
      return absl::StrCat("Kafka：写入主题 `in.", id, "`，读取主题 `out.", id, "` / Kafka: writes the topic `in.", id,
                          "`, reads the topic `out.", id, "`");
    case adapter::v1::TRANSPORT_HTTP_PUSH:
      return "HTTPS，双方主动推送 / HTTPS, each side calls the other";
    case adapter::v1::TRANSPORT_HTTP_POLL:
      return "HTTPS，由 Interline 轮询并推送 / HTTPS, Interline polls it for news and pushes";
    case adapter::v1::TRANSPORT_HTTP_CALLER:
      return "HTTPS，由平台推送并轮询 / HTTPS, it pushes and polls";
    default:
      return "待定 / to be agreed";
  }
}

std::string WordsOf(const adapter::v1::Proof& proof) {
  using adapter::v1::Proof;
  switch (proof.how_case()) {
    case Proof::kClientCertificate:
      return "客户端证书 / client certificate";
    case Proof::kWebhookSignature:
      return "Standard Webhooks 签名请求头 / headers signed as in Standard Webhooks";
    case Proof::kParameterSignature:
      return absl::StrCat("签名参数 / signed parameters `", proof.parameter_signature().timestamp(), "`, `",
                          proof.parameter_signature().sign(), "`");
    case Proof::kBearer:
      return "请求头 `Authorization: Bearer` / header `Authorization: Bearer`";
    case Proof::kApiKey:
      return absl::StrCat("请求头 / header `", proof.api_key().header(), "`");
    case Proof::kBodyFields:
      return absl::StrCat("报文字段 / fields of the message `", absl::StrJoin(proof.body_fields().paths(), "`, `"),
                          "`");
    case Proof::kDialectSignature:
      return "签名，见下 / signature, see below";
    case Proof::kNetwork:
      return "网络地址 / by the network";
    case Proof::HOW_NOT_SET:
      break;
  }
  return "";
}

std::string WordsOf(const Plan& plan, const google::protobuf::RepeatedPtrField<adapter::v1::Proof>& proofs) {
  if (plan.platform.transport() == adapter::v1::TRANSPORT_KAFKA) return "客户端证书 / client certificate";
  if (proofs.empty()) return "待定 / to be agreed";
  std::vector<std::string> words;
  for (const adapter::v1::Proof& proof : proofs) words.push_back(WordsOf(proof));
  return absl::StrJoin(words, "；");
}

std::string MaturityOf(const adapter::v1::Platform& platform) {
  switch (platform.maturity()) {
    case adapter::v1::MATURITY_TRIED:
      return "已联调 / tried with the partner's test system";
    case adapter::v1::MATURITY_LIVE:
      return "已上线 / in use";
    default:
      return "草案，尚未与对方联调 / draft, not yet tried with the partner";
  }
}

void WriteConnection(const Plan& plan, Page& page) {
  const auto& platform = plan.platform;
  page.Heading(2, "接入 / Connection");
  std::vector<std::vector<std::string>> rows = {
      {"平台代码 / platform", absl::StrCat("`", platform.id(), "`")},
      {"接口规范 / specification", absl::StrCat("`", plan.mapping, "`：", plan.dialect.summary())},
      {"状态 / maturity", MaturityOf(platform)},
      {"依据 / evidence", absl::StrCat(platform.evidence().source(), " ", plan.dialect.evidence().source())},
      {"传输 / transport", TransportOf(platform)},
      {"平台如何证明身份 / the platform proves itself by", WordsOf(plan, platform.access().from_platform())},
      {"Interline 如何证明身份 / Interline proves itself by", WordsOf(plan, platform.access().to_platform())},
      {"平台发出 / from the platform", absl::StrCat("`", MediaTypeOf(plan, Direction::kFromPlatform), "`")},
      {"平台接收 / to the platform", absl::StrCat("`", MediaTypeOf(plan, Direction::kToPlatform), "`")},
      {"时区 / time zone", absl::StrCat("`", plan.dialect.time_zone(), "`")},
  };
  const auto limit = [&](absl::string_view name, uint32_t value) {
    if (value > 0) rows.push_back({std::string(name), absl::StrCat(value)});
  };
  limit("报文上限（字节） / largest message, bytes", platform.limits().body_bytes());
  limit("并发上限 / messages under way", platform.limits().in_flight());
  limit("每分钟请求数 / requests per minute", platform.limits().requests_per_minute());
  limit("应答时限（秒） / time to answer, seconds", platform.limits().answer_seconds());
  limit("轮询间隔（秒） / polled every, seconds", platform.limits().poll_seconds());
  limit("每次轮询条数 / messages per poll", platform.limits().poll_messages());
  page.Table({"项目 / item", "内容 / value"}, rows);
}

void WriteRules(const Plan& plan, Page& page) {
  page.Heading(2, "通则 / Rules");
  const bool refuses = plan.dialect.unknown_fields() == adapter::v1::UNKNOWN_FIELDS_REFUSE;
  std::vector<std::string> rules = {
      "同一报文可以重发：标识与内容相同，只生效一次；标识相同而内容不同，拒收。 / A message may be sent again: with "
      "the same "
      "id and content it has effect once; the same id with another content is refused.",
      "字段缺失、`null` 与空文本同义：未提供。 / A field that is absent, `null` or empty is not stated.",
      refuses
          ? "未知字段：整个报文拒收。 / A field that is not listed here: the whole message is refused."
          : "未知字段：忽略，其内容丢失。 / A field that is not listed here is passed over, and its content is lost.",
      "代码不在代码表中：拒收，从不取默认值。 / A code without a row in its table is refused; nothing has a default.",
      "拒收时给出原因代码和字段路径，不回显内容。 / A refusal names a reason and the field, and never repeats the "
      "value.",
  };
  page.Bullets(rules);
  for (const auto* quirks : {&plan.dialect.quirks(), &plan.platform.quirks()}) {
    for (const std::string& quirk : *quirks) page.Paragraph(absl::StrCat("特例 / Peculiarity: ", quirk));
  }
}

void WriteSignature(const Plan& plan, Page& page) {
  const auto& signature = plan.dialect.signature();
  page.Heading(2, "签名 / Signing");
  if (signature.path().empty()) {
    page.Paragraph("报文本身不签名。 / Messages themselves are not signed.");
    return;
  }
  std::string algorithm = "HMAC-SHA256";
  if (signature.algorithm() == adapter::v1::Signature::ALGORITHM_SM2_WITH_SM3) algorithm = "SM2 with SM3";
  if (signature.algorithm() == adapter::v1::Signature::ALGORITHM_HMAC_SM3) algorithm = "HMAC-SM3";
  page.Table(
      {"项目 / item", "内容 / value"},
      {{"签名字段 / field", absl::StrCat("`", signature.path(), "`")},
       {"算法 / algorithm", algorithm},
       {"签名内容 / what is signed", absl::StrCat("`", absl::StrJoin(signature.over(), "` + `"),
                                                  "`（依次相接，无分隔 / one after the other, nothing between）")},
       {"编码 / written in", "base64"}});
}

void WriteReasons(Page& page) {
  page.Heading(2, "拒收原因 / Reasons of refusals");
  std::vector<std::vector<std::string>> rows;
  const auto& reasons = *v1::RefusalReason_descriptor();
  for (int i = 1; i < reasons.value_count(); ++i) {
    const Words words = WordsOfCode(*reasons.value(i));
    absl::string_view name = reasons.value(i)->name();
    name.remove_prefix(sizeof("REFUSAL_REASON_") - 1);
    rows.push_back({absl::StrCat("`", name, "`"), std::string(words.zh), std::string(words.en)});
  }
  page.Table({"代码 / code", "说明", "meaning"}, rows);
}

}  // namespace

void WriteInterfaceDocument(const Plan& plan, const std::vector<ShownExample>& examples, Page& page) {
  page.Heading(1, absl::StrCat(plan.platform.name_zh(), "接口文档 / Interface of ", plan.platform.name_en()));
  page.Paragraph(
      "本文由接口描述文件生成，与运行中的程序一致。 / Printed from the specification that the running programs read.");
  WriteConnection(plan, page);
  WriteRules(plan, page);
  WriteMessages(plan, examples, page);
  WriteCodeTables(plan, page);
  WriteAnswers(plan, page);
  WritePolls(plan, examples, page);
  WriteSignature(plan, page);
  WriteLosses(plan, page);
  WriteReasons(page);
}

}  // namespace interline::cli
