#include "adapters/engine/batches.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/subjects.h"
#include "adapters/engine/value_reader.h"
#include "adapters/engine/wire_document.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/wire/json_writer.h"

namespace interline::adapters {
namespace {

namespace dom = simdjson::dom;
using wire::PathStep;

constexpr uint32_t kOk = 200;
constexpr uint32_t kNoContent = 204;

absl::Status NoBatch() {
  return RefusalError(v1::REFUSAL_REASON_UNKNOWN_MESSAGE, "", "The answer is no batch of the dialect.");
}

std::vector<std::string> StepsOf(const BatchPlan& batch) { return absl::StrSplit(batch.list, '.'); }

const BatchPlan* ChooseBatch(const Plan& plan, const WireAnswer& answer, const dom::object& body) {
  Subjects subjects(plan, answer.headers, body);
  for (const BatchPlan& batch : plan.batches) {
    std::vector<std::vector<std::string>> roots;
    if (plan.answer_wire.has_root()) roots.push_back({StepsOf(batch).front()});
    if (subjects.HaveRoots(roots) && subjects.Hold(batch.conditions)) return &batch;
  }
  return nullptr;
}

absl::StatusOr<std::vector<dom::element>> EntriesOf(const Plan& plan, const BatchPlan& batch, const dom::object& body) {
  const PathStep at{nullptr, batch.list};
  const auto found = FindElement(StepsOf(batch), body);
  std::vector<dom::element> entries;
  if (!found || IsNotStated(*found)) return entries;
  dom::array list;
  if (found->get(list) == simdjson::SUCCESS) {
    for (const dom::element entry : list) {
      if (entries.size() == kMostBatchMessages) {
        return RefuseAt(v1::REFUSAL_REASON_TOO_LARGE, at, "There are too many messages in one answer.");
      }
      entries.push_back(entry);
    }
  } else if (plan.answer_wire.has_root() || found->is_object()) {
    // XML writes a list of one so; others who do are understood too.
    entries.push_back(*found);
  } else {
    return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, at, "A list is due.");
  }
  return entries;
}

bool IsSkipped(const Plan& plan, const BatchPlan& batch, const dom::element& entry) {
  dom::object object;
  if (batch.skips.empty() || entry.get(object) != simdjson::SUCCESS) return false;
  const std::map<std::string, std::string> no_headers;
  Subjects subjects(plan, no_headers, object);
  return std::any_of(batch.skips.begin(), batch.skips.end(),
                     [&](const std::vector<ConditionPlan>& skip) { return subjects.Hold(skip); });
}

WireMessage MessageOf(const Plan& plan, const BatchPlan& batch, const dom::element& entry) {
  const WirePlan& wire = plan.from_wire;
  const std::string root = wire.has_root() ? StepsOf(batch).back() : "";
  const std::string bare = simdjson::minify(entry);
  wire::JsonWriter json;
  if (wire.has_root()) {
    json.BeginObject();
    json.Name(root);
    json.Raw(bare);
    json.EndObject();
  } else {
    json.Raw(bare);
  }
  absl::StatusOr<std::string> body = WriteFlat(wire, json.json(), root);
  WireMessage message;
  message.body = body.ok() ? *std::move(body) : bare;
  AddHeaders(wire, message.headers);
  message.headers.emplace(":batch", batch.name);
  return message;
}

// A value of the answer that is written: its path, and JSON.
struct Placed {
  std::vector<std::string> steps;
  std::string json;
};

// Writes the object of those of `all` whose steps begin alike up to `depth`; members in the order of their first value.
void WriteTree(const std::vector<const Placed*>& all, size_t depth, wire::JsonWriter& json) {
  json.BeginObject();
  std::vector<std::string> done;
  for (const Placed* first : all) {
    const std::string& name = first->steps[depth];
    if (std::find(done.begin(), done.end(), name) != done.end()) continue;
    done.push_back(name);
    json.Name(name);
    if (first->steps.size() == depth + 1) {
      json.Raw(first->json);
      continue;
    }
    std::vector<const Placed*> below;
    std::copy_if(all.begin(), all.end(), std::back_inserter(below),
                 [&](const Placed* one) { return one->steps.size() > depth + 1 && one->steps[depth] == name; });
    WriteTree(below, depth + 1, json);
  }
  json.EndObject();
}

// A message as it stands in the list.
absl::StatusOr<std::string> EntryOf(const Plan& plan, const std::string& name, const WireMessage& message) {
  WireDocument document;
  ASSIGN_OR_RETURN(const dom::object body, document.ReadFlat(plan.from_wire, message.body));
  if (!plan.from_wire.has_root()) return simdjson::minify(body);
  dom::element entry;
  if (body.at_key(name).get(entry) == simdjson::SUCCESS) return simdjson::minify(entry);
  return RefusalError(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, "", "The message has another root than the list's entries.");
}

}  // namespace

