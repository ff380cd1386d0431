#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/log.hpp"
#include "net/http.hpp"

#include <string>

namespace gamekeeper::emulator {

/// Every request and its answer as a line of JSON (NDJSON), appended to a file:
///   {"time", "method", "target", "authorization": null | "token" | "raw", "headers": {…}, "body", "status",
///    "answer"}
/// Of the Authorization header only its form: no token. Bodies are cut to limits::emulator_record_body_bytes.
class request_record {
 public:
  static base::result<request_record> open(const std::string& path, base::clock& time, base::logger& log);
  void add(const net::http_request& request, const net::http_response& response);

 private:
  request_record(base::unique_fd file, base::clock& time, base::logger& log);
  base::unique_fd file_;
  base::clock* time_;
  base::logger* log_;
  bool failing_ = false;
};

}  // namespace gamekeeper::emulator
