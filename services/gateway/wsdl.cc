#include "services/gateway/wsdl.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/schema/message_form.h"
#include "adapters/schema/xsd.h"

namespace interline::gateway {
namespace {

using adapter::v1::Dialect;
using adapters::Direction;
using schema::FieldForm;
using schema::MessageForm;
using schema::XmlText;

constexpr char kNoNamespaceService[] = "urn:interline:service:";
// What is answered when the dialect has no answer of its own.
constexpr char kPlainAnswer[] = "accepted";
// SOAP's own, which no WSDL declares.
constexpr char kFault[] = "Fault";
constexpr size_t kTypesDepth = 1;

// What one root element is asked and answered.
struct Operation {
  std::string action;
  std::string answer = kPlainAnswer;
};

struct Parts {
  // Elements of requests and of answers.
  FieldForm requests;
  FieldForm answers;
  std::map<std::string, Operation> operations;
};

std::string RootOf(const MessageForm& form) {
  return form.root.children.empty() ? "" : form.root.children.front().name;
}

// What is answered where the dialect says nothing.
FieldForm PlainAnswer() {
  FieldForm answer;
  answer.name = kPlainAnswer;
  for (const char* name : {"messageId", "ticketId"}) answer.children.emplace_back().name = name;
  return answer;
}

// The root of what is answered to the message when it is kept, as far as the dialect says it.
std::string AnswerTo(const MessageForm& request, const std::vector<MessageForm>& answers) {
  const auto found = std::find_if(answers.begin(), answers.end(), [&](const MessageForm& form) {
    const auto& messages = form.answer->messages();
    return form.answer->meaning() == adapter::v1::Answer::MEANING_DONE &&
           (messages.empty() || std::find(messages.begin(), messages.end(), request.name) != messages.end());
  });
  return found == answers.end() ? kPlainAnswer : RootOf(*found);
}

Parts PartsOf(const schema::Specification& specification) {
  std::vector<MessageForm> requests = schema::MessageFormsOf(specification);
  std::vector<MessageForm> answers = schema::AnswerFormsOf(specification);
  const auto is_not_ours = [](const MessageForm& form) {
    return form.direction != Direction::kFromPlatform || RootOf(form).empty();
  };
  const auto is_not_theirs = [](const MessageForm& form) {
    return form.direction != Direction::kToPlatform || !schema::IsXml(form.format) || RootOf(form).empty() ||
           RootOf(form) == kFault;
  };
  requests.erase(std::remove_if(requests.begin(), requests.end(), is_not_ours), requests.end());
  answers.erase(std::remove_if(answers.begin(), answers.end(), is_not_theirs), answers.end());
  Parts parts;
  parts.requests = schema::XmlRootsOf(requests);
  parts.answers = schema::XmlRootsOf(answers);
  for (const MessageForm& request : requests) {
    Operation& operation = parts.operations[RootOf(request)];
    operation.answer = AnswerTo(request, answers);
    if (parts.answers.Child(operation.answer) == nullptr) parts.answers.children.push_back(PlainAnswer());
    for (const adapter::v1::Condition& condition : request.message->when()) {
      if (condition.header() == "soapaction") operation.action = condition.equals();
    }
  }
  return parts;
}

void Types(const Dialect& dialect, const Parts& parts, std::string& xml) {
  const std::string& space = dialect.xml().namespace_();
  absl::StrAppend(&xml, "<wsdl:types><xs:schema");
  if (!space.empty()) absl::StrAppend(&xml, " targetNamespace=\"", XmlText(space), "\"");
  absl::StrAppend(&xml, dialect.xml().qualified() ? " elementFormDefault=\"qualified\">\n" : ">\n",
                  schema::XsdElements(parts.requests, kTypesDepth), schema::XsdElements(parts.answers, kTypesDepth),
                  "</xs:schema></wsdl:types>");
}

void MessagesAndPort(const Parts& parts, absl::string_view element_prefix, std::string& xml) {
  for (const auto* roots : {&parts.requests.children, &parts.answers.children}) {
    for (const FieldForm& root : *roots) {
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
                    XmlText(absl::StrReplaceAll(operation.action, {{"\"", ""}})),
                    "\"/><wsdl:input><soap:body use=\"literal\"/></wsdl:input>"
                    "<wsdl:output><soap:body use=\"literal\"/></wsdl:output></wsdl:operation>");
  }
  absl::StrAppend(&xml, "</wsdl:binding><wsdl:service name=\"Service\"><wsdl:port name=\"Port\" binding=\"s:Binding\">",
                  "<soap:address location=\"", XmlText(address), "\"/></wsdl:port></wsdl:service>");
}

}  // namespace

std::string Wsdl(const PlatformRoute& route, const std::string& address) {
  const Dialect& dialect = route.door.adapter->dialect();
  const std::string& space = dialect.xml().namespace_();
  const std::string service = space.empty() ? absl::StrCat(kNoNamespaceService, dialect.name()) : space;
  const bool is_11 = dialect.wire_format() == adapter::v1::WIRE_FORMAT_SOAP_1_1;
  const adapter::v1::Platform platform = route.Platform();
  const Parts parts = PartsOf({platform, dialect});
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  absl::StrAppend(&xml, "<wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:soap=\"",
                  is_11 ? "http://schemas.xmlsoap.org/wsdl/soap/" : "http://schemas.xmlsoap.org/wsdl/soap12/",
                  "\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:s=\"", XmlText(service),
                  "\" targetNamespace=\"", XmlText(service), "\">");
  Types(dialect, parts, xml);
  MessagesAndPort(parts, space.empty() ? "" : "s:", xml);
  BindingAndService(parts, address, xml);
  absl::StrAppend(&xml, "</wsdl:definitions>\n");
  return xml;
}

}  // namespace interline::gateway
