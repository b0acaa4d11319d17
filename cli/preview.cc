// interline preview PROVINCE FILE
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/decode.h"
#include "adapters/engine/encode.h"
#include "adapters/engine/wire_tree.h"
#include "cli/event_differences.h"
#include "cli/event_file.h"
#include "cli/json_line.h"
#include "cli/json_lines.h"
#include "cli/origins.h"
#include "cli/program.h"
#include "cli/specification_tree.h"
#include "cli/table.h"
#include "cli/text_file.h"
#include "cli/wire_fields.h"
#include "core/base/mask.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/ticket/event.h"

namespace interline::cli {
namespace {

using adapters::Direction;
using adapters::Plan;
using adapters::WireMessage;

struct PreviewFlags {
  std::string platform;
  std::string file;
  std::vector<std::string> headers;
  bool to_platform = false;
  bool event = false;
  bool reveal = false;
  bool json = false;
};

// What is shown, whichever way it came.
struct Preview {
  Direction direction = Direction::kFromPlatform;
  // As it came or as it is written.
  WireMessage message;
  v1::TicketEvent event;
  // Bytes after bytes, or event after event.
  std::vector<WireDifference> wire_differences;
  std::vector<EventDifference> event_differences;
  // Why there is no way back, if there is none.
  absl::Status way_back;
};

absl::Status ReadHeaders(const PreviewFlags& flags, WireMessage& message) {
  for (const std::string& header : flags.headers) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(header, absl::MaxSplits('=', 1));
    if (parts.first.empty() || parts.first == header) return absl::InvalidArgumentError("--header is name=value");
    message.headers[absl::AsciiStrToLower(parts.first)] = parts.second;
  }
  return absl::OkStatus();
}

absl::StatusOr<Preview> FromBytes(const Plan& plan, const PreviewFlags& flags, const std::string& bytes) {
  Preview preview;
  preview.direction = flags.to_platform ? Direction::kToPlatform : Direction::kFromPlatform;
  preview.message.body = bytes;
  RETURN_IF_ERROR(ReadHeaders(flags, preview.message));
  ASSIGN_OR_RETURN(preview.event, adapters::Decode(plan, preview.direction, preview.message));
  // What is no event for the broker is refused on the next step; better to see it here.
  RETURN_IF_ERROR(ticket::Validate(preview.event));
  const absl::StatusOr<WireMessage> written = adapters::Encode(plan, preview.direction, preview.event);
  preview.way_back = written.status();
  if (written.ok()) {
    preview.wire_differences = Compare(FieldsAndHeadersOf(plan, preview.direction, preview.message),
                                       FieldsAndHeadersOf(plan, preview.direction, *written));
  }
  return preview;
}

absl::StatusOr<Preview> FromEvent(const Plan& plan, const std::string& text) {
  Preview preview;
  ASSIGN_OR_RETURN(preview.event, ParseEvent(text));
  preview.direction = preview.event.source() == plan.platform.id() ? Direction::kFromPlatform : Direction::kToPlatform;
  ASSIGN_OR_RETURN(preview.message, adapters::Encode(plan, preview.direction, preview.event));
  const absl::StatusOr<v1::TicketEvent> read = adapters::Decode(plan, preview.direction, preview.message);
  preview.way_back = read.status();
  if (read.ok()) preview.event_differences = Compare(preview.event, *read);
  return preview;
}

// The bytes with nothing personal in them: those of the masked event. Absent when it cannot be written.
absl::StatusOr<WireMessage> Shown(const Plan& plan, const Preview& preview, bool reveal) {
  if (reveal) return preview.message;
  v1::TicketEvent masked = preview.event;
  Mask(masked);
  return adapters::Encode(plan, preview.direction, masked);
}

// Bytes that are no UTF-8 would do harm on a terminal.
std::string Body(const std::string& body) {
  std::string text;
  for (const absl::string_view line : absl::StrSplit(body, '\n')) absl::StrAppend(&text, Printable(line), "\n");
  return text;
}

void Print(const Plan& plan, const adapters::MessagePlan& message, const Preview& preview, const PreviewFlags& flags,
           std::ostream& out) {
  const bool from = preview.direction == Direction::kFromPlatform;
  out << "message: " << message.name << " " << message.specification->name_zh() << " (" << plan.mapping << "), "
      << (from ? "from " : "to ") << plan.platform.id() << "\n\n";
  v1::TicketEvent shown = preview.event;
  if (!flags.reveal) Mask(shown);
  out << "event" << (flags.reveal ? "" : ", personal data masked") << ":\n" << Body(PrintEvent(shown));
  const absl::StatusOr<WireMessage> bytes = Shown(plan, preview, flags.reveal);
  out << "bytes" << (flags.reveal ? "" : ", written from the masked event") << ":\n";
  if (bytes.ok()) {
    for (const auto& [name, value] : bytes->headers) out << Printable(name) << ": " << Printable(value) << '\n';
    out << Body(bytes->body);
  } else {
    out << "(" << preview.message.body.size() << " bytes; they are shown with --reveal only)\n";
  }
  out << '\n';
  Table table({"theirs", "ours", "as"});
  for (const Origin& origin : OriginsOf(plan, message, preview.direction, preview.message, preview.event)) {
    table.AddRow({Printable(origin.theirs), origin.ours, origin.as});
  }
  table.Print(out);
  out << '\n';
}

void PrintDifferences(const Preview& preview, const PreviewFlags& flags, std::ostream& out) {
  if (!preview.way_back.ok()) {
    out << "no way back: " << Printable(preview.way_back.message()) << '\n';
    return;
  }
  for (const WireDifference& difference : preview.wire_differences) {
    out << WordOf(difference.kind) << " on the way back: " << Printable(difference.place);
    if (flags.reveal) out << ": " << Printable(difference.before) << " -> " << Printable(difference.after);
    out << '\n';
  }
  for (const EventDifference& difference : preview.event_differences) {
    out << "differs on the way back: " << difference.path;
    if (flags.reveal) out << ": " << Printable(difference.before) << " -> " << Printable(difference.after);
    out << '\n';
  }
  if (preview.wire_differences.empty() && preview.event_differences.empty()) out << "the way back gives the same\n";
}

absl::Status PrintJson(const Plan& plan, const adapters::MessagePlan& message, const Preview& preview,
                       const PreviewFlags& flags, std::ostream& out) {
  v1::TicketEvent shown = preview.event;
  if (!flags.reveal) Mask(shown);
  std::ostringstream event;
  RETURN_IF_ERROR(PrintJsonLine(shown, event));
  JsonLine line;
  line.Text("message", message.name)
      .Text("direction", preview.direction == Direction::kFromPlatform ? "from_platform" : "to_platform")
      .Json("event", absl::StripAsciiWhitespace(event.str()));
  const absl::StatusOr<WireMessage> bytes = Shown(plan, preview, flags.reveal);
  if (bytes.ok()) line.Text("body_base64", absl::Base64Escape(bytes->body));
  line.Print(out);
  for (const Origin& origin : OriginsOf(plan, message, preview.direction, preview.message, preview.event)) {
    JsonLine().Text("theirs", origin.theirs).Text("ours", origin.ours).Text("as", origin.as).Print(out);
  }
  for (const WireDifference& difference : preview.wire_differences) {
    JsonLine().Text("way_back", WordOf(difference.kind)).Text("theirs", difference.place).Print(out);
  }
  for (const EventDifference& difference : preview.event_differences) {
    JsonLine().Text("way_back", "differs").Text("ours", difference.path).Print(out);
  }
  if (!preview.way_back.ok()) {
    JsonLine().Text("way_back", "none").Text("why", preview.way_back.message()).Print(out);
  }
  return absl::OkStatus();
}

void PrintRefusal(const v1::Refusal& refusal, bool json, std::ostream& out) {
  const std::string reason = ReasonName(refusal.reason());
  if (json) {
    JsonLine()
        .Text("refused", reason)
        .Text("path", refusal.path())
        .Text("explanation", refusal.explanation())
        .Print(out);
    return;
  }
  out << "refused: " << reason << "\npath: " << Printable(refusal.path())
      << "\nexplanation: " << Printable(refusal.explanation()) << '\n';
}

absl::Status Show(const Program& program, const PreviewFlags& flags) {
  World& world = program.world;
  ASSIGN_OR_RETURN(const SpecificationTree tree, SpecificationTree::Load(program.common.adapters));
  ASSIGN_OR_RETURN(const adapters::Specified* specified, tree.FindPlatform(flags.platform));
  const Plan& plan = *specified->plan;
  ASSIGN_OR_RETURN(const std::string text,
                   flags.file == "-" ? ReadTextStream(world.in, "the input") : ReadTextFile(flags.file));
  const absl::StatusOr<Preview> preview = flags.event ? FromEvent(plan, text) : FromBytes(plan, flags, text);
  if (const auto refusal = GetRefusal(preview.status())) PrintRefusal(*refusal, flags.json, world.out);
  RETURN_IF_ERROR(preview.status());
  const adapters::MessagePlan* message = adapters::ChooseMessage(plan, preview->direction, preview->message);
  if (message == nullptr) return absl::InternalError("what was written is no message of the dialect");
  if (flags.json) return PrintJson(plan, *message, *preview, flags, world.out);
  Print(plan, *message, *preview, flags, world.out);
  PrintDifferences(*preview, flags, world.out);
  return absl::OkStatus();
}

}  // namespace

