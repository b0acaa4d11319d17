#include "adapters/engine/sample.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "adapters/engine/implied.h"
#include "core/base/ids.h"
#include "core/base/proto_time.h"

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
    for (const RowPlan& row : block.rows) {
      // A row that is written only repeats what another one reads, or has nothing to be compared with.
      if (row.field == nullptr || !row.reads || !row.writes || !(row.required || Chance(60))) continue;
      Set(row, *Node(block, row.node, nodes));
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
    switch (as.form) {
      case Form::kEventId:
        return Word("abcdefXYZ0189._:-", static_cast<size_t>(Between(1, 64)));
      case Form::kTicketId:
        return TicketId(Platform(), Number());
      case Form::kTicketNumber:
        return Number();
      case Form::kPlatformId:
      case Form::kSource:
        return Platform();
      case Form::kAttachmentId:
        // Unique within one list, most likely.
        return Word("abcdefghijklmnopqrstuvwxyz0123456789_-", 20);
      case Form::kCountry:
        return Word("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3);
      case Form::kFree:
        break;
    }
    const size_t most = std::min(as.most_read, as.most_written);
    const auto length = static_cast<size_t>(Chance(5) ? most : Between(1, std::min(most, kUsualText)));
    std::string text;
    for (size_t i = 0; i < length; ++i) {
      absl::StrAppend(&text, kCharacters[static_cast<size_t>(Between(0, std::size(kCharacters) - 1))]);
    }
    return text;
  }

  std::string Region(size_t digits) {
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
    std::vector<int> values = table.written_values();
    values.erase(std::remove_if(values.begin(), values.end(),
                                [&](int value) { return table.Ours(*table.Theirs(value)) != value; }),
                 values.end());
    return values.empty() ? 0 : values[static_cast<size_t>(Between(0, values.size() - 1))];
  }

  void Set(const RowPlan& row, Message& holder) {
    const Reflection& reflection = *holder.GetReflection();
    if (const auto* text = std::get_if<AsText>(&row.as)) {
      if (!text->is_list) return reflection.SetString(&holder, row.field, Text(*text));
      for (int64_t i = Between(1, kMostEntries); i > 0; --i) reflection.AddString(&holder, row.field, Text(*text));
    } else if (const auto* number = std::get_if<AsNumber>(&row.as)) {
      SetNumber(Integer(row, *number), *row.field, holder);
    } else if (std::holds_alternative<AsBool>(row.as)) {
      reflection.SetBool(&holder, row.field, Chance(50));
    } else if (std::holds_alternative<AsTime>(row.as)) {
      const absl::Time time = absl::FromUnixSeconds(Between(1000000000, 4000000000));
      reflection.MutableMessage(&holder, row.field)->CopyFrom(ToProto(time));
    } else if (const auto* code = std::get_if<AsCode>(&row.as)) {
      reflection.SetEnumValue(&holder, row.field, Code(*code->table));
    } else if (const auto* region = std::get_if<AsRegion>(&row.as)) {
      reflection.SetString(&holder, row.field, Region(region->digits));
    } else if (const auto* bytes = std::get_if<AsBytes>(&row.as)) {
      const auto length = bytes->exact_bytes > 0 ? bytes->exact_bytes : static_cast<size_t>(Between(1, 40));
      reflection.SetString(&holder, row.field, Word(absl::string_view("\0\1\x7f\xff", 4), length));
    } else if (const auto* group = std::get_if<AsGroup>(&row.as)) {
      const auto most = static_cast<int64_t>(std::min<size_t>(group->max_items, kMostEntries));
      for (int64_t i = Between(1, most); i > 0; --i) {
        Fill(*group->block, *reflection.AddMessage(&holder, row.field));
      }
    }
  }

  static void SetNumber(int64_t number, const FieldDescriptor& field, Message& holder) {
    const Reflection& reflection = *holder.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection.SetInt32(&holder, &field, static_cast<int32_t>(number));
      case FieldDescriptor::CPPTYPE_UINT32:
        return reflection.SetUInt32(&holder, &field, static_cast<uint32_t>(number));
      case FieldDescriptor::CPPTYPE_UINT64:
        return reflection.SetUInt64(&holder, &field, static_cast<uint64_t>(number));
      default:
        return reflection.SetInt64(&holder, &field, number);
    }
  }

  std::mt19937& random_;
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

// The message of ours for a node; null when it is not there.
Message* Find(const Block& block, int node, TicketEvent& event) {
  if (node == 0) return &event;
  const OurNode& plan = block.ours[static_cast<size_t>(node)];
  Message* above = Find(block, plan.above, event);
  if (above == nullptr || !above->GetReflection()->HasField(*above, plan.field)) return nullptr;
  return above->GetReflection()->MutableMessage(above, plan.field);
}

}  // namespace

TicketEvent SampleEvent(const Plan& plan, const MessagePlan& message, Direction direction, std::mt19937& random) {
  TicketEvent event;
  event.GetReflection()->MutableMessage(&event, message.kind);
  Sampler sampler(random);
  sampler.Fill(message.block, event);
  for (const ImpliedPlan& implied : message.implied) {
    Message* holder = Find(message.block, implied.node, event);
    if (holder != nullptr) SetImplied(implied, holder);
  }
  SetEnvelope(plan, message, direction, sampler, event);
  return event;
}

}  // namespace interline::adapters
