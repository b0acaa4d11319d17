#include "adapters/engine/sample.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "adapters/engine/implied.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"
#include "core/ticket/bounds.h"

namespace interline::adapters {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using v1::TicketEvent;

constexpr size_t kUsualText = 40;
constexpr int kMostEntries = 3;
// Everything that has ever been quoted wrongly, and characters of one to four bytes.
constexpr absl::string_view kCharacters[] = {"a",  "Z",  "7",  " ", "\"", "\\", "/",    "\n", "\t", "<", "&", "é",
                                             "龙", "证", "，", "Ж", "ญ",  "😀",  "\x7f", "{",  "]",  ":", ",", "'"};

class Sampler {
 public:
  explicit Sampler(std::mt19937& random) : random_(random) {}

  int64_t Between(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(random_); }
  bool Chance(int percent) { return Between(1, 100) <= percent; }

  std::string Word(absl::string_view alphabet, size_t length) {
    std::string word;
    for (size_t i = 0; i < length; ++i) word.push_back(alphabet[static_cast<size_t>(Between(0, alphabet.size() - 1))]);
    return word;
  }
  std::string Number() { return Word("ABCXYZ0123456789-_/", static_cast<size_t>(Between(1, 20))); }
  std::string Platform() { return Chance(50) ? "12367" : Word("123456", 6); }

  void Fill(const Block& block, Message& message) {
    std::vector<Message*> nodes(block.ours.size(), nullptr);
    nodes[0] = &message;
    if (block.day_row != kNone) {
      // Before the codes that depend on it; some day around now.
      const absl::Time time = absl::FromUnixSeconds(Between(1700000000, 1900000000));
      const RowPlan& row = block.rows[static_cast<size_t>(block.day_row)];
      row.access->mutable_message(*Node(block, row.node, nodes)).CopyFrom(ToProto(time));
      day_ = DayOf(time, block.zone);
    }
    for (const RowPlan& row : block.rows) {
      if (block.day_row != kNone && &row == &block.rows[static_cast<size_t>(block.day_row)]) continue;
      // A row that is written only repeats what another one reads, or has nothing to be compared with.
      if (row.field == nullptr || !row.reads || !row.writes || !(row.required || Chance(60))) continue;
      Set(row, *Node(block, row.node, nodes));
    }
  }

  // A text without the characters of `plain`, and never empty.
  std::string Without(absl::string_view plain, absl::string_view text) {
    std::string kept;
    for (const absl::string_view character : kCharacters) {
      if (absl::StrContains(plain, character)) continue;
      if (kept.empty()) kept = std::string(character);
    }
    std::string clean;
    for (size_t at = 0; at < text.size();) {
      size_t end = at + 1;
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
      const absl::string_view character = text.substr(at, end - at);
      if (!absl::StrContains(plain, character)) absl::StrAppend(&clean, character);
      at = end;
    }
    return clean.empty() ? kept : clean;
  }

