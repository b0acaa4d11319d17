#include "adapters/engine/field_access.h"

#include <limits>
#include <type_traits>
#include <unordered_map>

#include "core/base/check.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Table = std::unordered_map<const FieldDescriptor*, FieldAccess>;

template <class M>
const M& In(const Message& message) {
  return static_cast<const M&>(message);
}
template <class M>
M& In(Message& message) {
  return static_cast<M&>(message);
}

template <class M, const std::string& (M::*kGet)() const, std::string* (M::*kMutable)()>
FieldAccess Text() {
  FieldAccess access;
  access.is_stated = [](const Message& m) { return !(In<M>(m).*kGet)().empty(); };
  access.text = [](const Message& m) -> const std::string& { return (In<M>(m).*kGet)(); };
  access.mutable_text = [](Message& m) -> std::string& { return *(In<M>(m).*kMutable)(); };
  return access;
}

template <class M, class Value, Value (M::*kGet)() const, void (M::*kSet)(Value)>
FieldAccess Number() {
  FieldAccess access;
  access.is_stated = [](const Message& m) { return (In<M>(m).*kGet)() != Value(); };
  access.number = [](const Message& m) {
    const Value value = (In<M>(m).*kGet)();
    if constexpr (std::is_same_v<Value, uint64_t>) {
      if (value > std::numeric_limits<int64_t>::max()) return int64_t{-1};
    }
    return static_cast<int64_t>(value);
  };
  access.set_number = [](Message& m, int64_t number) { (In<M>(m).*kSet)(static_cast<Value>(number)); };
  return access;
}

template <class M, class Value, Value (M::*kGet)() const, void (M::*kSet)(Value), bool (M::*kHas)() const>
FieldAccess OptionalNumber() {
  FieldAccess access = Number<M, Value, kGet, kSet>();
  access.is_stated = [](const Message& m) { return (In<M>(m).*kHas)(); };
  return access;
}

template <class M, auto kGet, auto kMutable, bool (M::*kHas)() const>
FieldAccess Single() {
  FieldAccess access;
  access.is_stated = [](const Message& m) { return (In<M>(m).*kHas)(); };
  access.message = [](const Message& m) -> const Message& { return (In<M>(m).*kGet)(); };
  access.mutable_message = [](Message& m) -> Message& { return *(In<M>(m).*kMutable)(); };
  return access;
}

template <class M, int (M::*kSize)() const>
FieldAccess List() {
  FieldAccess access;
  access.is_stated = [](const Message& m) { return (In<M>(m).*kSize)() > 0; };
  access.size = [](const Message& m) { return (In<M>(m).*kSize)(); };
  return access;
}

template <class M, int (M::*kSize)() const, const std::string& (M::*kAt)(int) const, std::string* (M::*kAdd)()>
FieldAccess Texts() {
  FieldAccess access = List<M, kSize>();
  access.text_at = [](const Message& m, int i) -> const std::string& { return (In<M>(m).*kAt)(i); };
  access.add_text = [](Message& m) -> std::string& { return *(In<M>(m).*kAdd)(); };
  return access;
}

template <class M, class Entry, int (M::*kSize)() const, const Entry& (M::*kAt)(int) const, Entry* (M::*kAdd)()>
FieldAccess Messages() {
  FieldAccess access = List<M, kSize>();
  access.message_at = [](const Message& m, int i) -> const Message& { return (In<M>(m).*kAt)(i); };
  access.add_message = [](Message& m) -> Message& { return *(In<M>(m).*kAdd)(); };
  return access;
}

Table MakeTable() {
  Table table;
#include "adapters/engine/field_access.inc"
  for (auto& [field, access] : table) access.field = field;
  return table;
}

}  // namespace

const FieldAccess& AccessTo(const FieldDescriptor& field) {
  static const Table* const kTable = new Table(MakeTable());
  const auto it = kTable->find(&field);
  CHECK(it != kTable->end());
  return it->second;
}

}  // namespace interline::adapters
