#include "core/wire/xml_writer.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/wire/controls.h"
#include "core/wire/scalar_text.h"

namespace interline::wire {
namespace {

namespace dom = simdjson::dom;

constexpr char kFault[] = "Fault";

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

// U+FFFE and U+FFFF, which no document of XML may hold.
bool HasNoCharacters(absl::string_view text) {
  return absl::StrContains(text, "\xEF\xBF\xBE") || absl::StrContains(text, "\xEF\xBF\xBF");
}

class Writer {
 public:
  explicit Writer(const XmlWriteOptions& options) : options_(options) {}

  absl::StatusOr<std::string> Write(absl::string_view root, const dom::element& value) {
    if (options_.declare) {
      absl::StrAppend(&xml_, "<?xml version=\"1.0\" encoding=\"", CharsetName(options_.charset), "\"?>");
    }
    const bool is_soap = options_.soap != Soap::kNone;
    if (is_soap) {
      absl::StrAppend(&xml_, "<soap:Envelope xmlns:soap=\"", SoapNamespace(options_.soap), "\"><soap:Body>");
    }
    RETURN_IF_ERROR(is_soap && root == kFault ? Fault(value) : Root(root, value));
    if (is_soap) xml_ += "</soap:Body></soap:Envelope>";
    return std::move(xml_);
  }

 private:
  absl::Status Root(absl::string_view name, const dom::element& value) {
    if (options_.name_space.empty()) return Element(name, "", value);
    const bool prefixed = !options_.qualified;
    std::string declaration = absl::StrCat(prefixed ? " xmlns:m=\"" : " xmlns=\"");
    Escape(options_.name_space, declaration);
    declaration += '"';
    return Element(prefixed ? absl::StrCat("m:", name) : std::string(name), declaration, value);
  }

  // The parts of a fault of SOAP 1.1 are of no namespace, those of 1.2 of SOAP's; its codes are.
  absl::Status Fault(const dom::element& value) {
    prefix_ = options_.soap == Soap::k12 ? "soap:" : "";
    code_ = absl::StrCat(prefix_, options_.soap == Soap::k12 ? "Value" : "faultcode");
    RETURN_IF_ERROR(Element(absl::StrCat("soap:", kFault), "", value));
    prefix_ = "";
    code_ = "";
    return absl::OkStatus();
  }

  absl::Status Element(absl::string_view name, absl::string_view declaration, const dom::element& value) {
    absl::StrAppend(&xml_, "<", name, declaration);
    // SOAP 1.2 wants to know the language of a reason.
    if (name == "soap:Text") xml_ += " xml:lang=\"zh\"";
    dom::object object;
    if (value.get(object) == simdjson::SUCCESS) {
      RETURN_IF_ERROR(Attributes(object));
      xml_ += '>';
      RETURN_IF_ERROR(Content(object));
    } else {
      xml_ += '>';
      if (name == code_) xml_ += "soap:";
      RETURN_IF_ERROR(Text(ScalarText(value)));
    }
    absl::StrAppend(&xml_, "</", name, ">");
    return absl::OkStatus();
  }

  absl::Status Attributes(const dom::object& object) {
    for (const dom::key_value_pair member : object) {
      if (View(member.key).front() != '@') continue;
      absl::StrAppend(&xml_, " ", View(member.key).substr(1), "=\"");
      RETURN_IF_ERROR(Text(ScalarText(member.value)));
      xml_ += '"';
    }
    return absl::OkStatus();
  }

  absl::Status Content(const dom::object& object) {
    for (const dom::key_value_pair member : object) {
      const absl::string_view name = View(member.key);
      dom::array list;
      if (name.front() == '@') continue;
      if (name == "#text") {
        RETURN_IF_ERROR(Text(ScalarText(member.value)));
      } else if (member.value.get(list) == simdjson::SUCCESS) {
        for (const dom::element item : list) RETURN_IF_ERROR(Element(absl::StrCat(prefix_, name), "", item));
      } else {
        RETURN_IF_ERROR(Element(absl::StrCat(prefix_, name), "", member.value));
      }
    }
    return absl::OkStatus();
  }

  absl::Status Text(absl::string_view text) {
    if (HasNoCharacters(text) || HasControls(text)) {
      return RefusalError(v1::REFUSAL_REASON_NOT_EXPRESSIBLE, "", "A text holds a character that XML does not have.");
    }
    Escape(text, xml_);
    return absl::OkStatus();
  }

  // Good for attributes too: a reader turns plain line ends and tabs there into blanks, and "\r" everywhere.
  static void Escape(absl::string_view text, std::string& xml) {
    for (const char c : text) {
      switch (c) {
        case '&':
          xml += "&amp;";
          break;
        case '<':
          xml += "&lt;";
          break;
        case '>':
          xml += "&gt;";
          break;
        case '"':
          xml += "&quot;";
          break;
        case '\r':
          xml += "&#13;";
          break;
        case '\n':
          xml += "&#10;";
          break;
        case '\t':
          xml += "&#9;";
          break;
        default:
          xml += c;
      }
    }
  }

  const XmlWriteOptions& options_;
  // Of all elements below the one that is written.
  std::string prefix_;
  // The element that holds a code of SOAP's.
  std::string code_;
  std::string xml_;
};

}  // namespace

absl::StatusOr<std::string> JsonToXml(const dom::object& object, const XmlWriteOptions& options) {
  if (object.size() != 1) return absl::FailedPreconditionError("a document of XML has one root");
  const dom::key_value_pair root = *object.begin();
  return Writer(options).Write(View(root.key), root.value);
}

bool IsXmlName(absl::string_view name) {
  const auto is_first = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return absl::ascii_isalpha(byte) || c == '_' || byte >= 0x80;
  };
  return !name.empty() && name.size() <= kMaxXmlName && is_first(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) {
           return is_first(c) || absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-' || c == '.';
         });
}

}  // namespace interline::wire
