#include "adapters/engine/poll_checks.h"

#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "adapters/engine/header_name.h"
#include "adapters/engine/time_format.h"

namespace interline::adapters {
namespace {

using adapter::v1::Answer;
using adapter::v1::Call;
using adapter::v1::Poll;
using Names = std::set<std::string, std::less<>>;

constexpr size_t kMostNameCharacters = 31;
constexpr char kKey[] = "key:";

bool IsPollName(const std::string& name) {
  return !name.empty() && name.size() <= kMostNameCharacters && absl::c_all_of(name, [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
           c == '_';
  });
}

bool IsWriter(absl::string_view name) {
  static const auto* const kWriters = new Names{"percent", "percent2", "xml", "json"};
  return kWriters->count(name) > 0;
}

// One request. Used once.
class CallChecker {
 public:
  // `names` are those that can be filled in.
  CallChecker(const Call& call, const Place& place, Names names, Mistakes& mistakes)
      : call_(call), place_(place), names_(std::move(names)), mistakes_(mistakes) {}

  // Checks everything; gives the names that are used.
  Names Check() {
    if (!call_.method().empty() && call_.method() != "GET" && call_.method() != "POST") {
      Add(place_.In("method"), "A method is GET or POST.");
    }
    if (call_.method() == "GET" && !call_.body().empty()) Add(place_.In("body"), "A GET has no body.");
    if (!call_.path().empty() && !absl::StartsWith(call_.path(), "/")) {
      Add(place_.In("path"), "A path begins with '/'.");
    }
    if (call_.path().find_first_of("?# ") != std::string::npos || absl::StrContains(call_.path(), "${")) {
      Add(place_.In("path"), "A path has no query, and no name is filled in.");
    }
    if (absl::StartsWith(call_.query(), "?") || call_.query().find_first_of(" \t\r\n#") != std::string::npos) {
      Add(place_.In("query"), "A query is written without '?', blanks and '#'.");
    }
    CheckText(call_.query(), place_.In("query"));
    CheckText(call_.body(), place_.In("body"));
    std::set<std::string> seen;
    for (int i = 0; i < call_.headers_size(); ++i) {
      const Call::Header& header = call_.headers(i);
      const Place here = place_.In("headers", i);
      if (!IsHeaderName(header.name())) Add(here.In("name"), "A header has a name in lower case.");
      if (!seen.insert(header.name()).second) {
        Add(here.In("name"), absl::StrCat("The header '", header.name(), "' stands twice."));
      }
      if (header.value().find_first_of("\r\n") != std::string::npos) Add(here.In("value"), "A header is one line.");
      CheckText(header.value(), here.In("value"));
    }
    return std::move(used_);
  }

 private:
  void Add(const Place& place, std::string what) { mistakes_.Add(place, std::move(what)); }

  void CheckText(absl::string_view text, const Place& place) {
    for (size_t start = text.find("${"); start != absl::string_view::npos; start = text.find("${")) {
      text.remove_prefix(start + 2);
      const size_t end = text.find('}');
      if (end == absl::string_view::npos) return Add(place, "A brace is not closed.");
      CheckName(text.substr(0, end), place);
      text.remove_prefix(end + 1);
    }
  }

  void CheckName(absl::string_view inside, const Place& place) {
    const size_t bar = inside.find('|');
    absl::string_view name = inside.substr(0, bar);
    if (absl::ConsumePrefix(&name, kKey)) {
      if (name.empty()) Add(place, "A key needs a name.");
    } else if (names_.count(name) == 0) {
      Add(place, absl::StrCat("Nothing is filled in here for the name '", name, "'."));
    } else {
      used_.emplace(name);
    }
    if (bar == absl::string_view::npos || IsWriter(inside.substr(bar + 1))) return;
    Add(place, absl::StrCat("There is no way of writing '", inside.substr(bar + 1),
                            "': percent, percent2, xml and json are known."));
  }

  const Call& call_;
  const Place place_;
  const Names names_;
  Mistakes& mistakes_;
  Names used_;
};

class PollChecker {
 public:
  PollChecker(const Plan& plan, Mistakes& mistakes) : plan_(plan), mistakes_(mistakes) {}

  void CheckPoll(const Poll& poll, const Place& place) {
    if (!IsPollName(poll.name())) {
      Add(poll.name().empty() ? place : place.In("name"), "A poll needs a name of 1 to 31 characters of [a-z0-9_].");
    }
    if (!names_.insert(poll.name()).second) {
      Add(place.In("name"), absl::StrCat("There are two polls '", poll.name(), "'."));
    }
    CheckBatch(poll, place);
    if (!poll.has_call()) Add(place, "A poll needs a call.");
    switch (poll.progress_case()) {
      case Poll::kQueue:
        return CheckQueue(poll, place);
      case Poll::kWindow:
        return CheckWindow(poll, place);
      case Poll::PROGRESS_NOT_SET:
        return Add(place, "A poll progresses by `queue` or `window`.");
    }
  }

