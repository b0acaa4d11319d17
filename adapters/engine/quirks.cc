#include "adapters/engine/quirks.h"

#include <map>
#include <string>
#include <utility>

#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/wire/json_reader.h"

namespace interline::adapters {
namespace {

using Registered = std::map<std::string, Quirks, std::less<>>;

// Made when it is first used, as the constants of other files may come before those of this one.
Registered& All() {
  static auto* const kAll = new Registered;
  return *kAll;
}

template <typename Bytes>
using Hook = absl::StatusOr<Bytes> (*Quirks::*)(Direction, Bytes);

template <typename Iterator, typename Bytes>
absl::StatusOr<Bytes> Apply(Iterator begin, Iterator end, Hook<Bytes> hook, Direction direction, Bytes bytes) {
  for (Iterator it = begin; it != end && bytes.body.size() <= wire::kMaxJsonBytes; ++it) {
    const auto function = (*it)->*hook;
    if (function == nullptr) continue;
    ASSIGN_OR_RETURN(bytes, function(direction, std::move(bytes)));
  }
  return bytes;
}

}  // namespace

QuirksOf::QuirksOf(const char* name, const Quirks& quirks) { CHECK(All().emplace(name, quirks).second); }

const Quirks* FindQuirks(absl::string_view name) {
  const auto it = All().find(name);
  return it == All().end() ? nullptr : &it->second;
}

absl::StatusOr<WireMessage> BeforeDecode(const QuirkList& quirks, Direction direction, WireMessage message) {
  return Apply(quirks.begin(), quirks.end(), &Quirks::before_decode, direction, std::move(message));
}

absl::StatusOr<WireMessage> AfterEncode(const QuirkList& quirks, Direction direction, WireMessage message) {
  return Apply(quirks.rbegin(), quirks.rend(), &Quirks::after_encode, direction, std::move(message));
}

absl::StatusOr<WireAnswer> BeforeReadAnswer(const QuirkList& quirks, Direction direction, WireAnswer answer) {
  return Apply(quirks.begin(), quirks.end(), &Quirks::before_read_answer, direction, std::move(answer));
}

absl::StatusOr<WireAnswer> AfterWriteAnswer(const QuirkList& quirks, Direction direction, WireAnswer answer) {
  return Apply(quirks.rbegin(), quirks.rend(), &Quirks::after_write_answer, direction, std::move(answer));
}

}  // namespace interline::adapters