  void Set(const RowPlan& row, Message& holder) {
    const Reflection& reflection = *holder.GetReflection();
    if (const auto* text = std::get_if<AsText>(&row.as)) {
      if (!text->is_list) return reflection.SetString(&holder, row.field, Text(*text));
      for (int64_t i = Between(1, kMostEntries); i > 0; --i) reflection.AddString(&holder, row.field, Text(*text));
    } else if (const auto* number = std::get_if<AsNumber>(&row.as)) {
      row.access->set_number(holder, Integer(row, *number));
    } else if (std::holds_alternative<AsBool>(row.as)) {
      reflection.SetBool(&holder, row.field, Chance(50));
    } else if (const auto* as = std::get_if<AsTime>(&row.as)) {
      const absl::Time time = Exact(as->format, absl::FromUnixSeconds(Between(1000000000, 4000000000)));
      reflection.MutableMessage(&holder, row.field)->CopyFrom(ToProto(time));
    } else if (const auto* code = std::get_if<AsCode>(&row.as)) {
      reflection.SetEnumValue(&holder, row.field, Code(*code->table));
    } else if (const auto* region = std::get_if<AsRegion>(&row.as)) {
      reflection.SetString(&holder, row.field, Region(*region));
    } else if (const auto* joined = std::get_if<AsJoined>(&row.as)) {
      for (std::string& text : Joined(*joined)) reflection.AddString(&holder, row.field, std::move(text));
    } else if (const auto* phone = std::get_if<AsPhone>(&row.as)) {
      reflection.SetString(&holder, row.field, Phone(*phone));
    } else if (const auto* bytes = std::get_if<AsBytes>(&row.as)) {
      const auto length = bytes->exact_bytes > 0
                              ? bytes->exact_bytes
                              : static_cast<size_t>(Between(1, std::min<size_t>(bytes->most_written, 40)));
      reflection.SetString(&holder, row.field, Word(absl::string_view("\0\1\x7f\xff", 4), length));
    } else if (const auto* group = std::get_if<AsGroup>(&row.as)) {
      const auto most = static_cast<int64_t>(std::min<size_t>(group->max_items, kMostEntries));
      for (int64_t i = Between(1, most); i > 0; --i) {
        Fill(*group->block, *reflection.AddMessage(&holder, row.field));
      }
    }
  }

 private:
  static Message* Node(const Block& block, int index, std::vector<Message*>& nodes) {
    Message*& node = nodes[static_cast<size_t>(index)];
    if (node == nullptr) {
      Message* above = Node(block, block.ours[static_cast<size_t>(index)].above, nodes);
      node = above->GetReflection()->MutableMessage(above, block.ours[static_cast<size_t>(index)].field);
    }
    return node;
  }

  std::string Text(const AsText& as) {
    return absl::StrCat(as.prefix, as.form == Form::kFree ? Free(RoomOf(as)) : OfForm(as.form, RoomOf(as)));
  }

  static size_t RoomOf(const AsText& as) {
    return std::min(as.most_read - ticket::CountCharacters(as.prefix), as.most_written);
  }

