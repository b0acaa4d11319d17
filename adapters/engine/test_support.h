// A small dialect that uses everything the schema has, for tests and benchmarks of the engine.
#ifndef INTERLINE_ADAPTERS_ENGINE_TEST_SUPPORT_H_
#define INTERLINE_ADAPTERS_ENGINE_TEST_SUPPORT_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "adapters/engine/adapter.h"
#include "interline/adapter/v1/specification.pb.h"
#include "interline/v1/ticket_event.pb.h"

namespace interline::adapters {

// As the texts of dialect.textproto and platform.textproto. Their lines are short, so that tests can change one.
std::string TestDialectText();
std::string TestPlatformText();

// Fails the process when the text is no such message.
adapter::v1::Dialect ParseDialect(const std::string& text);
adapter::v1::Platform ParsePlatform(const std::string& text);
v1::TicketEvent ParseEvent(const std::string& text);

// Both, compiled; platform 440000.
std::unique_ptr<Adapter> TestAdapter();

// `text` with its one place of `from` replaced. Fails the process when there is none or more than one.
std::string With(absl::string_view text, absl::string_view from, absl::string_view to);

// A transfer in the dialect with every field, and the event that it is.
std::string FullTransferJson();
std::string FullTransferText();

// A folder tree below the test's temporary directory, empty at first, gone at the end.
class TestTree {
 public:
  TestTree();
  ~TestTree();
  TestTree(const TestTree&) = delete;
  TestTree& operator=(const TestTree&) = delete;

  // Writes a file, with the folders above it.
  void Write(const std::string& path, const std::string& text) const;
  // dialects/test and guangdong, both without a mistake.
  void WriteGood() const;

  const std::string& directory() const { return directory_; }

 private:
  std::string directory_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_TEST_SUPPORT_H_
