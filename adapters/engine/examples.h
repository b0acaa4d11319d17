// Runs the examples of a folder against its specification, and the laws that every specification must keep.
//
// Layout below `<folder>/examples/`:
//   good/NAME.json       a message as it stands on the wire
//   good/NAME.textproto  the interline.v1.TicketEvent it is, complete. Its first lines are comments:
//                          # direction: from_platform        (or to_platform; required)
//                          # header: name=value              (any number; names in lower case)
//   bad/NAME.json        a message that must be refused
//   bad/NAME.expect      first line `REASON at their.path`, or `REASON` alone when the whole message is meant, for
//   instance
//                        `UNMAPPED_CODE at body.SFBM`; then `# direction:` (from_platform when absent) and `# header:`
//                        lines
// Each file has its partner. The examples of a platform are read by that platform. The examples of a dialect are read
// by a platform of id 999999 with the dialect's own tables, so `source` (or `recipient`) in their canonical text is
// "999999".
//
// Laws: Decode(good) is the canonical text; Encode(Decode(x)) is x as a JSON value, and Decode(Encode(e)) is e, both
// but for declared losses (rows of one way, drops, what UNKNOWN_FIELDS_IGNORE passes over); each bad example gives its
// reason at its path. The second half of the laws is also tried on generated events, some for each message that is
// written.
//
// How a test uses it, in a target that has the whole of adapters/ as data:
//   TEST(Examples, KeepTheLaws) {
//     const ExampleReport report = RunAllExamples("adapters");
//     EXPECT_GT(report.good, 0);
//     EXPECT_TRUE(report.problems.empty()) << absl::StrJoin(report.problems, "\n");
//   }