  // At most `most` characters where the form allows it.
  std::string OfForm(Form form, size_t most) {
    switch (form) {
      case Form::kEventId:
        return Word("abcdefXYZ0189._:-", static_cast<size_t>(Between(1, std::min<size_t>(most, 64))));
      case Form::kTicketId:
        return TicketId(Platform(), Number());
      case Form::kTicketNumber:
        return Number().substr(0, most);
      case Form::kPlatformId:
      case Form::kSource:
        return Platform();
      case Form::kAttachmentId:
        // Unique within one list, most likely.
        return Word("abcdefghijklmnopqrstuvwxyz0123456789_-", std::min<size_t>(most, 20));
      case Form::kCountry:
        return Word("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3);
      case Form::kFree:
        break;
    }
    return Free(kUsualText);
  }

  std::string Free(size_t most) {
    const auto length = static_cast<size_t>(Chance(5) ? most : Between(1, std::min(most, kUsualText)));
    std::string text;
    for (size_t i = 0; i < length; ++i) {
      absl::StrAppend(&text, kCharacters[static_cast<size_t>(Between(0, std::size(kCharacters) - 1))]);
    }
    return text;
  }

  // Texts that can be told apart when they are joined.
  std::vector<std::string> Joined(const AsJoined& as) {
    std::string alphabet = "abcXYZ789";
    alphabet.erase(
        std::remove_if(alphabet.begin(), alphabet.end(), [&](char c) { return absl::StrContains(as.separator, c); }),
        alphabet.end());
    std::vector<std::string> texts;
    size_t left = as.most_whole;
    for (int64_t i = Between(1, kMostEntries); i > 0; --i) {
      std::string text = as.form == Form::kFree ? Word(alphabet, Between(1, 8)) : OfForm(as.form, kUsualText);
      const size_t taken = text.size() + (texts.empty() ? 0 : as.separator.size());
      if (taken > left) break;
      left -= taken;
      texts.push_back(std::move(text));
    }
    return texts;
  }

  std::string Phone(const AsPhone& as) {
    constexpr absl::string_view kNumbers[] = {"+8613800000000", "+861012345678", "+867557654321", "+442079460000",
                                              "+864008100000",  "12345",         "不详"};
    const absl::string_view number = kNumbers[static_cast<size_t>(Between(0, std::size(kNumbers) - 1))];
    const size_t most = std::min(as.most_read, as.most_written);
    return std::string(number.size() + 2 > most ? "1" : number);
  }

  std::string Region(const AsRegion& as) {
    if (as.zones != nullptr) {
      std::vector<std::string> codes = as.zones->written_codes();
      codes.erase(std::remove_if(codes.begin(), codes.end(),
                                 [&](const std::string& code) {
                                   const std::string* back = as.zones->Ours(*as.zones->Theirs(code));
                                   return back == nullptr || *back != code;
                                 }),
                  codes.end());
      return codes.empty() ? "" : codes[static_cast<size_t>(Between(0, codes.size() - 1))];
    }
    const size_t digits = as.digits;
    if (digits <= 6) return Word("123456789", digits) + std::string(6 - digits, '0');
    return Word("123456789", Chance(50) ? 6 : digits);
  }

  int64_t Integer(const RowPlan& row, const AsNumber& as) {
    const bool zero_is_nothing = !row.required && !row.field->has_presence();
    int64_t number = Chance(10) ? as.min : Chance(10) ? as.max : Between(as.min, as.max);
    if (number == 0 && zero_is_nothing) number = as.max;
    return number;
  }

  // A code that is read as the value that it was written for.
  int Code(const CodeTable& table) {
    std::vector<int> values = table.written_values(day_);
    values.erase(std::remove_if(values.begin(), values.end(),
                                [&](int value) { return table.Ours(*table.Theirs(value, day_), day_) != value; }),
                 values.end());
    return values.empty() ? 0 : values[static_cast<size_t>(Between(0, values.size() - 1))];
  }

  // Without what the layout has no place for.
  static absl::Time Exact(const TimeFormat& format, absl::Time time) {
    if (format.is_number()) return time;
    TimeFormat::Buffer buffer;
    return format.Read(format.WriteText(time, buffer)).value_or(time);
  }

  std::mt19937& random_;
  Day day_ = 0;
};

// Who speaks to whom about which ticket, so that it agrees with the rule of the message.
void SetEnvelope(const Plan& plan, const MessagePlan& message, Direction direction, Sampler& sampler,
                 TicketEvent& event) {
  if (direction == Direction::kFromPlatform) {
    event.set_source(plan.platform.id());
  } else {
    event.set_recipient(plan.platform.id());
  }
  if (event.id().empty()) event.set_id("sample");
  switch (message.ticket_id_rule) {
    case adapter::v1::TICKET_ID_RULE_SENDER_IS_ORIGIN:
      event.set_ticket_id(TicketId(event.source(), event.source_number()));
      break;
    case adapter::v1::TICKET_ID_RULE_RECIPIENT_IS_ORIGIN:
      event.set_ticket_id(TicketId(event.recipient(), event.recipient_number()));
      break;
    case adapter::v1::TICKET_ID_RULE_SHOWN:
      if (event.ticket_id().empty()) event.set_ticket_id(TicketId(sampler.Platform(), sampler.Number()));
      break;
    default:
      event.clear_ticket_id();
  }
}

// The message of ours for a node; when it is not there, null or made.
Message* Find(const Block& block, int node, bool make, TicketEvent& event) {
  if (node == 0) return &event;
  const OurNode& plan = block.ours[static_cast<size_t>(node)];
  Message* above = Find(block, plan.above, make, event);
  if (above == nullptr || (!make && !above->GetReflection()->HasField(*above, plan.field))) return nullptr;
  return above->GetReflection()->MutableMessage(above, plan.field);
}

Message* Mutable(const Block& block, int node, TicketEvent& event) {
  if (node == 0) return &event;
  const OurNode& plan = block.ours[static_cast<size_t>(node)];
  Message* above = Mutable(block, plan.above, event);
  return above->GetReflection()->MutableMessage(above, plan.field);
}

// The values in one text must be just those of one of its patterns, and each must end where the pattern's text begins.
class PatternFitter {
 public:
  PatternFitter(const Block& block, Sampler& sampler, TicketEvent& event)
      : block_(block), sampler_(sampler), event_(event) {}

