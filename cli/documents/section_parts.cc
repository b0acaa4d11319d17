#include "cli/documents/section_parts.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace interline::cli {

using schema::Bilingual;
using schema::FieldForm;
using schema::FlatField;
using Cells = std::vector<std::string>;

std::string Code(absl::string_view text) { return text.empty() ? "" : absl::StrCat("`", text, "`"); }

std::string ConditionsOf(const google::protobuf::RepeatedPtrField<adapter::v1::Condition>& conditions) {
  return absl::StrJoin(conditions, ", ", [](std::string* out, const adapter::v1::Condition& condition) {
    if (condition.header().empty()) {
      absl::StrAppend(out, "`", condition.path(), "` = `", condition.equals(), "`");
    } else {
      absl::StrAppend(out, "请求头 / header `", condition.header(), "` = `", condition.equals(), "`");
    }
  });
}

void WriteFields(const FieldForm& root, Page& page) {
  std::vector<Cells> rows;
  for (const FlatField& flat : schema::FlatFieldsOf(root)) {
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

const char* LanguageOf(adapter::v1::WireFormat format) {
  if (schema::IsXml(format)) return "xml";
  return format == adapter::v1::WIRE_FORMAT_JSON ? "json" : "";
}

}  // namespace interline::cli
