// The methods of a service by their names, whatever carries them: HTTP/JSON, gRPC and the OpenAPI document read the
// same list. A method is a function from a request to a response; who calls stands beside it.
#ifndef INTERLINE_SERVICES_INBOX_METHODS_H_
#define INTERLINE_SERVICES_INBOX_METHODS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interline::inbox {

// Who calls, as far as the transport knows it.
struct Caller {
  // The session as it was shown; empty = none. Nobody has looked whether it holds.
  std::string session;
  // Without a port; for the audit log and for limits.
  std::string address;
  // The person did nothing: the call does not keep the session alive.
  bool background = false;
};

// Filled once, then read by all threads.
class Methods {
 public:
  using Message = google::protobuf::Message;
  using Done = std::function<void(absl::StatusOr<std::unique_ptr<Message>>)>;

  // `service`: whose methods these are. Must outlive the list, as generated descriptors do.
  explicit Methods(const google::protobuf::ServiceDescriptor& service) : service_(service) {}

  // A method that answers before it returns. `name` and the two messages must be those of the service.
  template <typename Request, typename Response>
  void Add(const std::string& name, std::function<absl::StatusOr<Response>(const Caller&, const Request&)> handle) {
    AddLater<Request, Response>(
        name, [handle = std::move(handle)](const Caller& caller, const Request& request,
                                           const std::function<void(absl::StatusOr<Response>)>& done) {
          done(handle(caller, request));
        });
  }

  // A method that answers once, from any thread, possibly before it returns.
  template <typename Request, typename Response>
  void AddLater(
      const std::string& name,
      std::function<void(const Caller&, const Request&, std::function<void(absl::StatusOr<Response>)>)> handle) {
    AddErased(
        name, *Request::descriptor(), *Response::descriptor(), [] { return std::make_unique<Request>(); },
        [handle = std::move(handle)](const Caller& caller, const Message& request, Done done) {
          handle(caller, static_cast<const Request&>(request),
                 [done = std::move(done)](absl::StatusOr<Response> response) {
                   if (!response.ok()) return done(response.status());
                   done(std::make_unique<Response>(*std::move(response)));
                 });
        });
  }

  // An empty request of the method; null when there is no such method.
  std::unique_ptr<Message> NewRequest(absl::string_view name) const;
  // `request` was made by NewRequest of the same name. Calls `done` once, from any thread, possibly before it returns.
  void Call(absl::string_view name, const Caller& caller, const Message& request, Done done) const;

  const google::protobuf::ServiceDescriptor& service() const { return service_; }

 private:
  struct Entry {
    std::function<std::unique_ptr<Message>()> new_request;
    std::function<void(const Caller&, const Message&, Done)> handle;
  };

  void AddErased(const std::string& name, const google::protobuf::Descriptor& request,
                 const google::protobuf::Descriptor& response, std::function<std::unique_ptr<Message>()> new_request,
                 std::function<void(const Caller&, const Message&, Done)> handle);

  const google::protobuf::ServiceDescriptor& service_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_METHODS_H_