  void Visit(const NestedNode& node, const std::string& path) {
    if (node.encoding == adapter::v1::Nested::ENCODING_PATTERN) Fit(node, path + ".");
    for (const NestedNode& child : node.children) {
      Visit(child, path.empty() ? child.name : absl::StrCat(path, ".", child.name));
    }
  }

 private:
  void Fit(const NestedNode& node, const std::string& above) {
    std::vector<const RowPlan*> rows;
    for (const RowPlan& row : block_.rows) {
      if (absl::StartsWith(row.theirs, above)) rows.push_back(&row);
    }
    if (rows.empty()) return;
    std::string plain;
    std::vector<const TextPattern*> usable;
    for (const TextPattern& pattern : node.patterns) {
      plain += pattern.Fill(std::vector<absl::string_view>(pattern.names().size()));
      if (IsUsable(pattern, rows, above)) usable.push_back(&pattern);
    }
    const TextPattern* chosen =
        usable.empty() ? nullptr : usable[static_cast<size_t>(sampler_.Between(0, usable.size() - 1))];
    for (const RowPlan* row : rows) {
      if (row->field == nullptr) continue;
      const bool is_in = chosen != nullptr && absl::c_linear_search(chosen->names(), row->theirs.substr(above.size()));
      Give(*row, is_in, plain);
    }
  }

  // Whether each name has a row that can be compared and each required row a name.
  static bool IsUsable(const TextPattern& pattern, const std::vector<const RowPlan*>& rows, const std::string& above) {
    const auto has_row = [&](const std::string& name) {
      return absl::c_any_of(rows, [&](const RowPlan* row) {
        return row->theirs == above + name && row->writes && (row->reads || row->field == nullptr);
      });
    };
    return absl::c_all_of(pattern.names(), has_row) && absl::c_all_of(rows, [&](const RowPlan* row) {
             return !row->required || absl::c_linear_search(pattern.names(), row->theirs.substr(above.size()));
           });
  }

  void Give(const RowPlan& row, bool is_in, const std::string& plain) {
    Message& holder = *Mutable(block_, row.node, event_);
    const Reflection& reflection = *holder.GetReflection();
    reflection.ClearField(&holder, row.field);
    if (!is_in) return;
    sampler_.Set(row, holder);
    const auto* text = std::get_if<AsText>(&row.as);
    if (text == nullptr || text->form != Form::kFree) return;
    const std::string value = reflection.GetString(holder, row.field);
    reflection.SetString(&holder, row.field, sampler_.Without(plain, value));
  }

  const Block& block_;
  Sampler& sampler_;
  TicketEvent& event_;
};

}  // namespace

TicketEvent SampleEvent(const Plan& plan, const MessagePlan& message, Direction direction, std::mt19937& random) {
  TicketEvent event;
  event.GetReflection()->MutableMessage(&event, message.kind);
  Sampler sampler(random);
  sampler.Fill(message.block, event);
  PatternFitter(message.block, sampler, event).Visit(plan.WireFor(direction).nested, "");
  for (const ImpliedPlan& implied : message.implied) {
    Message* holder = Find(message.block, implied.node, implied.is_made, event);
    if (holder != nullptr) SetImplied(implied, holder);
  }
  SetEnvelope(plan, message, direction, sampler, event);
  return event;
}

}  // namespace interline::adapters
