#include "services/courier/curl_transfer.h"

#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/courier/url.h"

namespace interline::courier {
namespace {

constexpr size_t kMaxHeaderBytes = size_t{32} << 10;

long Milliseconds(absl::Duration span) { return static_cast<long>(absl::ToInt64Milliseconds(span)); }
long WholeSeconds(absl::Duration span) {
  return static_cast<long>(absl::ToInt64Seconds(absl::Ceil(span, absl::Seconds(1))));
}

// A header with a line end in it would become two.
bool IsClean(absl::string_view text) {
  for (const unsigned char c : text) {
    if (c == '\r' || c == '\n' || c == '\0') return false;
  }
  return true;
}

}  // namespace

CurlTransfer::CurlTransfer(HttpRequest request, HttpClient::Done done)
    : request_(std::move(request)), done_(std::move(done)), handle_(curl_easy_init(), &curl_easy_cleanup) {
  SetUp();
}

CurlTransfer::~CurlTransfer() {
  handle_.reset();
  curl_slist_free_all(header_list_);
}

template <typename Value>
void CurlTransfer::Set(CURLoption option, Value value) {
  if (setup_ == CURLE_OK) setup_ = curl_easy_setopt(handle_.get(), option, value);
}

void CurlTransfer::SetUp() {
  if (handle_ == nullptr) {
    setup_ = CURLE_FAILED_INIT;
    return;
  }
  const CallLimits& limits = *request_.limits;
  if (!CheckUrl(request_.url, limits).ok()) {
    not_allowed_ = true;
    setup_ = CURLE_URL_MALFORMAT;
    return;
  }
  Set(CURLOPT_URL, request_.url.c_str());
  Set(CURLOPT_PRIVATE, this);
  Set(CURLOPT_NOSIGNAL, 1L);
  Set(CURLOPT_PROTOCOLS_STR, "http,https");
  Set(CURLOPT_FOLLOWLOCATION, 0L);
  Set(CURLOPT_PROXY, "");
  Set(CURLOPT_PATH_AS_IS, 1L);
  Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  Set(CURLOPT_FRESH_CONNECT, 1L);
  Set(CURLOPT_FORBID_REUSE, 1L);
  Set(CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(limits.connect));
  Set(CURLOPT_TIMEOUT_MS, Milliseconds(limits.total));
  Set(CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(limits.low_speed_bytes_per_second));
  Set(CURLOPT_LOW_SPEED_TIME, WholeSeconds(limits.low_speed));
  // Where a name leads is judged when the connection is opened, so a name that changes its address cannot pass.
  Set(CURLOPT_OPENSOCKETDATA, this);
  Set(
      CURLOPT_OPENSOCKETFUNCTION, +[](void* self, curlsocktype, curl_sockaddr* address) -> curl_socket_t {
        auto& transfer = *static_cast<CurlTransfer*>(self);
        if (!IsAllowedAddress(address->addr, transfer.request_.limits->allow_this_machine)) {
          transfer.not_allowed_ = true;
          return CURL_SOCKET_BAD;
        }
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
      });
  Set(CURLOPT_WRITEDATA, this);
  Set(
      CURLOPT_WRITEFUNCTION, +[](char* data, size_t, size_t size, void* self) {
        return static_cast<CurlTransfer*>(self)->OnBody(data, size);
      });
  Set(CURLOPT_HEADERDATA, this);
  Set(
      CURLOPT_HEADERFUNCTION, +[](char* data, size_t, size_t size, void* self) {
        return static_cast<CurlTransfer*>(self)->OnHeader({data, size});
      });
  SetTls();
  SetHeaders();
}

void CurlTransfer::SetTls() {
  const TlsFiles& tls = request_.limits->tls;
  Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  Set(CURLOPT_SSL_VERIFYPEER, 1L);
  Set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!tls.ca.empty()) {
    Set(CURLOPT_CAINFO, tls.ca.c_str());
    // Without this libcurl goes on trusting the system's folder of authorities as well.
    Set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!tls.certificate.empty()) {
    Set(CURLOPT_SSLCERT, tls.certificate.c_str());
    Set(CURLOPT_SSLKEY, tls.key.c_str());
  }
}

void CurlTransfer::SetHeaders() {
  if (request_.method == "GET") {
    Set(CURLOPT_HTTPGET, 1L);
  } else {
    // The length of what stands in POSTFIELDS is known, so libcurl sends Content-Length and no chunks.
    Set(CURLOPT_POST, 1L);
    Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    Set(CURLOPT_POSTFIELDS, request_.body.data());
  }
  std::vector<std::string> lines = {"expect:", "accept: */*", "user-agent: interline"};
  bool has_type = false;
  for (const auto& [name, value] : request_.headers) {
    if (!IsClean(name) || !IsClean(value)) {
      setup_ = CURLE_BAD_FUNCTION_ARGUMENT;
      return;
    }
    has_type = has_type || name == "content-type";
    // libcurl takes "name:" for a header to leave out; "name;" is one without a value.
    lines.push_back(value.empty() ? absl::StrCat(name, ";") : absl::StrCat(name, ": ", value));
  }
  if (!has_type) lines.push_back("content-type:");
  for (const std::string& line : lines) {
    curl_slist* const longer = curl_slist_append(header_list_, line.c_str());
    if (longer == nullptr) {
      setup_ = CURLE_OUT_OF_MEMORY;
      return;
    }
    header_list_ = longer;
  }
  Set(CURLOPT_HTTPHEADER, header_list_);
}

size_t CurlTransfer::OnBody(const char* data, size_t size) {
  if (answer_.body.size() + size > request_.limits->response_bytes) {
    too_large_ = true;
    return 0;
  }
  answer_.body.append(data, size);
  return size;
}

size_t CurlTransfer::OnHeader(absl::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > kMaxHeaderBytes) {
    too_large_ = true;
    return 0;
  }
  // Of an interim answer (100) nothing counts.
  if (absl::StartsWith(line, "HTTP/")) answer_.headers.clear();
  const size_t colon = line.find(':');
  if (colon != absl::string_view::npos) {
    answer_.headers.emplace(absl::AsciiStrToLower(line.substr(0, colon)),
                            std::string(absl::StripAsciiWhitespace(line.substr(colon + 1))));
  }
  return line.size();
}

bool CurlTransfer::MayHaveLeft() const {
  // Set once the connection, TLS included, is there and the request is about to go.
  curl_off_t ready_at = 0;
  long request_bytes = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_PRETRANSFER_TIME_T, &ready_at);
  curl_easy_getinfo(handle_.get(), CURLINFO_REQUEST_SIZE, &request_bytes);
  return ready_at > 0 || request_bytes > 0;
}

void CurlTransfer::Finish(CURLcode code) {
  HttpResult result;
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    result.kind = HttpResult::Kind::kAnswered;
    answer_.status = static_cast<uint32_t>(status);
    result.answer = std::move(answer_);
  } else {
    const bool left = handle_ != nullptr && ready() && MayHaveLeft();
    result.kind = left ? HttpResult::Kind::kUnknown : HttpResult::Kind::kNotSent;
    result.error = too_large_     ? "the answer is too large"
                   : not_allowed_ ? "the address is not allowed"
                                  : curl_easy_strerror(code);
  }
  curl_off_t took = 0;
  if (handle_ != nullptr) curl_easy_getinfo(handle_.get(), CURLINFO_TOTAL_TIME_T, &took);
  result.took = absl::Microseconds(static_cast<int64_t>(took));
  std::exchange(done_, nullptr)(std::move(result));
}

}  // namespace interline::courier
