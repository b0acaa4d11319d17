// One connection: requests one after the other, each with its limits, until one of the two sides has enough.
#ifndef INTERLINE_CORE_HTTP_CONNECTION_H_
#define INTERLINE_CORE_HTTP_CONNECTION_H_

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <set>
#include <string>

#include "absl/time/time.h"
#include "core/http/budget.h"
#include "core/http/handler.h"

namespace interline::http {

// Times that a test shortens.
struct ConnectionTimes {
  absl::Duration handshake;
  absl::Duration idle;
  absl::Duration head;
  absl::Duration body;
  absl::Duration write;
  absl::Duration linger;
  absl::Duration unbelieved;
};

// What the connections of one thread share. Used on that thread only.
struct ConnectionWorld {
  Handler& handler;
  Budget& body_memory;
  Budget& stream_count;
  ConnectionTimes times;
  // Connections that wait for a request; a stop closes them.
  std::set<boost::beast::tcp_stream*> idle;
  // Answers that go on; a stop closes them too.
  std::set<BodyStream*> streams;
  bool draining = false;
};

// Ends when the connection is closed. `address` as in identity::Request.
boost::asio::awaitable<void> ServePlain(boost::beast::tcp_stream& stream, std::string address, ConnectionWorld& world);
boost::asio::awaitable<void> ServeTls(boost::beast::ssl_stream<boost::beast::tcp_stream>& stream, std::string address,
                                      ConnectionWorld& world);

}  // namespace interline::http

#endif  // INTERLINE_CORE_HTTP_CONNECTION_H_