void AddPreview(CLI::App& app, Program& program) {
  CLI::App* preview = app.add_subcommand(
      "preview", "Shows what a message becomes and what becomes of that on the way back. Nothing is sent.");
  const auto flags = std::make_shared<PreviewFlags>();
  preview->add_option("PROVINCE", flags->platform, "Platform id or folder name.")->required();
  preview->add_option("FILE", flags->file, "A message as it stands on the wire; - reads the input.")->required();
  preview->add_option("--header", flags->headers, "name=value, a header of the record or request; repeatable.")
      ->allow_extra_args(false);
  preview->add_flag("--to-platform", flags->to_platform, "The bytes are for the platform, not from it.");
  preview->add_flag("--event", flags->event,
                    "FILE is a TicketEvent, JSON or text format: from the platform when it is the event's source, "
                    "for it otherwise.");
  preview->add_flag("--reveal", flags->reveal, "Show personal data.");
  preview->add_flag("--json", flags->json, "One JSON object for the message, then one per field and difference.");
  preview->footer(
      "Examples:\n"
      "  interline preview guangdong adapters/guangdong/examples/good/taken_from.json\n"
      "  interline preview sichuan - --header :path=/deal12345/pushJjd <message.json\n"
      "  interline preview guangdong --event adapters/guangdong/examples/good/night_noise_to.textproto\n"
      "Exit code 5 when the message is refused; reason and path are shown.");
  preview->callback([&program, flags] { program.action = [&program, flags] { return Show(program, *flags); }; });
}

}  // namespace interline::cli
