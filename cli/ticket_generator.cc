#include "cli/ticket_generator.h"

#include <array>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"

namespace interline::cli {
namespace {

constexpr uint64_t kSeedStep = 1'000'003;

struct Topic {
  v1::Category category;
  v1::DemandType demand;
  const char* title;
  const char* content;
};

// What a province hands to the immigration hotline.
constexpr std::array<Topic, 4> kImmigration = {{
    {v1::CATEGORY_FOREIGNER_VISA_RESIDENCE, v1::DEMAND_TYPE_CONSULTATION, "咨询外国人居留许可延期",
     "来电人咨询工作类居留许可到期前延期所需材料及办理时限。"},
    {v1::CATEGORY_CITIZEN_DOCUMENTS, v1::DEMAND_TYPE_HELP, "护照遗失补发",
     "来电人护照遗失，急需出境，求助补发流程及加急条件。"},
    {v1::CATEGORY_PORT_CLEARANCE, v1::DEMAND_TYPE_CONSULTATION, "咨询口岸快捷通道",
     "来电人咨询口岸快捷通道备案条件及适用证件。"},
    {v1::CATEGORY_COMMENTS, v1::DEMAND_TYPE_SUGGESTION, "建议增加窗口引导",
     "来电人建议出入境接待大厅在高峰时段增加多语种引导人员。"},
}};

// What the immigration hotline hands to a province.
constexpr std::array<Topic, 4> kLocal = {{
    {v1::CATEGORY_OUTSIDE_IMMIGRATION, v1::DEMAND_TYPE_COMPLAINT, "夜间施工噪声扰民",
     "来电人反映小区旁工地夜间十一点后仍在施工，影响休息。"},
    {v1::CATEGORY_OUTSIDE_IMMIGRATION, v1::DEMAND_TYPE_HELP, "路灯不亮",
     "来电人反映所住街道多盏路灯损坏一周，出行不便。"},
    {v1::CATEGORY_OUTSIDE_IMMIGRATION, v1::DEMAND_TYPE_CONSULTATION, "咨询医保异地结算",
     "来电人咨询外省医保在本地住院的结算流程。"},
    {v1::CATEGORY_OUTSIDE_IMMIGRATION, v1::DEMAND_TYPE_COMPLAINT, "占道停车", "来电人反映消防通道长期被车辆占用。"},
}};

}  // namespace

ScenarioTicket GenerateTicket(const GeneratorOptions& options, uint64_t index) {
  // The engine is the same on every machine; the standard's distributions are not.
  std::mt19937_64 random(options.seed * kSeedStep + index);
  const bool is_local = options.from == kImmigrationHotline;
  const auto& topics = is_local ? kLocal : kImmigration;
  const Topic& topic = topics[random() % topics.size()];
  ScenarioTicket ticket;
  ticket.number = absl::StrCat(RunPrefix(options.run), "G", index);
  ticket.from = options.from;
  ticket.to = options.to[index % options.to.size()];
  ticket.occurred_at = absl::FromUnixSeconds(absl::ToUnixSeconds(options.start));
  ticket.transferred.set_to(ticket.to);
  v1::Matter& matter = *ticket.transferred.mutable_matter();
  matter.set_title(topic.title);
  matter.set_content(absl::StrCat(topic.content, "（第", index + 1, "件）"));
  matter.set_category(topic.category);
  matter.set_demand_type(topic.demand);
  matter.set_language(v1::LANGUAGE_ZH);
  matter.set_channel(v1::CHANNEL_PHONE);
  matter.set_urgency(v1::URGENCY_NORMAL);
  matter.set_confidential(false);
  // A local matter lies where it is handled.
  matter.mutable_region()->set_code(is_local ? ticket.to : options.from);
  matter.mutable_caller()->set_name("来电人");
  matter.mutable_caller()->set_calling_number(absl::StrFormat("1990000%04d", random() % 10'000));
  *matter.mutable_asked_at() = ToProto(ticket.occurred_at);
  return ticket;
}

}  // namespace interline::cli
