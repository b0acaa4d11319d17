#include "services/courier/dialect_body.h"

namespace interline::courier {

identity::DialectBody BodyOf(const adapters::Adapter& adapter, adapters::Direction direction) {
  const auto texts = [&adapter, direction](const identity::Request& request, const std::vector<std::string>& paths) {
    // A query string has no body of its own.
    return adapter.OuterTexts(direction, request.body.empty() ? request.query : request.body, paths);
  };
  return {adapter.dialect().signature(), texts};
}

}  // namespace interline::courier
