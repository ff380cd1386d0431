#include "gamekeeper/run/network_access.hpp"

#include "base/limits.hpp"

namespace gamekeeper::run {

net::http_client& network_access::http() {
  if (http_) return *http_;
  net::initialise_tls();
  names_ = net::make_system_resolver(runtime_.executor(), runtime_.time);
  host_.exclude([this](const auto& process) { return names_->owns(process.pid); });
  net::trust_settings trust;
  trust.ca_file = ca_file_;
  http_.emplace(runtime_.executor(), runtime_.time, *names_, trust, log_,
                base::limits::api_response_body_bytes);
  return *http_;
}

}  // namespace gamekeeper::run
