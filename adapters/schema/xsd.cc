#include "adapters/schema/xsd.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace interline::schema {
namespace {

using adapter::v1::Nested;

constexpr char kTextNode[] = "#text";
constexpr char kAttribute = '@';

// ---- Several messages with one root ----

// Takes into `into` what only `other` has; what not both must have is not required.
void Merge(const FieldForm& other, FieldForm& into) {
  into.required = into.required && other.required;
  into.is_list = into.is_list || other.is_list;
  for (FieldForm& child : into.children) {
    const bool is_there = std::any_of(other.children.begin(), other.children.end(),
                                      [&](const FieldForm& candidate) { return candidate.name == child.name; });
    if (!is_there) child.required = false;
  }
  for (const FieldForm& child : other.children) {
    FieldForm* mine = into.Child(child.name);
    if (mine == nullptr) {
      into.children.push_back(child);
      into.children.back().required = false;
    } else {
      Merge(child, *mine);
    }
  }
  if (other.value.allowed.empty() || into.value.allowed.empty()) {
    into.value.allowed.clear();
  } else {
    for (const std::string& word : other.value.allowed) {
      auto& allowed = into.value.allowed;
      if (std::count(allowed.begin(), allowed.end(), word) == 0) allowed.push_back(word);
    }
  }
  if (into.value.pattern != other.value.pattern) into.value.pattern.clear();
  const bool is_bounded = into.value.max_chars > 0 && other.value.max_chars > 0;
  into.value.max_chars = is_bounded ? std::max(into.value.max_chars, other.value.max_chars) : 0;
}

void AddRoots(const FieldForm& document, FieldForm& roots) {
  for (const FieldForm& root : document.children) {
    if (FieldForm* known = roots.Child(root.name)) {
      Merge(root, *known);
    } else {
      roots.children.push_back(root);
    }
  }
}

void AddInner(const FieldForm& object, FieldForm& roots) {
  for (const FieldForm& field : object.children) {
    if (field.nested == Nested::ENCODING_XML) AddRoots(field, roots);
    AddInner(field, roots);
  }
}

// ---- Printing ----

class Printer {
 public:
  explicit Printer(size_t depth) : depth_(depth) {}

  void Line(absl::string_view text) { absl::StrAppend(&out_, std::string(2 * depth_, ' '), text, "\n"); }
  void Open(absl::string_view text) {
    Line(text);
    ++depth_;
  }
  void Close(absl::string_view name) {
    --depth_;
    Line(absl::StrCat("</xs:", name, ">"));
  }

  void Element(const FieldForm& field, bool is_root) {
    std::string occurs;
    // An element that is nil is not stated.
    if (!is_root && !field.required) occurs += " minOccurs=\"0\" nillable=\"true\"";
    if (field.is_list) {
      absl::StrAppend(&occurs, " maxOccurs=\"", field.max_items > 0 ? absl::StrCat(field.max_items) : "unbounded",
                      "\"");
    }
    if (field.is_ignored) {
      const char* any_number = is_root ? "" : " minOccurs=\"0\" maxOccurs=\"unbounded\"";
      Line(absl::StrCat("<xs:element name=\"", XmlText(field.name), "\"", any_number, "/>"));
      return;
    }
    Open(absl::StrCat("<xs:element name=\"", XmlText(field.name), "\"", occurs, ">"));
    Annotation(field);
    const bool is_text = field.children.empty() || field.nested != Nested::ENCODING_UNSPECIFIED;
    if (is_text) {
      SimpleType(field);
    } else {
      ComplexType(field);
    }
    Close("element");
  }

  std::string text() && { return std::move(out_); }

 private:
  void Annotation(const FieldForm& field) {
    const auto say = [this](absl::string_view language, const std::string& meaning, const std::string& form) {
      const std::string text = absl::StrCat(meaning, meaning.empty() || form.empty() ? "" : "; ", form);
      if (!text.empty()) {
        Line(absl::StrCat("<xs:documentation xml:lang=\"", language, "\">", XmlText(text), "</xs:documentation>"));
      }
    };
    if (field.meaning.en.empty() && field.value.words.en.empty()) return;
    Open("<xs:annotation>");
    say("zh", field.meaning.zh, field.value.words.zh);
    say("en", field.meaning.en, field.value.words.en);
    Close("annotation");
  }

