#include "emulator/api/allowed_hosts.hpp"

#include "net/url.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace gamekeeper::emulator {

namespace {

bool is_numeric(const std::string& host) {
  boost::system::error_code not_numeric;
  boost::asio::ip::make_address(host, not_numeric);
  return !not_numeric;
}

// The text comes from whoever called, so it is neither taken apart nor shown when it is no address.
base::result<std::string> host_in(std::string_view authority) {
  const auto parsed = net::parse_url("http://" + std::string(authority));
  if (!parsed) return parsed.error();
  if (parsed->target != "/") return base::error(base::errc::invalid_input, "no host");
  return parsed->host;
}

}  // namespace

allowed_hosts::allowed_hosts(std::vector<std::string> names, bool any_address)
    : names_(std::move(names)), any_address_(any_address) {}

bool allowed_hosts::allows(std::string_view authority) const {
  const auto host = host_in(authority);
  if (!host) return false;
  net::url where;
  where.host = *host;
  if (where.loopback() || host->ends_with(".localhost")) return true;
  if (any_address_ && is_numeric(*host)) return true;
  return std::any_of(names_.begin(), names_.end(),
                     [&host](const std::string& name) { return boost::algorithm::iequals(name, *host); });
}

std::optional<std::string> allowed_hosts::refuse(const net::http_request& request) const {
  for (const auto& header : request.headers) {
    if (boost::algorithm::iequals(header.name, "Host") && !allows(header.value))
      return "the header 'Host' names another host; allowed are loopback names and addresses, and those of "
             "--allow-host";
    if (!boost::algorithm::iequals(header.name, "Origin")) continue;
    const std::string_view origin = header.value;
    const auto scheme = origin.find("://");
    if (scheme == std::string_view::npos || !allows(origin.substr(scheme + 3)))
      return "the header 'Origin' says that a page of another site calls; allowed are those of loopback "
             "names and "
             "addresses, and of --allow-host";
  }
  return std::nullopt;
}

}  // namespace gamekeeper::emulator
