#include "adapters/engine/wire_compiler.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/our_path.h"
#include "adapters/engine/wire_paths.h"

namespace interline::adapters {
namespace {

using adapter::v1::Dialect;
using adapter::v1::Nested;
using adapter::v1::WireFormat;

// Documents inside each other, the outer one not counted.
constexpr int kMostNested = 4;

Place NestedPlace(int index) { return Place(SpecificationPart::kDialect).In("nested", index); }

wire::Soap SoapOf(WireFormat format) {
  if (format == adapter::v1::WIRE_FORMAT_SOAP_1_1) return wire::Soap::k11;
  return format == adapter::v1::WIRE_FORMAT_SOAP_1_2 ? wire::Soap::k12 : wire::Soap::kNone;
}

const char* MediaType(WireFormat format) {
  switch (format) {
    case adapter::v1::WIRE_FORMAT_JSON:
      return "application/json";
    case adapter::v1::WIRE_FORMAT_FORM:
      return "application/x-www-form-urlencoded";
    case adapter::v1::WIRE_FORMAT_XML:
      return "application/xml";
    case adapter::v1::WIRE_FORMAT_SOAP_1_1:
      return "text/xml";
    case adapter::v1::WIRE_FORMAT_SOAP_1_2:
      return "application/soap+xml";
    default:
      return "";
  }
}

WirePlan MakeWire(const Dialect& dialect, WireFormat format) {
  WirePlan wire;
  wire.format = format;
  wire.charset = dialect.charset() == adapter::v1::CHARSET_GB18030 ? wire::Charset::kGb18030 : wire::Charset::kUtf8;
  wire.soap = SoapOf(format);
  wire.name_space = dialect.xml().namespace_();
  wire.is_qualified = dialect.xml().qualified();
  const std::string type = MediaType(format);
  if (!type.empty()) {
    wire.content_type = absl::StrCat(type, "; charset=", absl::AsciiStrToLower(wire::CharsetName(wire.charset)));
  }
  return wire;
}

std::vector<TextPattern> MakePatterns(const Nested& nested, const Place& place, Mistakes& mistakes) {
  std::vector<TextPattern> patterns;
  for (int i = 0; i < nested.patterns_size(); ++i) {
    absl::StatusOr<TextPattern> pattern = TextPattern::Make(nested.patterns(i));
    if (pattern.ok()) {
      patterns.push_back(*std::move(pattern));
    } else {
      mistakes.Add(place.In("patterns", i), std::string(pattern.status().message()));
    }
  }
  return patterns;
}

// The node at `path`, made where it is not there yet.
NestedNode& NodeAt(const std::string& path, NestedNode& top) {
  NestedNode* node = &top;
  for (const absl::string_view step : absl::StrSplit(path, '.')) {
    const auto it = absl::c_find_if(node->children, [&](const NestedNode& child) { return child.name == step; });
    if (it != node->children.end()) {
      node = &*it;
      continue;
    }
    node->children.emplace_back();
    node = &node->children.back();
    node->name = std::string(step);
  }
  return *node;
}

// Whether everything about it but its place is as it should be.
bool CheckNested(const Nested& nested, const Place& place, Mistakes& mistakes) {
  const size_t before = mistakes.all().size();
  if (nested.encoding() == Nested::ENCODING_UNSPECIFIED) mistakes.Add(place, "A nested field needs an encoding.");
  const std::vector<std::string> steps = absl::StrSplit(nested.path(), '.');
  if (absl::c_linear_search(steps, "")) mistakes.Add(place.In("path"), "Their path is empty or has an empty part.");
  const bool has_patterns = nested.patterns_size() > 0;
  if (has_patterns != (nested.encoding() == Nested::ENCODING_PATTERN)) {
    mistakes.Add(place, "ENCODING_PATTERN needs patterns, other encodings have none.");
  }
  return mistakes.all().size() == before;
}

// Each of `wires` gets the nested fields that there can be in it.
void CompileNested(const Dialect& dialect, const std::vector<WirePlan*>& wires, Mistakes& mistakes) {
  for (int i = 0; i < dialect.nested_size(); ++i) {
    const Nested& nested = dialect.nested(i);
    const Place place = NestedPlace(i);
    if (!CheckNested(nested, place, mistakes)) continue;
    const std::vector<TextPattern> patterns = MakePatterns(nested, place, mistakes);
    int outer = 0;
    for (int j = 0; j < dialect.nested_size(); ++j) {
      if (!IsAtOrBelow(nested.path(), dialect.nested(j).path()) || j == i) continue;
      ++outer;
      if (nested.path() == dialect.nested(j).path()) {
        if (j < i) mistakes.Add(place.In("path"), "The field is nested twice.");
      } else if (j > i) {
        mistakes.Add(place.In("path"), "The outer document must stand before this one.");
      }
    }
    if (outer >= kMostNested) mistakes.Add(place.In("path"), "Too many documents stand inside each other.");
    absl::Status unfit;
    bool fits = false;
    for (WirePlan* wire : wires) {
      const absl::Status status = WirePaths(*wire).Check(nested.path(), WirePaths::Use::kValue);
      if (!status.ok()) {
        unfit = status;
        continue;
      }
      fits = true;
      NestedNode& node = NodeAt(nested.path(), wire->nested);
      node.encoding = nested.encoding();
      node.patterns = patterns;
    }
    if (!fits) mistakes.Add(place.In("path"), std::string(unfit.message()));
  }
}

class RootFinder {
 public:
  RootFinder(const Block& block, const Place& place, std::vector<std::vector<std::string>>& roots, Mistakes& mistakes)
      : block_(block), place_(place), roots_(roots), mistakes_(mistakes) {}

