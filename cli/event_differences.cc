#include "cli/event_differences.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>

#include "absl/strings/str_cat.h"

namespace interline::cli {
namespace {

using google::protobuf::Message;
using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;
using Path = std::vector<MessageDifferencer::SpecificField>;

std::string ValueAt(const Message& holder, const MessageDifferencer::SpecificField& step, int index) {
  TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  printer.SetSingleLineMode(true);
  std::string text;
  const auto& reflection = *holder.GetReflection();
  if (step.field->is_repeated() || reflection.HasField(holder, step.field)) {
    printer.PrintFieldValueToString(holder, step.field, step.field->is_repeated() ? index : -1, &text);
  }
  return text;
}

class Collector final : public MessageDifferencer::Reporter {
 public:
  void ReportAdded(const Message&, const Message& after, const Path& path) override {
    differences.push_back({PathOf(path), "", ValueOf(after, path, /*is_new=*/true)});
  }
  void ReportDeleted(const Message& before, const Message&, const Path& path) override {
    differences.push_back({PathOf(path), ValueOf(before, path, /*is_new=*/false), ""});
  }
  void ReportModified(const Message& before, const Message& after, const Path& path) override {
    differences.push_back({PathOf(path), ValueOf(before, path, false), ValueOf(after, path, true)});
  }

  std::vector<EventDifference> differences;

 private:
  static int IndexOf(const MessageDifferencer::SpecificField& step, bool is_new) {
    return is_new && step.new_index >= 0 ? step.new_index : step.index;
  }

  static std::string PathOf(const Path& path) {
    std::string text;
    for (const auto& step : path) {
      absl::StrAppend(&text, text.empty() ? "" : ".", step.field->name());
      if (step.field->is_repeated()) absl::StrAppend(&text, "[", IndexOf(step, step.index < 0), "]");
    }
    return text;
  }

  // The differencer reports the messages that hold the field, not those at the top.
  static std::string ValueOf(const Message& holder, const Path& path, bool is_new) {
    return ValueAt(holder, path.back(), IndexOf(path.back(), is_new));
  }
};

}  // namespace

std::vector<EventDifference> Compare(const v1::TicketEvent& before, const v1::TicketEvent& after) {
  Collector collector;
  MessageDifferencer differencer;
  differencer.ReportDifferencesTo(&collector);
  differencer.Compare(before, after);
  return std::move(collector.differences);
}

}  // namespace interline::cli
