#include "cli/event_file.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace interline::cli {
namespace {

// Keeps the first error.
class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text.empty()) text = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
  }

  std::string text;
};

}  // namespace

absl::StatusOr<v1::TicketEvent> ParseEvent(const std::string& text) {
  v1::TicketEvent event;
  if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(text), "{")) {
    const auto status = google::protobuf::util::JsonStringToMessage(text, &event);
    if (!status.ok()) return absl::InvalidArgumentError(absl::StrCat("not a TicketEvent: ", status.ToString()));
    return event;
  }
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(text, &event)) {
    return absl::InvalidArgumentError(absl::StrCat("not a TicketEvent: ", error.text));
  }
  return event;
}

std::string PrintEvent(const v1::TicketEvent& event) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(event, &text);
  return text;
}

}  // namespace interline::cli
