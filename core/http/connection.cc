#include "core/http/connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/http/head.h"
#include "core/http/limits.h"
#include "core/http/tls.h"

namespace interline::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

// As Beast writes it.
constexpr unsigned int kHttp11 = 11;
constexpr absl::string_view kHeadEnd = "\r\n\r\n";
constexpr absl::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr size_t kReadBytes = 8 << 10;

std::chrono::nanoseconds Chrono(absl::Duration duration) { return absl::ToChronoNanoseconds(duration); }

beast::tcp_stream& Lowest(beast::tcp_stream& stream) { return stream; }
beast::tcp_stream& Lowest(beast::ssl_stream<beast::tcp_stream>& stream) { return stream.next_layer(); }

Answer Closing(Answer answer) {
  answer.close = true;
  return answer;
}

std::string TextOf(Answer answer) {
  answer.headers.emplace("cache-control", "no-store");
  answer.headers["x-content-type-options"] = "nosniff";
  answer.headers["content-length"] = absl::StrCat(answer.body.size());
  if (answer.close) answer.headers["connection"] = "close";
  const boost::string_view reason = http::obsolete_reason(static_cast<http::status>(answer.status));
  std::string text =
      absl::StrCat("HTTP/1.1 ", answer.status, " ", absl::string_view(reason.data(), reason.size()), "\r\n");
  for (const auto& [name, value] : answer.headers) absl::StrAppend(&text, name, ": ", value, "\r\n");
  absl::StrAppend(&text, "\r\n", answer.body);
  return text;
}

// Waits for the handler's answer, which comes from any thread.
asio::awaitable<Answer> Ask(Handler& handler, identity::Request request) {
  return asio::async_initiate<const asio::use_awaitable_t<>&, void(Answer)>(
      [&handler](auto completion, identity::Request asked) {
        const auto executor = asio::get_associated_executor(completion);
        const auto shared = std::make_shared<decltype(completion)>(std::move(completion));
        handler.Handle(std::move(asked), [shared, executor](Answer answer) {
          asio::post(executor, [shared, answer = std::move(answer)]() mutable { (*shared)(std::move(answer)); });
        });
      },
      asio::use_awaitable, std::move(request));
}

// However the coroutine ends, the stream must not wake it afterwards.
class Unhook {
 public:
  explicit Unhook(BodyStream& stream) : stream_(stream) {}
  ~Unhook() { stream_.OnChange(nullptr); }

 private:
  BodyStream& stream_;
};

// One connection while it lives.
template <typename Stream>
class Connection {
 public:
  Connection(Stream& stream, ConnectionWorld& world, std::string address, std::string certificate_name)
      : stream_(stream), world_(world), address_(std::move(address)), certificate_name_(std::move(certificate_name)) {}

  asio::awaitable<void> Serve() {
    for (int served = 0; served < kMaxRequestsPerConnection && !world_.draining; ++served) {
      const bool is_last = served + 1 == kMaxRequestsPerConnection;
      if (!co_await ServeOne(is_last)) co_return;
    }
  }

