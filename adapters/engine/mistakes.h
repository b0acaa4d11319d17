// What is wrong with a specification, each with its place in it, so that a checker can show the line.
#ifndef INTERLINE_ADAPTERS_ENGINE_MISTAKES_H_
#define INTERLINE_ADAPTERS_ENGINE_MISTAKES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace interline::adapters {

// Of the two messages that a specification is made of.
enum class SpecificationPart {
  kDialect,
  kPlatform,
};

// A field of a specification: "dialect.messages[2].rows[5].ours".
class Place {
 public:
  static constexpr int kSingular = -1;

  struct Step {
    std::string field;
    // Place in a repeated field, or kSingular.
    int index;
  };

  explicit Place(SpecificationPart part) : part_(part) {}

  Place In(absl::string_view field, int index = kSingular) const;

  SpecificationPart part() const { return part_; }
  const std::vector<Step>& steps() const { return steps_; }
  std::string ToString() const;

 private:
  SpecificationPart part_;
  std::vector<Step> steps_;
};

struct Mistake {
  Place place;
  // One English sentence.
  std::string message;
};

// Collects; nothing stops at the first one. One thread.
class Mistakes {
 public:
  void Add(const Place& place, std::string message) { all_.push_back({place, std::move(message)}); }

  const std::vector<Mistake>& all() const { return all_; }

 private:
  std::vector<Mistake> all_;
};

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_MISTAKES_H_
