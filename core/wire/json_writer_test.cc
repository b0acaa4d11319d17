#include "core/wire/json_writer.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

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

TEST(JsonWriter, EscapesWhateverHasToBeWhereverItStands) {
  simdjson::dom::parser parser;
  for (char c = 0; c < 0x7F; ++c) {
    for (size_t before = 0; before < 20; ++before) {
      for (const size_t behind : {0, 3, 9}) {
        const std::string text = std::string(before, 'x') + c + std::string(behind, 'y');
        JsonWriter writer;
        writer.BeginList();
        writer.Text(text);
        writer.EndList();
        std::string_view read;
        ASSERT_EQ(parser.parse(std::string(writer.json())).at(0).get(read), simdjson::SUCCESS) << int{c};
        EXPECT_EQ(read, text);
      }
    }
  }
}

TEST(JsonWriter, WritesNumbersThatAreReadBackTheSame) {
  JsonWriter writer;
  writer.BeginList();
  for (const double number : {0.0, -2.5e3, 0.1, 1e300, 5e-324}) writer.Double(number);
  writer.Null();
  writer.Raw("{}");
  writer.EndList();
  EXPECT_EQ(writer.json(), "[0.0,-2500.0,0.1,1e300,5e-324,null,{}]");
}

}  // namespace
}  // namespace interline::wire