  // `steps` lead to both nodes.
  void Visit(const NestedNode& nested, const TheirNode& theirs, const std::vector<std::string>& steps, bool is_xml) {
    if (is_xml && theirs.children.size() != 1) {
      mistakes_.Add(place_, theirs.children.empty() ? "A document of XML needs a field below its root."
                                                    : "All paths in a document of XML begin with its one root.");
    }
    for (const int index : theirs.children) {
      const TheirNode& child = block_.theirs[static_cast<size_t>(index)];
      std::vector<std::string> below = steps;
      below.push_back(child.name);
      if (is_xml) roots_.push_back(below);
      for (const NestedNode& inner : nested.children) {
        if (inner.name == child.name) Visit(inner, child, below, inner.encoding == Nested::ENCODING_XML);
      }
    }
  }

 private:
  const Block& block_;
  const Place& place_;
  std::vector<std::vector<std::string>>& roots_;
  Mistakes& mistakes_;
};

void CheckXml(const Plan& plan, Mistakes& mistakes) {
  const Place place = Place(SpecificationPart::kDialect).In("xml");
  if (!plan.dialect.has_xml()) return;
  if (!plan.from_wire.has_root() && !plan.to_wire.has_root() && !plan.answer_wire.has_root()) {
    mistakes.Add(place, "Only XML and SOAP have namespaces.");
  } else if (plan.dialect.xml().namespace_().empty()) {
    mistakes.Add(place, "A namespace is due.");
  }
}

}  // namespace

void CompileWires(Plan& plan, Mistakes& mistakes) {
  const Dialect& dialect = plan.dialect;
  const WireFormat from = dialect.wire_format();
  const WireFormat to = dialect.to_platform_wire_format();
  const WireFormat answers = dialect.answer_wire_format();
  plan.from_wire = MakeWire(dialect, from);
  plan.to_wire = MakeWire(dialect, to == adapter::v1::WIRE_FORMAT_UNSPECIFIED ? from : to);
  plan.answer_wire = MakeWire(dialect, answers == adapter::v1::WIRE_FORMAT_UNSPECIFIED ? from : answers);
  for (WirePlan* wire : {&plan.from_wire, &plan.to_wire}) {
    wire->rows_see_all_names = plan.refuse_unknown_fields;
    wire->skips_foreign = !plan.refuse_unknown_fields;
  }
  plan.answer_wire.rows_see_all_names = false;
  plan.answer_wire.skips_foreign = true;
  CompileNested(dialect, {&plan.from_wire, &plan.to_wire, &plan.answer_wire}, mistakes);
  CheckXml(plan, mistakes);
  if (plan.answer_wire.format == adapter::v1::WIRE_FORMAT_QUERY &&
      dialect.answers_size() + dialect.batches_size() > 0) {
    mistakes.Add(Place(SpecificationPart::kDialect).In("answer_wire_format"),
                 "An answer is no query string: say what it is.");
  }
  if (to == adapter::v1::WIRE_FORMAT_UNSPECIFIED) return;
  for (int i = 0; i < dialect.messages_size(); ++i) {
    if (dialect.messages(i).direction() != adapter::v1::DIRECTION_BOTH) continue;
    mistakes.Add(Place(SpecificationPart::kDialect).In("messages", i).In("direction"),
                 "Messages to the platform have another wire format, so none goes both ways.");
  }
}

std::vector<std::vector<std::string>> FindRoots(const WirePlan& wire, const Block& block, const Place& place,
                                                Mistakes& mistakes) {
  std::vector<std::vector<std::string>> roots;
  RootFinder(block, place, roots, mistakes).Visit(wire.nested, block.theirs[0], {}, wire.has_root());
  return roots;
}

void CheckNestedIsUsed(const Plan& plan, Mistakes& mistakes) {
  const auto uses = [](const Block& block, const std::string& path) {
    return absl::c_any_of(block.rows, [&](const RowPlan& row) { return IsAtOrBelow(row.theirs, path); });
  };
  for (int i = 0; i < plan.dialect.nested_size(); ++i) {
    const std::string& path = plan.dialect.nested(i).path();
    const auto is_used = [&](const auto& part) { return uses(part->block, path); };
    if (absl::c_any_of(plan.messages, is_used) || absl::c_any_of(plan.answers, is_used)) continue;
    const auto lists = [&](const auto& batch) {
      return IsAtOrBelow(batch.list, path) ||
             absl::c_any_of(batch.constants, [&](const auto& one) { return IsAtOrBelow(one.path, path); });
    };
    if (absl::c_any_of(plan.batches, lists)) continue;
    mistakes.Add(NestedPlace(i).In("path"), absl::StrCat("Nothing has a field in '", path, "'."));
  }
}

}  // namespace interline::adapters
