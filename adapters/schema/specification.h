// A platform with its dialect, as documents are written from them.
#ifndef INTERLINE_ADAPTERS_SCHEMA_SPECIFICATION_H_
#define INTERLINE_ADAPTERS_SCHEMA_SPECIFICATION_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "interline/adapter/v1/specification.pb.h"

namespace interline::schema {

// Refers to both; they must outlive it and what is made from it.
struct Specification {
  const adapter::v1::Platform& platform;
  const adapter::v1::Dialect& dialect;

  // "dialect/version".
  std::string mapping() const { return absl::StrCat(dialect.name(), "/", dialect.version()); }
};

}  // namespace interline::schema

#endif  // INTERLINE_ADAPTERS_SCHEMA_SPECIFICATION_H_
