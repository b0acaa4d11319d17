#include "services/courier/curl_http_client.h"

#include <curl/curl.h>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "services/courier/curl_transfer.h"

namespace interline::courier {
namespace {

// How long the thread sleeps when nothing happens; a new call wakes it.
constexpr int kIdleMs = 1000;
// More than all lanes together may have under way; beyond it calls wait, within their time.
constexpr long kMaxConnections = 2000;

absl::Status GlobalInit() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  return code == CURLE_OK ? absl::OkStatus() : absl::UnavailableError(curl_easy_strerror(code));
}

class CurlHttpClient final : public HttpClient {
 public:
  explicit CurlHttpClient(CURLM* multi) : multi_(multi, &curl_multi_cleanup) {
    curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, kMaxConnections);
    thread_ = std::thread([this] { Run(); });
  }

  ~CurlHttpClient() override {
    stop_ = true;
    curl_multi_wakeup(multi_.get());
    thread_.join();
  }

  void Send(HttpRequest request, Done done) override {
    auto transfer = std::make_unique<CurlTransfer>(std::move(request), std::move(done));
    if (!transfer->ready()) {
      transfer->FinishUnsetUp();
      return;
    }
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      waiting_.push_back(std::move(transfer));
    }
    curl_multi_wakeup(multi_.get());
  }

 private:
  void Run() {
    while (!stop_) {
      TakeNew();
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      FinishEnded();
      curl_multi_poll(multi_.get(), nullptr, 0, kIdleMs, nullptr);
    }
    TakeNew();
    while (!under_way_.empty()) End(under_way_.begin()->first, CURLE_ABORTED_BY_CALLBACK);
  }

  void TakeNew() {
    std::vector<std::unique_ptr<CurlTransfer>> waiting;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      waiting.swap(waiting_);
    }
    for (auto& transfer : waiting) {
      CURL* const handle = transfer->handle();
      under_way_.emplace(handle, std::move(transfer));
      if (curl_multi_add_handle(multi_.get(), handle) != CURLM_OK) End(handle, CURLE_FAILED_INIT);
    }
  }

  void FinishEnded() {
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
      // The message is gone once the handle is removed.
      if (message->msg == CURLMSG_DONE) End(message->easy_handle, message->data.result);
    }
  }

  void End(CURL* handle, CURLcode code) {
    const auto found = under_way_.find(handle);
    const std::unique_ptr<CurlTransfer> transfer = std::move(found->second);
    under_way_.erase(found);
    curl_multi_remove_handle(multi_.get(), handle);
    transfer->Finish(code);
  }

  const std::unique_ptr<CURLM, CURLMcode (*)(CURLM*)> multi_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<CurlTransfer>> waiting_;        // guarded by mutex_
  std::map<CURL*, std::unique_ptr<CurlTransfer>> under_way_;  // of the thread
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpClient>> MakeCurlHttpClient() {
  if (const absl::Status status = GlobalInit(); !status.ok()) return status;
  CURLM* const multi = curl_multi_init();
  if (multi == nullptr) return absl::UnavailableError("libcurl cannot be set up");
  return std::make_unique<CurlHttpClient>(multi);
}

}  // namespace interline::courier
