#include "services/inbox/methods.h"

#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace interline::inbox {

void Methods::AddErased(const std::string& name, const google::protobuf::Descriptor& request,
                        const google::protobuf::Descriptor& response,
                        std::function<std::unique_ptr<Message>()> new_request,
                        std::function<void(const Caller&, const Message&, Done)> handle) {
  const auto* method = service_.FindMethodByName(name);
  CHECK(method != nullptr && method->input_type() == &request && method->output_type() == &response);
  CHECK(entries_.emplace(name, Entry{std::move(new_request), std::move(handle)}).second);
}

std::unique_ptr<Methods::Message> Methods::NewRequest(absl::string_view name) const {
  const auto found = entries_.find(std::string(name));
  return found == entries_.end() ? nullptr : found->second.new_request();
}

void Methods::Call(absl::string_view name, const Caller& caller, const Message& request, Done done) const {
  const auto found = entries_.find(std::string(name));
  if (found == entries_.end()) {
    return done(absl::UnimplementedError(absl::StrCat(service_.name(), " has no such method here.")));
  }
  found->second.handle(caller, request, std::move(done));
}

}  // namespace interline::inbox
