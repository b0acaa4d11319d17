#include "services/gateway/wsdl.h"

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/gateway/field_tree.h"

namespace interline::gateway {
namespace {

using adapter::v1::Answer;
using adapter::v1::Dialect;
using adapter::v1::Message;

constexpr char kNoNamespaceService[] = "urn:interline:service:";
// What is answered when the dialect has no answer of its own.
constexpr char kPlainAnswer[] = "accepted";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

void Element(const FieldNode& node, bool is_root, std::string& xml);

void Complex(const FieldNode& node, std::string& xml) {
  absl::StrAppend(&xml, "<xs:complexType>");
  // An element with a text beside its attributes.
  bool has_text = false;
  for (const FieldNode& child : node.children) has_text |= child.name == "#text";
  absl::StrAppend(&xml, has_text ? "<xs:simpleContent><xs:extension base=\"xs:string\">" : "<xs:sequence>");
  for (const FieldNode& child : node.children) {
    if (child.name[0] != '@' && child.name[0] != '#') Element(child, false, xml);
  }
  if (!has_text) absl::StrAppend(&xml, "</xs:sequence>");
  for (const FieldNode& child : node.children) {
    if (child.name[0] != '@') continue;
    absl::StrAppend(&xml, "<xs:attribute name=\"", Escaped(child.name.substr(1)), "\" type=\"xs:string\"",
                    child.required ? " use=\"required\"/>" : "/>");
  }
  if (has_text) absl::StrAppend(&xml, "</xs:extension></xs:simpleContent>");
  absl::StrAppend(&xml, "</xs:complexType>");
}

void Element(const FieldNode& node, bool is_root, std::string& xml) {
  absl::StrAppend(&xml, "<xs:element name=\"", Escaped(node.name), "\"");
  if (!is_root && !node.required) absl::StrAppend(&xml, " minOccurs=\"0\" nillable=\"true\"");
  if (!is_root && node.is_list) absl::StrAppend(&xml, " maxOccurs=\"unbounded\"");
  if (node.children.empty()) {
    absl::StrAppend(&xml, " type=\"xs:string\"/>");
    return;
  }
  absl::StrAppend(&xml, ">");
  Complex(node, xml);
  absl::StrAppend(&xml, "</xs:element>");
}

// What one root element is asked and answered.
struct Operation {
  std::string action;
  std::string answer = kPlainAnswer;
};

struct Parts {
  // Elements of requests and of answers.
  FieldNode requests;
  FieldNode answers;
  std::map<std::string, Operation> operations;
};

std::string FirstRoot(const FieldNode& tree) { return tree.children.empty() ? "" : tree.children.front().name; }

// Several messages may have one root: then a field is needed only when all need it.
void Merge(const FieldNode& from, FieldNode& into, bool is_new) {
  for (const FieldNode& child : from.children) {
    const size_t before = into.children.size();
    FieldNode& own = into.Child(child.name);
    const bool is_new_child = into.children.size() != before;
    own.required = child.required && (is_new_child ? is_new : own.required);
    own.is_list |= child.is_list;
    Merge(child, own, is_new_child);
  }
  for (FieldNode& own : into.children) {
    bool stands = false;
    for (const FieldNode& child : from.children) stands |= child.name == own.name;
    own.required &= stands;
  }
}

// The root element of what a message is answered with, when it is not a fault.
std::string AnswerOf(const Dialect& dialect, const std::string& message) {
  for (const Answer& answer : dialect.answers()) {
    if (answer.direction() == adapter::v1::DIRECTION_FROM_PLATFORM) continue;
    const auto& messages = answer.messages();
    if (!messages.empty() && std::find(messages.begin(), messages.end(), message) == messages.end()) continue;
    FieldNode tree;
    AddAnswer(dialect, answer, tree);
    const std::string root = FirstRoot(tree);
    if (!root.empty() && root != "Fault") return root;
  }
  return kPlainAnswer;
}

Parts PartsOf(const Dialect& dialect, const adapter::v1::Access& access) {
  Parts parts;
  for (const Answer& answer : dialect.answers()) {
    if (answer.direction() == adapter::v1::DIRECTION_FROM_PLATFORM) continue;
    FieldNode tree;
    AddAnswer(dialect, answer, tree);
    const std::string root = FirstRoot(tree);
    if (root.empty() || root == "Fault") continue;
    const bool is_new = parts.answers.children.empty() || parts.answers.Child(root).children.empty();
    Merge(tree.children.front(), parts.answers.Child(root), is_new);
  }
  for (const Message& message : dialect.messages()) {
    if (!ComesFromPlatform(message)) continue;
    FieldNode tree;
    AddMessage(dialect, message, tree);
    AddProofs(dialect, access, tree);
    const std::string root = FirstRoot(tree);
    if (root.empty()) continue;
    const bool is_new = parts.operations.count(root) == 0;
    Merge(tree.children.front(), parts.requests.Child(root), is_new);
    Operation& operation = parts.operations[root];
    operation.answer = AnswerOf(dialect, message.name());
    if (operation.answer == kPlainAnswer) {
      for (const char* name : {"messageId", "ticketId"}) parts.answers.Child(kPlainAnswer).Child(name);
    }
    for (const adapter::v1::Condition& condition : message.when()) {
      if (condition.header() == "soapaction") operation.action = condition.equals();
    }
  }
  return parts;
}

void Types(const Dialect& dialect, const Parts& parts, std::string& xml) {
  const std::string& space = dialect.xml().namespace_();
  absl::StrAppend(&xml, "<wsdl:types><xs:schema");
  if (!space.empty()) absl::StrAppend(&xml, " targetNamespace=\"", Escaped(space), "\"");
  absl::StrAppend(&xml, dialect.xml().qualified() ? " elementFormDefault=\"qualified\">" : ">");
  for (const FieldNode& root : parts.requests.children) Element(root, true, xml);
  for (const FieldNode& root : parts.answers.children) Element(root, true, xml);
  absl::StrAppend(&xml, "</xs:schema></wsdl:types>");
}

void MessagesAndPort(const Parts& parts, absl::string_view element_prefix, std::string& xml) {
  for (const auto* roots : {&parts.requests.children, &parts.answers.children}) {
    for (const FieldNode& root : *roots) {
      absl::StrAppend(&xml, "<wsdl:message name=\"", root.name, "Message\"><wsdl:part name=\"parameters\" element=\"",
                      element_prefix, root.name, "\"/></wsdl:message>");
    }
  }
  absl::StrAppend(&xml, "<wsdl:portType name=\"Port\">");
  for (const auto& [root, operation] : parts.operations) {
    absl::StrAppend(&xml, "<wsdl:operation name=\"", root, "\"><wsdl:input message=\"s:", root,
                    "Message\"/><wsdl:output message=\"s:", operation.answer, "Message\"/></wsdl:operation>");
  }
  absl::StrAppend(&xml, "</wsdl:portType>");
}

void BindingAndService(const Parts& parts, const std::string& address, std::string& xml) {
  absl::StrAppend(&xml,
                  "<wsdl:binding name=\"Binding\" type=\"s:Port\">"
                  "<soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>");
  for (const auto& [root, operation] : parts.operations) {
    absl::StrAppend(&xml, "<wsdl:operation name=\"", root, "\"><soap:operation soapAction=\"",
                    Escaped(absl::StrReplaceAll(operation.action, {{"\"", ""}})),
                    "\"/><wsdl:input><soap:body use=\"literal\"/></wsdl:input>"
                    "<wsdl:output><soap:body use=\"literal\"/></wsdl:output></wsdl:operation>");
  }
  absl::StrAppend(&xml, "</wsdl:binding><wsdl:service name=\"Service\"><wsdl:port name=\"Port\" binding=\"s:Binding\">",
                  "<soap:address location=\"", Escaped(address), "\"/></wsdl:port></wsdl:service>");
}

}  // namespace

std::string Wsdl(const PlatformRoute& route, const std::string& address) {
  const Dialect& dialect = route.door.adapter->dialect();
  const std::string& space = dialect.xml().namespace_();
  const std::string service = space.empty() ? absl::StrCat(kNoNamespaceService, dialect.name()) : space;
  const bool is_11 = dialect.wire_format() == adapter::v1::WIRE_FORMAT_SOAP_1_1;
  const Parts parts = PartsOf(dialect, route.access);
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  absl::StrAppend(&xml, "<wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:soap=\"",
                  is_11 ? "http://schemas.xmlsoap.org/wsdl/soap/" : "http://schemas.xmlsoap.org/wsdl/soap12/",
                  "\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:s=\"", Escaped(service),
                  "\" targetNamespace=\"", Escaped(service), "\">");
  Types(dialect, parts, xml);
  MessagesAndPort(parts, space.empty() ? "" : "s:", xml);
  BindingAndService(parts, address, xml);
  absl::StrAppend(&xml, "</wsdl:definitions>\n");
  return xml;
}

}  // namespace interline::gateway
