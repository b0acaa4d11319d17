// Runs the examples of a folder against its specification, and the laws that every specification must keep.
//
// Layout below `<folder>/examples/`:
//   good/NAME.json       a message as it stands on the wire: .json, .xml, .form, .query or .txt, whatever fits. One
//   line
//                        end at the end of a .form or .query is the editor's and taken away.
//   good/NAME.textproto  the interline.v1.TicketEvent it is, complete. Its first lines are comments:
//                          # direction: from_platform        (or to_platform; required)
//                          # header: name=value              (any number; names in lower case)
//   bad/NAME.json        a message that must be refused; other endings as above
//   bad/NAME.expect      first line `REASON at their.path`, or `REASON` alone when the whole message is meant, for
//                        instance `UNMAPPED_CODE at body.SFBM`; then `# direction:` (from_platform when absent) and
//                        `# header:` lines
//   answers/NAME.json    the body of an answer; other endings as above, an empty file = no body
//   answers/NAME.textproto  the interline.adapter.v1.AnswerContent that is read. Its first lines are comments:
//                          # direction: from_platform        (whose answer it is)
//                          # meaning: DONE                   (DONE, REFUSED, LATER, IN_DOUBT, UNAUTHORISED)
//                          # http_status: 200
//                          # name: stored                    (the answer's name in the dialect; may be left out)
//                          # header: name=value              (any number)
//                        Of an answer in doubt the content is compared only when the file states any.
//   batches/NAME.json    the body of an answer to a poll, status 200; other endings as above
//   batches/NAME.expect  the batch's name, then a line for each message: its name in the dialect, "?" when Decode
//   refuses
//                        it; or the reason, as in bad/, when the whole is refused; then `# header:` lines
// Each file has its partner. The examples of a platform are read by that platform. The examples of a dialect are read
// by a platform of id 999999 with the dialect's own tables, so `source` (or `recipient`) in their canonical text is
// "999999".
//
// Laws: Decode(good) is the canonical text, and ticket::Validate accepts it; Encode(Decode(x)) is x as a JSON value,
// and Decode(Encode(e)) is e, both but for declared losses (rows of one way, drops, codes and words that are read only,
// offsets of times, what UNKNOWN_FIELDS_IGNORE passes over); each bad example gives its reason at its path; an answer
// that is read and written again is itself, and so is a batch that is split and joined, both but for what is passed
// over. The law for
// events is also tried on generated ones, some for each message.
//
// How a test uses it, in a target that has the whole of adapters/ as data:
//   TEST(Examples, KeepTheLaws) {
//     const ExampleReport report = RunAllExamples("adapters");
//     EXPECT_GT(report.good, 0);
//     EXPECT_TRUE(report.problems.empty()) << absl::StrJoin(report.problems, "\n");
//   }
#ifndef INTERLINE_ADAPTERS_ENGINE_EXAMPLES_H_
#define INTERLINE_ADAPTERS_ENGINE_EXAMPLES_H_

#include <string>
#include <vector>

#include "adapters/engine/plan.h"

namespace interline::adapters {

struct ExampleReport {
  // Examples found.
  int good = 0;
  int bad = 0;
  int answers = 0;
  int batches = 0;
  // Generated events tried.
  int generated = 0;
  // "file: what is wrong", one for each broken law. May show values: examples hold no real person's data.
  std::vector<std::string> problems;

  void Add(const ExampleReport& other);
};

// The examples below `<folder>/examples`, which need not be there.
ExampleReport RunExamples(const Plan& plan, const std::string& folder);

// Decode(Encode(e)) is e for `count` generated events of each message, in each direction that it goes. The same seed
// gives the same events.
ExampleReport RunGenerated(const Plan& plan, int count, unsigned seed);

// Both, for every platform and dialect below `directory` (layout: registry.h). What lint finds is a problem too.
ExampleReport RunAllExamples(const std::string& directory);

}  // namespace interline::adapters

#endif  // INTERLINE_ADAPTERS_ENGINE_EXAMPLES_H_
