#include "adapters/engine/code_table.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace interline::adapters {
namespace {

using adapter::v1::CodeRow;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

// "CATEGORY_", what stands before UNSPECIFIED in the name of the zero value.
std::string PrefixOf(const EnumDescriptor& type) {
  const EnumValueDescriptor* zero = type.FindValueByNumber(0);
  return zero == nullptr ? "" : std::string(absl::StripSuffix(zero->name(), "UNSPECIFIED"));
}

const EnumValueDescriptor* FindValue(const EnumDescriptor& type, const std::string& name) {
  const EnumValueDescriptor* whole = type.FindValueByName(name);
  return whole != nullptr ? whole : type.FindValueByName(PrefixOf(type) + name);
}

}  // namespace

CodeTable CodeTable::Make(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes) {
  CodeTable made;
  made.enum_ = DescriptorPool::generated_pool()->FindEnumTypeByName(table.enum_());
  if (made.enum_ == nullptr) {
    mistakes.Add(place.In("enum"), absl::StrCat("There is no enum '", table.enum_(), "'."));
    return made;
  }
  made.AddRows(table, place, mistakes);
  made.CheckTotal(table, place, mistakes);
  return made;
}

void CodeTable::AddRows(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes) {
  std::set<std::string> read;
  std::set<int> written;
  for (int i = 0; i < table.rows_size(); ++i) {
    const CodeRow& row = table.rows(i);
    const Place here = place.In("rows", i);
    if (row.theirs().empty()) mistakes.Add(here, "A code must not be empty: an empty field is one that is not stated.");
    const EnumValueDescriptor* value = FindValue(*enum_, row.ours());
    if (value == nullptr) {
      mistakes.Add(here.In("ours"), absl::StrCat(enum_->name(), " has no value '", row.ours(), "'."));
      continue;
    }
    if (value->number() == 0) {
      mistakes.Add(here.In("ours"), "The value zero means that nothing is stated; no code stands for it.");
      continue;
    }
    codes_.push_back(row.theirs());
    if (row.way() != adapter::v1::WAY_WRITE_ONLY) {
      read_.emplace_back(row.theirs(), value->number());
      if (!read.insert(row.theirs()).second) {
        mistakes.Add(here, absl::StrCat("The code '", row.theirs(), "' is read twice; mark one row WAY_WRITE_ONLY."));
      }
    }
    if (row.way() != adapter::v1::WAY_READ_ONLY) {
      written_.emplace_back(value->number(), row.theirs());
      if (!written.insert(value->number()).second) {
        mistakes.Add(here, absl::StrCat(value->name(), " is written twice; mark one row WAY_READ_ONLY."));
      }
    }
  }
  for (int i = 0; i < table.refuse_theirs_size(); ++i) {
    codes_.push_back(table.refuse_theirs(i));
    if (read.count(table.refuse_theirs(i)) == 0) continue;
    mistakes.Add(place.In("refuse_theirs", i), absl::StrCat("'", table.refuse_theirs(i), "' is read by a row too."));
  }
  std::sort(read_.begin(), read_.end());
  std::sort(written_.begin(), written_.end());
}

void CodeTable::CheckTotal(const adapter::v1::CodeTable& table, const Place& place, Mistakes& mistakes) const {
  std::set<int> refused;
  for (int i = 0; i < table.refuse_ours_size(); ++i) {
    const Place here = place.In("refuse_ours", i);
    const EnumValueDescriptor* value = FindValue(*enum_, table.refuse_ours(i));
    if (value == nullptr) {
      mistakes.Add(here, absl::StrCat(enum_->name(), " has no value '", table.refuse_ours(i), "'."));
      continue;
    }
    refused.insert(value->number());
    if (Theirs(value->number()) != nullptr)
      mistakes.Add(here, absl::StrCat(value->name(), " is written by a row too."));
  }
  for (int i = 0; i < enum_->value_count(); ++i) {
    const EnumValueDescriptor* value = enum_->value(i);
    if (value->number() == 0 || Theirs(value->number()) != nullptr || refused.count(value->number()) > 0) continue;
    mistakes.Add(place, absl::StrCat("The table '", table.name(), "' is not total: ", value->name(),
                                     " has no row that is written and does not stand in refuse_ours."));
  }
}

absl::optional<int> CodeTable::Ours(absl::string_view theirs) const {
  const auto it = std::lower_bound(read_.begin(), read_.end(), theirs,
                                   [](const auto& row, absl::string_view code) { return row.first < code; });
  if (it == read_.end() || it->first != theirs) return absl::nullopt;
  return it->second;
}

const std::string* CodeTable::Theirs(int ours) const {
  const auto it = std::lower_bound(written_.begin(), written_.end(), ours,
                                   [](const auto& row, int value) { return row.first < value; });
  return it == written_.end() || it->first != ours ? nullptr : &it->second;
}

std::vector<int> CodeTable::written_values() const {
  std::vector<int> values;
  for (const auto& [value, code] : written_) values.push_back(value);
  return values;
}

}  // namespace interline::adapters