  void CheckEnquiry() {
    if (!plan_.dialect.has_enquiry()) return;
    const adapter::v1::Enquiry& enquiry = plan_.dialect.enquiry();
    const Place place = Place(SpecificationPart::kDialect).In("enquiry");
    if (!enquiry.has_call()) return Add(place, "An enquiry needs a call.");
    const Names used = Check(enquiry.call(), place.In("call"), {"message", "ticket", "event", "number"});
    if (used.empty()) Add(place.In("call"), "The call does not tell which message is meant.");
    if (enquiry.by_list()) {
      if (plan_.batches.empty()) Add(place.In("by_list"), "The dialect has no batch.");
      return;
    }
    const bool can_deny = Answers(Answer::MEANING_REFUSED) || Answers(Answer::MEANING_LATER);
    if (Answers(Answer::MEANING_DONE) && can_deny) return;
    Add(place, "It is judged by answers from the platform with MEANING_DONE, and MEANING_REFUSED or MEANING_LATER.");
  }

 private:
  void Add(const Place& place, std::string what) { mistakes_.Add(place, std::move(what)); }

  Names Check(const Call& call, const Place& place, Names names) {
    return CallChecker(call, place, std::move(names), mistakes_).Check();
  }

  bool Answers(Answer::Meaning meaning) const {
    return absl::c_any_of(plan_.answers_from_platform,
                          [&](const AnswerPlan* answer) { return answer->meaning == meaning; });
  }

  void CheckBatch(const Poll& poll, const Place& place) {
    const std::string& name = poll.batch().empty() ? poll.name() : poll.batch();
    if (absl::c_any_of(plan_.batches, [&](const BatchPlan& batch) { return batch.name == name; })) return;
    Add(place.In(poll.batch().empty() ? "name" : "batch"), absl::StrCat("There is no batch '", name, "'."));
  }

  void CheckQueue(const Poll& poll, const Place& place) {
    Check(poll.call(), place.In("call"), {"count"});
    const Place here = place.In("queue");
    if (!poll.queue().has_acknowledge()) return Add(here, "A queue needs a call that acknowledges.");
    if (Check(poll.queue().acknowledge(), here.In("acknowledge"), {"id", "number"}).empty()) {
      Add(here.In("acknowledge"), "The call does not tell which entry is acknowledged.");
    }
    if (!Answers(Answer::MEANING_DONE)) {
      Add(here.In("acknowledge"), "The dialect has no answer from the platform with MEANING_DONE.");
    }
  }

  void CheckWindow(const Poll& poll, const Place& place) {
    const adapter::v1::Window& window = poll.window();
    const Place here = place.In("window");
    Names names{"count", "since", "until"};
    const bool by_page = window.paging() == adapter::v1::PAGING_PAGE;
    const bool by_offset = window.paging() == adapter::v1::PAGING_OFFSET;
    if (by_page) names.insert("page");
    if (by_offset) names.insert("offset");
    const Names used = Check(poll.call(), place.In("call"), names);
    CheckLayout(window, used.count("since") + used.count("until") > 0, here);
    if (by_page && used.count("page") == 0) Add(here.In("paging"), "The call has no \"${page}\".");
    if (by_offset && used.count("offset") == 0) Add(here.In("paging"), "The call has no \"${offset}\".");
    if (!by_page && window.first_page() != 0) Add(here.In("first_page"), "It is for PAGING_PAGE.");
  }

  // `is_used`: a time stands in the question.
  void CheckLayout(const adapter::v1::Window& window, bool is_used, const Place& here) {
    absl::TimeZone zone;
    if (!window.time_zone().empty() && !absl::LoadTimeZone(window.time_zone(), &zone)) {
      Add(here.In("time_zone"), absl::StrCat("There is no time zone '", window.time_zone(), "'."));
    }
    if (window.time_layout().empty()) {
      if (is_used) Add(here, "Times in the call need a time_layout.");
      return;
    }
    if (!is_used) Add(here.In("time_layout"), "No time stands in the call.");
    adapter::v1::Time time;
    time.set_local(window.time_layout());
    const auto format = TimeFormat::Make(time, zone);
    if (!format.ok()) {
      Add(here.In("time_layout"), std::string(format.status().message()));
    } else if (absl::StrContains(window.time_layout(), "%K") || absl::StrContains(window.time_layout(), "%-K")) {
      Add(here.In("time_layout"), "%K is not written in questions.");
    }
  }

  const Plan& plan_;
  Mistakes& mistakes_;
  std::set<std::string> names_;
};

}  // namespace

void CheckPolls(const Plan& plan, Mistakes& mistakes) {
  PollChecker checker(plan, mistakes);
  for (int i = 0; i < plan.dialect.polls_size(); ++i) {
    checker.CheckPoll(plan.dialect.polls(i), Place(SpecificationPart::kDialect).In("polls", i));
  }
  checker.CheckEnquiry();
}

}  // namespace interline::adapters