 private:
  // False when the connection is over.
  asio::awaitable<bool> ServeOne(bool is_last) {
    size_t head_bytes = 0;
    if (!co_await ReadHeadBytes(head_bytes)) co_return false;
    if (head_bytes == 0) {
      co_return co_await Refuse(Problem(431, "head-too-large", "The head of the request is too large."));
    }
    const absl::string_view bytes(static_cast<const char*>(buffer_.data().data()), head_bytes);
    Head head;
    if (auto answer = ReadHead(bytes, head)) co_return co_await Refuse(*std::move(answer));
    head.request.certificate_name = certificate_name_;
    head.request.address = address_;
    if (auto answer = world_.handler.Admit(head.request)) co_return co_await Refuse(*std::move(answer));

    // The memory is set aside before the first byte is read, for a body of untold length the most it can have.
    const size_t most = head.chunked ? kMaxBodyBytes : head.content_length.value_or(0);
    auto memory = world_.body_memory.Take(most);
    if (!memory) {
      Answer answer = Problem(429, "overload", "Too much is under way; send the same again.");
      answer.headers["retry-after"] = std::to_string(kRetryAfterSeconds);
      co_return co_await Refuse(std::move(answer));
    }
    http::request_parser<http::string_body> parser;
    if (auto answer = co_await ReadBody(head, head_bytes, parser)) co_return co_await Refuse(*std::move(answer));
    if (broken_) co_return false;
    head.request.body = std::move(parser.get().body());
    const bool keep_alive = parser.keep_alive() && !is_last;
    const auto read_at = std::chrono::steady_clock::now();
    Lowest(stream_).expires_never();
    Answer answer = co_await Ask(world_.handler, std::move(head.request));
    if (answer.unbelieved) {
      asio::steady_timer timer(stream_.get_executor(), read_at + Chrono(world_.times.unbelieved));
      error_code ignored;
      co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (answer.stream != nullptr) co_return co_await WriteStream(std::move(answer));
    const bool close = answer.close || !keep_alive || world_.draining;
    answer.close = close;
    if (!co_await Write(std::move(answer))) co_return false;
    co_return !close;
  }

  // Fills the buffer up to the end of a head; 0 bytes when it is too large. False when the connection is over.
  asio::awaitable<bool> ReadHeadBytes(size_t& head_bytes) {
    bool is_idle = buffer_.size() == 0;
    size_t looked_at = 0;
    Lowest(stream_).expires_after(Chrono(is_idle ? world_.times.idle : world_.times.head));
    while (true) {
      const absl::string_view bytes(static_cast<const char*>(buffer_.data().data()), buffer_.size());
      const size_t from = looked_at < kHeadEnd.size() ? 0 : looked_at - kHeadEnd.size() + 1;
      const size_t end = bytes.find(kHeadEnd, from);
      if (end != absl::string_view::npos && end + kHeadEnd.size() <= kMaxHeadBytes) {
        head_bytes = end + kHeadEnd.size();
        co_return true;
      }
      if (bytes.size() >= kMaxHeadBytes) co_return true;
      looked_at = bytes.size();
      error_code error;
      if (is_idle) world_.idle.insert(&Lowest(stream_));
      const size_t read = co_await stream_.async_read_some(buffer_.prepare(kReadBytes),
                                                           asio::redirect_error(asio::use_awaitable, error));
      world_.idle.erase(&Lowest(stream_));
      if (error) co_return false;
      buffer_.commit(read);
      // From the first byte on, time is counted for the whole head.
      if (std::exchange(is_idle, false)) Lowest(stream_).expires_after(Chrono(world_.times.head));
    }
  }

  asio::awaitable<absl::optional<Answer>> ReadBody(const Head& head, size_t head_bytes,
                                                   http::request_parser<http::string_body>& parser) {
    error_code error;
    parser.header_limit(kMaxHeadBytes);
    parser.body_limit(kMaxBodyBytes);
    // A second opinion: what the first reader took, Beast must take too.
    parser.put(asio::buffer(buffer_.data().data(), head_bytes), error);
    if (error || !parser.is_header_done()) co_return Problem(400, "bad-request", "The head cannot be read.");
    buffer_.consume(head_bytes);
    const auto headers = std::distance(parser.get().begin(), parser.get().end());
    auto refuse_extensions = [](uint64_t, boost::string_view extensions, error_code& chunk_error) {
      if (!extensions.empty()) chunk_error = http::error::bad_chunk_extension;
    };
    parser.on_chunk_header(refuse_extensions);
    Lowest(stream_).expires_after(Chrono(world_.times.body));
    if (head.expects_continue && !parser.is_done()) {
      co_await asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()),
                                 asio::redirect_error(asio::use_awaitable, error));
    }
    // Most bodies have come together with their heads; a read would go round by the executor.
    if (!error && !parser.is_done() && buffer_.size() > 0) {
      parser.eager(true);
      buffer_.consume(parser.put(buffer_.data(), error));
      if (error == http::error::need_more) error = {};
    }
    if (!error && !parser.is_done()) {
      co_await http::async_read(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, error));
    }
    if (error == http::error::body_limit) co_return Problem(413, "too-large", "The body is larger than 1 MiB.");
    if (error && error.category() == http::make_error_code(http::error::bad_chunk).category() &&
        error != http::error::partial_message && error != http::error::end_of_stream) {
      co_return Problem(400, "bad-request", "The body cannot be read.");
    }
    broken_ = static_cast<bool>(error);
    if (!broken_ && std::distance(parser.get().begin(), parser.get().end()) != headers) {
      co_return Problem(400, "trailer", "Headers behind the body are not taken.");
    }
    co_return absl::nullopt;
  }

  template <typename Response>
  static void SetHead(const Answer& answer, Response& response) {
    response.set(http::field::cache_control, "no-store");
    for (const auto& [name, value] : answer.headers) response.set(name, value);
    response.set("x-content-type-options", "nosniff");
    response.keep_alive(!answer.close);
  }

  // In one piece, which costs less than Beast's way of many.
  asio::awaitable<bool> Write(Answer answer) {
    const std::string text = TextOf(std::move(answer));
    error_code error;
    Lowest(stream_).expires_after(Chrono(world_.times.write));
    co_await asio::async_write(stream_, asio::buffer(text), asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
  }

  // Sends the answer and all that is written to its stream, in chunks. Always the end of the connection.
  asio::awaitable<bool> WriteStream(Answer answer) {
    const std::shared_ptr<BodyStream> body = answer.stream;
    const auto counted = world_.stream_count.Take(1);
    if (!counted || world_.draining) {
      body->Close();
      answer = Problem(429, "overload", "Too many streams are open; try again later.");
      answer.headers["retry-after"] = std::to_string(kRetryAfterSeconds);
      co_await Write(Closing(std::move(answer)));
      co_return false;
    }
    http::response<http::empty_body> head(static_cast<http::status>(answer.status), kHttp11);
    answer.close = true;
    SetHead(answer, head);
    head.chunked(true);
    http::response_serializer<http::empty_body> serializer(head);
    error_code error;
    Lowest(stream_).expires_after(Chrono(world_.times.write));
    co_await http::async_write_header(stream_, serializer, asio::redirect_error(asio::use_awaitable, error));
    world_.streams.insert(body.get());
    if (!error) co_await Forward(std::move(answer.body), *body);
    world_.streams.erase(body.get());
    body->Close();
    co_return false;
  }

  asio::awaitable<void> Forward(std::string bytes, BodyStream& body) {
    const auto executor = stream_.get_executor();
    asio::steady_timer changed(executor, std::chrono::steady_clock::time_point::max());
    // A wake that is on its way when the timer is gone must find that out.
    const auto alive = std::make_shared<asio::steady_timer*>(&changed);
    const auto wake = [executor, alive] {
      asio::post(executor, [alive] {
        if (*alive != nullptr) (*alive)->expires_at(std::chrono::steady_clock::time_point::min());
      });
    };
    bool watching = true;
    Lowest(stream_).expires_never();
    asio::co_spawn(executor, WatchClient(body), [&watching, wake](std::exception_ptr) {
      watching = false;
      wake();
    });
    const Unhook unhook(body);
    body.OnChange(wake);
    error_code error;
    while (!error) {
      if (!bytes.empty()) co_await WriteChunk(bytes, error);
      // Set before looking, so that what comes after the look wakes.
      changed.expires_at(std::chrono::steady_clock::time_point::max());
      if (error || !body.Take(bytes)) break;
      if (!bytes.empty()) continue;
      error_code woken;
      co_await changed.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    if (!error) co_await WriteLastChunk();
    Lowest(stream_).cancel();
    while (watching) {
      changed.expires_at(std::chrono::steady_clock::time_point::max());
      error_code woken;
      co_await changed.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    body.OnChange(nullptr);
    *alive = nullptr;
  }

  // Closes the stream when the client is gone, or says anything: there is nothing to be said any more.
  asio::awaitable<void> WatchClient(BodyStream& body) {
    error_code error;
    co_await stream_.async_read_some(buffer_.prepare(1), asio::redirect_error(asio::use_awaitable, error));
    body.Close();
  }

  asio::awaitable<void> WriteChunk(const std::string& bytes, error_code& error) {
    Lowest(stream_).expires_after(Chrono(world_.times.write));
    co_await asio::async_write(stream_, http::make_chunk(asio::buffer(bytes)),
                               asio::redirect_error(asio::use_awaitable, error));
  }

  asio::awaitable<void> WriteLastChunk() {
    error_code ignored;
    Lowest(stream_).expires_after(Chrono(world_.times.write));
    co_await asio::async_write(stream_, http::make_chunk_last(), asio::redirect_error(asio::use_awaitable, ignored));
  }

  // Answers, and keeps reading for a moment: closing while the client still sends would throw the answer away.
  asio::awaitable<bool> Refuse(Answer answer) {
    if (!co_await Write(Closing(std::move(answer)))) co_return false;
    error_code error;
    Lowest(stream_).socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    Lowest(stream_).expires_after(Chrono(world_.times.linger));
    buffer_.clear();
    for (size_t read = 0; !error && read < kLingerBytes;) {
      read += co_await Lowest(stream_).async_read_some(buffer_.prepare(kReadBytes),
                                                       asio::redirect_error(asio::use_awaitable, error));
    }
    co_return false;
  }

  Stream& stream_;
  ConnectionWorld& world_;
  const std::string address_;
  const std::string certificate_name_;
  beast::flat_buffer buffer_{kMaxHeadBytes + kReadBytes};
  bool broken_ = false;
};

}  // namespace

asio::awaitable<void> ServePlain(beast::tcp_stream& stream, std::string address, ConnectionWorld& world) {
  Connection<beast::tcp_stream> connection(stream, world, std::move(address), "");
  co_await connection.Serve();
  error_code ignored;
  stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> ServeTls(beast::ssl_stream<beast::tcp_stream>& stream, std::string address,
                               ConnectionWorld& world) {
  error_code error;
  stream.next_layer().expires_after(Chrono(world.times.handshake));
  co_await stream.async_handshake(asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  Connection<beast::ssl_stream<beast::tcp_stream>> connection(stream, world, std::move(address),
                                                              CertificateName(stream.native_handle()));
  co_await connection.Serve();
  stream.next_layer().expires_after(Chrono(world.times.linger));
  co_await stream.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
}

}  // namespace interline::http
