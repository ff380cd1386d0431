#pragma once

#include "base/log.hpp"
#include "gamekeeper/run/runtime.hpp"
#include "net/http_client.hpp"
#include "net/resolver.hpp"
#include "process/posix_host.hpp"

#include <memory>
#include <optional>
#include <string>

namespace gamekeeper::run {

/// The way to other machines, made when it is first needed: it takes a thread and OpenSSL.
class network_access {
 public:
  /// `ca_file`: trusted beside the image's roots; empty: none. Everything that is handed in outlives the access.
  network_access(runtime& on, process::posix_host& host, base::logger& log, const std::string& ca_file)
      : runtime_(on), host_(host), log_(log), ca_file_(ca_file) {}

  net::http_client& http();
  /// Whether a name is being looked up, which may take its time.
  bool is_busy() const { return names_ && names_->busy(); }

 private:
  runtime& runtime_;
  process::posix_host& host_;
  base::logger& log_;
  const std::string& ca_file_;
  std::unique_ptr<net::resolver> names_;
  std::optional<net::http_client> http_;
};

}  // namespace gamekeeper::run