absl::StatusOr<std::vector<WireMessage>> SplitBatch(const Plan& plan, const WireAnswer& answer) {
  if (answer.http_status == kNoContent && answer.body.empty()) return std::vector<WireMessage>();
  if (answer.http_status < 200 || answer.http_status > 299 || plan.batches.empty()) return NoBatch();
  ASSIGN_OR_RETURN(const WireAnswer plain, BeforeReadAnswer(plan.quirks, Direction::kFromPlatform, answer));
  RETURN_IF_ERROR(CheckCharset(plan.answer_wire, plain.headers));
  WireDocument document;
  ASSIGN_OR_RETURN(const dom::object body, document.Read(plan.answer_wire, plain.body));
  const BatchPlan* batch = ChooseBatch(plan, plain, body);
  if (batch == nullptr) return NoBatch();
  ASSIGN_OR_RETURN(const std::vector<dom::element> entries, EntriesOf(plan, *batch, body));
  std::vector<WireMessage> messages;
  for (const dom::element& entry : entries) {
    if (!IsSkipped(plan, *batch, entry)) messages.push_back(MessageOf(plan, *batch, entry));
  }
  return messages;
}

absl::StatusOr<WireAnswer> JoinBatch(const Plan& plan, absl::string_view batch,
                                     const std::vector<WireMessage>& messages) {
  const auto it = std::find_if(plan.batches.begin(), plan.batches.end(),
                               [&](const BatchPlan& candidate) { return candidate.name == batch; });
  if (it == plan.batches.end()) return absl::NotFoundError("the dialect has no batch of this name");
  if (messages.size() > kMostBatchMessages) {
    return RefusalError(v1::REFUSAL_REASON_TOO_LONG_FOR_RECEIVER, "", "There are too many messages for one answer.");
  }
  const std::vector<std::string> steps = StepsOf(*it);
  std::vector<std::string> entries;
  for (const WireMessage& message : messages) {
    ASSIGN_OR_RETURN(std::string entry, EntryOf(plan, steps.back(), message));
    entries.push_back(std::move(entry));
  }
  std::vector<Placed> placed;
  for (const BatchPlan::Constant& constant : it->constants) {
    placed.push_back({absl::StrSplit(constant.path, '.'), constant.value});
  }
  placed.push_back({steps, absl::StrCat("[", absl::StrJoin(entries, ","), "]")});
  std::vector<const Placed*> all;
  for (const Placed& one : placed) all.push_back(&one);
  wire::JsonWriter json;
  WriteTree(all, 0, json);
  WireAnswer written;
  written.http_status = kOk;
  for (const auto& [name, value] : it->headers) written.headers.emplace(name, value);
  ASSIGN_OR_RETURN(written.body, WriteDocument(plan.answer_wire, json.json(), steps.front()));
  AddHeaders(plan.answer_wire, written.headers);
  written.headers.erase("soapaction");
  return AfterWriteAnswer(plan.quirks, Direction::kFromPlatform, std::move(written));
}

}  // namespace interline::adapters
