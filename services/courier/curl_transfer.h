// One call of the curl_http_client: an easy handle, what is sent and what has come.
#ifndef INTERLINE_SERVICES_COURIER_CURL_TRANSFER_H_
#define INTERLINE_SERVICES_COURIER_CURL_TRANSFER_H_

#include <curl/curl.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "services/courier/http_client.h"

namespace interline::courier {

// One thread at a time. Does not move: libcurl points into it.
class CurlTransfer {
 public:
  CurlTransfer(HttpRequest request, HttpClient::Done done);
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // False when the call cannot even be tried; Finish then says why.
  bool ready() const { return setup_ == CURLE_OK; }
  CURL* handle() const { return handle_.get(); }
  // Tells the caller how it went. Once, last.
  void Finish(CURLcode code);
  void FinishUnsetUp() { Finish(setup_); }

 private:
  void SetUp();
  void SetTls();
  void SetHeaders();
  template <typename Value>
  void Set(CURLoption option, Value value);
  // Whether a byte of the request may have left.
  bool MayHaveLeft() const;

  size_t OnBody(const char* data, size_t size);
  size_t OnHeader(absl::string_view line);

  HttpRequest request_;
  HttpClient::Done done_;
  CURLcode setup_ = CURLE_OK;
  std::unique_ptr<CURL, void (*)(CURL*)> handle_;
  curl_slist* header_list_ = nullptr;
  HttpAnswer answer_;
  size_t header_bytes_ = 0;
  bool too_large_ = false;
  bool not_allowed_ = false;
};

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_CURL_TRANSFER_H_
