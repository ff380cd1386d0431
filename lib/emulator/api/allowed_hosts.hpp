#pragma once

#include "net/http.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// By which names the emulator may be called. Whoever can deploy can start programs, and a browser on this
/// machine lends its place to every page that it shows: a page whose name was made to resolve to 127.0.0.1 calls
/// under that name (Host), and a page of another origin says so (Origin). Both are refused before any token is
/// looked at.
class allowed_hosts {
 public:
  /// Loopback alone: localhost, *.localhost, 127.0.0.0/8 and ::1.
  allowed_hosts() = default;
  /// And these, names or addresses, without ports. `any_address`: every numeric address as well, for a server
  /// that listens on all of them; a page cannot make a number mean another machine.
  allowed_hosts(std::vector<std::string> names, bool any_address);

  /// Why it is refused; nothing when it is not. A request without either header comes from no browser.
  std::optional<std::string> refuse(const net::http_request& request) const;

 private:
  bool allows(std::string_view host) const;

  std::vector<std::string> names_;
  bool any_address_ = false;
};

}  // namespace gamekeeper::emulator
