#include "core/wire/json_writer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "core/base/status_matchers.h"
#include "core/wire/json_reader.h"

namespace interline::wire {
namespace {

TEST(JsonWriter, KeepsTheGivenOrder) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Name("z");
  writer.Text("出入境");
  writer.Name("a");
  writer.BeginList();
  writer.Int(std::numeric_limits<int64_t>::min());
  writer.Uint(std::numeric_limits<uint64_t>::max());
  writer.Bool(true);
  writer.BeginObject();
  writer.EndObject();
  writer.EndList();
  writer.EndObject();
  EXPECT_EQ(writer.json(), R"({"z":"出入境","a":[-9223372036854775808,18446744073709551615,true,{}]})");
}

TEST(JsonWriter, StartsAfreshAfterClear) {
  JsonWriter writer;
  for (const size_t size : {10, 100000, 10}) {
    writer.Clear();
    writer.BeginObject();
    writer.Name("a");
    writer.Text(std::string(size, 'x'));
    writer.EndObject();
    EXPECT_EQ(writer.json(), R"({"a":")" + std::string(size, 'x') + "\"}");
  }
}

TEST(JsonWriter, WritesTextThatTheReaderReadsBack) {
  std::string text = "\n\r\t \"quoted\" \\ / </script> \x7f 龙 😀";
  JsonWriter writer;
  writer.BeginObject();
  writer.Name(text.substr(4));
  writer.Text(text);
  writer.EndObject();
  JsonReader reader;
  ASSERT_OK_AND_ASSIGN(const simdjson::dom::object object, reader.Parse(writer.json()));
  EXPECT_EQ((*object.begin()).key, text.substr(4));
  EXPECT_EQ((*object.begin()).value.get_string().value(), text);
}

}  // namespace
}  // namespace interline::wire
