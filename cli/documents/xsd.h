// A partner's XML messages as an XML Schema 1.0: elements in any order, but for those beside a list, which stand in the
// order in which they are written. Read they are in any, and elements that say nothing to us may stand between them.
// Where several messages have one root element, it holds what any of them has.
#ifndef INTERLINE_CLI_DOCUMENTS_XSD_H_
#define INTERLINE_CLI_DOCUMENTS_XSD_H_

#include <string>

#include "adapters/engine/plan.h"

namespace interline::cli {

enum class XsdPart {
  // The messages themselves; for SOAP what stands in the Body.
  kMessages,
  // XML documents inside texts.
  kInner,
};

// Empty when the dialect has none.
std::string XsdOf(const adapters::Plan& plan, XsdPart part);

}  // namespace interline::cli

#endif  // INTERLINE_CLI_DOCUMENTS_XSD_H_