  void SimpleType(const FieldForm& field) {
    const ValueForm& value = field.value;
    const bool is_document = field.nested != Nested::ENCODING_UNSPECIFIED;
    Open("<xs:simpleType>");
    Open("<xs:restriction base=\"xs:string\">");
    if (!is_document && !value.allowed.empty()) {
      for (const std::string& word : value.allowed) Facet("enumeration", word);
      // What is empty is not stated.
      if (!field.required) Facet("enumeration", "");
    } else if (!is_document) {
      const std::string pattern = value.type == ValueForm::Type::kInteger ? "-?[0-9]+" : value.pattern;
      if (!pattern.empty()) Facet("pattern", field.required ? pattern : absl::StrCat("(", pattern, ")?"));
      if (value.max_chars > 0) Facet("maxLength", absl::StrCat(value.max_chars));
      if (field.required && pattern.empty()) Facet("minLength", "1");
    }
    Close("restriction");
    Close("simpleType");
  }

  void ComplexType(const FieldForm& field) {
    std::vector<const FieldForm*> elements;
    std::vector<const FieldForm*> attributes;
    const FieldForm* text = nullptr;
    for (const FieldForm& child : field.children) {
      if (child.name == kTextNode) {
        text = &child;
      } else {
        (child.name[0] == kAttribute ? attributes : elements).push_back(&child);
      }
    }
    Open("<xs:complexType>");
    if (text != nullptr) {
      Open("<xs:simpleContent>");
      Open("<xs:extension base=\"xs:string\">");
    } else {
      // Any order where XML Schema can say so: not where something stands several times.
      const bool has_list = std::any_of(elements.begin(), elements.end(), [](const FieldForm* element) {
        return element->is_list || element->is_ignored;
      });
      const char* group = has_list ? "sequence" : "all";
      Open(absl::StrCat("<xs:", group, ">"));
      for (const FieldForm* element : elements) Element(*element, /*is_root=*/false);
      Close(group);
    }
    for (const FieldForm* attribute : attributes) {
      Open(absl::StrCat("<xs:attribute name=\"", XmlText(attribute->name.substr(1)), "\"",
                        attribute->required ? " use=\"required\"" : "", ">"));
      SimpleType(*attribute);
      Close("attribute");
    }
    if (text != nullptr) {
      Close("extension");
      Close("simpleContent");
    }
    Close("complexType");
  }

  void Facet(absl::string_view name, absl::string_view value) {
    Line(absl::StrCat("<xs:", name, " value=\"", XmlText(value), "\"/>"));
  }

  std::string out_;
  size_t depth_;
};

}  // namespace

std::string XmlText(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

FieldForm XmlRootsOf(const std::vector<MessageForm>& forms) {
  FieldForm roots;
  for (const MessageForm& form : forms) {
    if (IsXml(form.format)) AddRoots(form.root, roots);
  }
  return roots;
}

std::string XsdElements(const FieldForm& roots, size_t depth) {
  Printer printer(depth);
  for (const FieldForm& root : roots.children) printer.Element(root, /*is_root=*/true);
  return std::move(printer).text();
}

std::string XsdOf(const Specification& specification, XsdPart part) {
  std::vector<MessageForm> forms = MessageFormsOf(specification);
  for (MessageForm& answer : AnswerFormsOf(specification)) forms.push_back(std::move(answer));
  FieldForm roots;
  if (part == XsdPart::kMessages) {
    roots = XmlRootsOf(forms);
  } else {
    for (const MessageForm& form : forms) AddInner(form.root, roots);
  }
  if (roots.children.empty()) return "";
  const adapter::v1::Xml& xml = specification.dialect.xml();
  std::string schema = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"";
  if (part == XsdPart::kMessages && !xml.namespace_().empty()) {
    absl::StrAppend(&schema, " targetNamespace=\"", XmlText(xml.namespace_()), "\" elementFormDefault=\"",
                    xml.qualified() ? "qualified" : "unqualified", "\"");
  }
  Printer printer(0);
  printer.Line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  printer.Open(schema + ">");
  printer.Open("<xs:annotation>");
  printer.Line(absl::StrCat("<xs:documentation>", XmlText(specification.platform.name_zh()), " / ",
                            XmlText(specification.platform.name_en()), ": ", XmlText(specification.mapping()),
                            "</xs:documentation>"));
  printer.Close("annotation");
  for (const FieldForm& root : roots.children) printer.Element(root, /*is_root=*/true);
  printer.Close("schema");
  return std::move(printer).text();
}

}  // namespace interline::schema
