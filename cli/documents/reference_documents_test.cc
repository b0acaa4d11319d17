// The documents that partners of the reference dialect build against stand beside it, printed.
#include <fstream>
#include <sstream>
#include <string>

#include "adapters/engine/specifications.h"
#include "adapters/schema/json_schema.h"
#include "cli/documents/async_api.h"
#include "cli/documents/shown_examples.h"
#include "gtest/gtest.h"

namespace interline::cli {
namespace {

constexpr char kFolder[] = "adapters/dialects/reference";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class ReferenceDocuments : public testing::Test {
 protected:
  const adapters::Plan& plan() const {
    for (const adapters::Specified& dialect : all_.dialects) {
      if (dialect.folder == "reference") return *dialect.plan;
    }
    ADD_FAILURE() << "There is no reference dialect.";
    std::abort();
  }

 private:
  const adapters::Specifications all_ = adapters::LoadSpecifications("adapters");
};

// No diff of two long documents: the remedy is always the same.
TEST_F(ReferenceDocuments, HoldTheJsonSchemaOfTheSpecification) {
  EXPECT_TRUE(ReadFile(std::string(kFolder) + "/messages.schema.json") ==
              schema::JsonSchemaOf({plan().platform, plan().dialect}))
      << "messages.schema.json is not what the specification says. Refresh it and read the difference:\n"
         "  bazel-bin/cli/interline docs dialects/reference --format json-schema "
         "> adapters/dialects/reference/messages.schema.json";
}

TEST_F(ReferenceDocuments, HoldTheAsyncApiOfTheSpecification) {
  EXPECT_TRUE(ReadFile(std::string(kFolder) + "/asyncapi.json") ==
              AsyncApiOf(plan(), ShownExamplesOf(plan(), {kFolder})))
      << "asyncapi.json is not what the specification and its examples say. Refresh it and read the difference:\n"
         "  bazel-bin/cli/interline docs dialects/reference --format asyncapi "
         "> adapters/dialects/reference/asyncapi.json";
}

}  // namespace
}  // namespace interline::cli
