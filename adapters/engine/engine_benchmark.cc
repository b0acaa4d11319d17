// What reading and writing one ticket costs, in time and in pieces of memory, without any Kafka: one of about 780 bytes
// in JSON, and for each other wire format an example of a platform that speaks it. From the root of the repository:
//   bazel run --config=release //adapters/engine:engine_benchmark
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "adapters/engine/adapter.h"
#include "adapters/engine/example_files.h"
#include "adapters/engine/registry.h"
#include "adapters/engine/test_support.h"
#include "core/base/check.h"

namespace {

// One thread only.
int64_t allocations = 0;

}  // namespace

void* operator new(size_t bytes) {
  ++allocations;
  if (void* memory = std::malloc(bytes)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace interline::adapters {
namespace {

constexpr char kText[] =
    "来电人的外籍家属签证将于下月到期，询问在广州办理延期的地点、材料和时限，并请告知能否由家属代为提交，"
    "以及周末窗口是否开放。来电人希望在三个工作日内得到答复。";

// A flat message of 25 fields, known by a header, with six code tables.
constexpr char kFlatDialect[] = R"(
name: "flat" version: 1 summary: "For the benchmark."
evidence { grade: GRADE_REFERENCE source: "None." }
wire_format: WIRE_FORMAT_JSON charset: CHARSET_UTF_8 time_zone: "Asia/Shanghai"
unknown_fields: UNKNOWN_FIELDS_REFUSE
tables { name: "category" enum: "interline.v1.Category"
  rows { theirs: "01" ours: "CITIZEN_DOCUMENTS" } rows { theirs: "02" ours: "PORT_CLEARANCE" }
  rows { theirs: "03" ours: "FOREIGNER_VISA_RESIDENCE" } rows { theirs: "04" ours: "IMMIGRATION_AFFAIRS" }
  rows { theirs: "05" ours: "COMMENTS" } rows { theirs: "06" ours: "COMPLAINT" }
  rows { theirs: "07" ours: "VIOLATION_REPORT" } rows { theirs: "08" ours: "PLATFORM_PROBLEM" }
  rows { theirs: "99" ours: "OUTSIDE_IMMIGRATION" } }
tables { name: "sex" enum: "interline.v1.Sex"
  rows { theirs: "1" ours: "MALE" } rows { theirs: "2" ours: "FEMALE" } rows { theirs: "9" ours: "NOT_STATED" } }
tables { name: "urgency" enum: "interline.v1.Urgency"
  rows { theirs: "1" ours: "CRITICAL" } rows { theirs: "2" ours: "URGENT" }
  rows { theirs: "3" ours: "PRESSING" } rows { theirs: "4" ours: "NORMAL" } }
tables { name: "unit" enum: "interline.v1.TimeLimit.Unit"
  rows { theirs: "1" ours: "HOUR" } rows { theirs: "2" ours: "DAY" } rows { theirs: "3" ours: "WORKING_DAY" } }
tables { name: "start" enum: "interline.v1.TimeLimit.Start"
  rows { theirs: "1" ours: "DISPATCHED" } rows { theirs: "2" ours: "SIGNED" } }
tables { name: "language" enum: "interline.v1.Language"
  rows { theirs: "zh" ours: "ZH" } rows { theirs: "yue" ours: "YUE" } rows { theirs: "en" ours: "EN" }
  rows { theirs: "ru" ours: "RU" } rows { theirs: "ja" ours: "JA" } rows { theirs: "ko" ours: "KO" } }
messages {
  name: "pushJjd" direction: DIRECTION_FROM_PLATFORM kind: "transferred"
  ticket_id: TICKET_ID_RULE_SENDER_IS_ORIGIN
  when { header: "target" equals: "/deal12345/pushJjd" }
  rows { theirs: "XXBH" ours: "id" required: true text {} }
  rows { theirs: "JJDBH" ours: "source_number" required: true text {} }
  rows { theirs: "TSSJ" ours: "occurred_at" required: true time { local: "%Y-%m-%d %H:%M:%S" } }
  rows { theirs: "JJDWDM" ours: "actor.unit_code" text {} }
  rows { theirs: "JJDWMC" ours: "actor.unit_name" text {} }
  rows { theirs: "JJYBH" ours: "actor.staff_id" text {} }
  rows { theirs: "GXDWDM" ours: "transferred.to" required: true text {} }
  rows { theirs: "Title" ours: "transferred.matter.title" required: true text { max_chars: 200 } }
  rows { theirs: "BJNR" ours: "transferred.matter.content" required: true text { max_chars: 20000 } }
  rows { theirs: "JQLBDM" ours: "transferred.matter.category" required: true code { table: "category" } }
  rows { theirs: "FWYZ" ours: "transferred.matter.language" code { table: "language" } }
  rows { theirs: "JJCD" ours: "transferred.matter.urgency" code { table: "urgency" } }
  rows { theirs: "XZQHDM" ours: "transferred.matter.region.code" required: true region { digits: 6 } }
  rows { theirs: "BJDZ" ours: "transferred.matter.region.address" text {} }
  rows { theirs: "BJDHYHM" ours: "transferred.matter.caller.name" text {} }
  rows { theirs: "BJRXBDM" ours: "transferred.matter.caller.sex" code { table: "sex" } }
  rows { theirs: "BJDH" ours: "transferred.matter.caller.calling_number" text {} }
  rows { theirs: "LXDH" ours: "transferred.matter.caller.contact_number" text {} }
  rows { theirs: "SFBM" ours: "transferred.matter.confidential" bool_words { true_words: "1" false_words: "0" } }
  rows { theirs: "BJSJ" ours: "transferred.matter.asked_at" time { local: "%Y-%m-%d %H:%M:%S" } }
  rows { theirs: "LSH" ours: "transferred.matter.call.call_id" text {} }
  rows { theirs: "LYBH" ours: "transferred.matter.call.recording_id" text {} }
  rows { theirs: "HANDLEOPINION" ours: "transferred.note" text {} }
  rows { theirs: "BLSX" ours: "transferred.limit.value" number { quoted: true min: 1 max: 1000 } }
  rows { theirs: "SXDW" ours: "transferred.limit.unit" code { table: "unit" } }
  rows { theirs: "QSFS" ours: "transferred.limit.start" code { table: "start" } }
}
)";

struct Subject {
  std::shared_ptr<const Adapter> adapter;
  Direction direction = Direction::kFromPlatform;
  WireMessage message;
  v1::TicketEvent event;
};

Subject Ready(Subject subject) {
  auto event = subject.adapter->Decode(subject.direction, subject.message);
  CHECK(event.ok());
  subject.event = *std::move(event);
  return subject;
}

Subject Flat() {
  const std::string platform = With(TestPlatformText(), "dialect: \"test\"", "dialect: \"flat\"");
  Subject subject;
  subject.adapter = *MakeAdapter(ParsePlatform(platform), ParseDialect(kFlatDialect));
  subject.message.headers = {{"target", "/deal12345/pushJjd"}};
  subject.message.body = absl::StrCat(
      R"({"XXBH":"GD-0000012345","JJDBH":"GD20261124000381","TSSJ":"2026-11-24 10:10:00","JJDWDM":"440100","JJDWMC":"广州市 12345 热线",)",
      R"("JJYBH":"6021","GXDWDM":"12367","Title":"咨询外国人签证延期","BJNR":")", kText,
      R"(","JQLBDM":"03","FWYZ":"zh","JJCD":"4","XZQHDM":"440103","BJDZ":"示例街 3 号","BJDHYHM":"例女士",)",
      R"("BJRXBDM":"2","BJDH":"19900000005","LXDH":"19900000006","SFBM":"0","BJSJ":"2026-11-24 10:02:33",)",
      R"("LSH":"20261124100233","LYBH":"LY20261124100233","HANDLEOPINION":"属出入境业务，请予办理。","BLSX":"5",)",
      R"("SXDW":"3","QSFS":"2"})");
  return Ready(std::move(subject));
}

// The dialect of the tests: nested, with a list and an id of its own.
Subject Nested() {
  Subject subject;
  subject.adapter = TestAdapter();
  subject.message.headers = {{"content-type", "application/json; charset=utf-8"}};
  subject.message.body = With(FullTransferJson(), "两行", absl::string_view(kText).substr(0, 150));
  return Ready(std::move(subject));
}

// A good example beside a platform's specification.
Subject ExampleOf(const std::string& platform, const std::string& name) {
  static const auto* const kRegistry = new Registry(*Registry::Load("adapters"));
  Subject subject;
  // The registry stays.
  subject.adapter = std::shared_ptr<const Adapter>(std::shared_ptr<const Adapter>(), kRegistry->Find(platform));
  std::vector<std::string> problems;
  for (Example& example : ReadExamples(absl::StrCat("adapters/", platform, "/examples/good"), ".textproto", problems)) {
    if (!absl::StrContains(example.file, absl::StrCat("/", name, "."))) continue;
    subject.direction = example.direction;
    subject.message = std::move(example.message);
  }
  return Ready(std::move(subject));
}
Subject XmlInSoap() { return ExampleOf("beijing", "order_from"); }
Subject JsonInSoap() { return ExampleOf("jiangsu", "night_noise_to"); }
Subject JsonInQuery() { return ExampleOf("fujian", "river_dumping_to"); }

void Report(benchmark::State& state, const Subject& subject, int64_t before) {
  state.counters["bytes"] = static_cast<double>(subject.message.body.size());
  state.counters["allocations"] =
      benchmark::Counter(static_cast<double>(allocations - before), benchmark::Counter::kAvgIterations);
}

void BM_Decode(benchmark::State& state, Subject make()) {
  const Subject subject = make();
  const int64_t before = allocations;
  for (auto _ : state) {
    benchmark::DoNotOptimize(subject.adapter->Decode(subject.direction, subject.message));
  }
  Report(state, subject, before);
}
BENCHMARK_CAPTURE(BM_Decode, nested, Nested);
BENCHMARK_CAPTURE(BM_Decode, flat, Flat);
BENCHMARK_CAPTURE(BM_Decode, xml_in_soap, XmlInSoap);
BENCHMARK_CAPTURE(BM_Decode, json_in_soap, JsonInSoap);
BENCHMARK_CAPTURE(BM_Decode, json_in_query, JsonInQuery);

void BM_Encode(benchmark::State& state, Subject make()) {
  const Subject subject = make();
  const int64_t before = allocations;
  for (auto _ : state) {
    benchmark::DoNotOptimize(subject.adapter->Encode(subject.direction, subject.event));
  }
  Report(state, subject, before);
}
BENCHMARK_CAPTURE(BM_Encode, nested, Nested);
BENCHMARK_CAPTURE(BM_Encode, flat, Flat);
BENCHMARK_CAPTURE(BM_Encode, xml_in_soap, XmlInSoap);
BENCHMARK_CAPTURE(BM_Encode, json_in_soap, JsonInSoap);
BENCHMARK_CAPTURE(BM_Encode, json_in_query, JsonInQuery);

// For comparison: what the event itself costs.
void BM_CopyEvent(benchmark::State& state, Subject make()) {
  const Subject subject = make();
  const int64_t before = allocations;
  for (auto _ : state) {
    v1::TicketEvent copy = subject.event;
    benchmark::DoNotOptimize(copy);
  }
  Report(state, subject, before);
}
BENCHMARK_CAPTURE(BM_CopyEvent, nested, Nested);
BENCHMARK_CAPTURE(BM_CopyEvent, flat, Flat);

}  // namespace
}  // namespace interline::adapters

BENCHMARK_MAIN();
