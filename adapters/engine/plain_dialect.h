// A plain JSON dialect for tests of services that need some platforms to speak with, and no more.
#ifndef INTERLINE_ADAPTERS_ENGINE_PLAIN_DIALECT_H_
#define INTERLINE_ADAPTERS_ENGINE_PLAIN_DIALECT_H_

#include <string>

namespace interline::adapters {

// As the text of dialects/plain/dialect.textproto, "plain/3", with two messages: "transfer" (the ticket follows from
// the sender's number) and "signed" (the ticket's id, or only the number of the one who signs). It has no answers.
std::string PlainDialectText();

// As the text of a platform.textproto. Its transport asks nothing of the dialect's answers.
std::string PlainPlatformText(const std::string& id);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_PLAIN_DIALECT_H_
