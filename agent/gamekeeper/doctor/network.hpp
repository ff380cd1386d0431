#pragma once

#include "base/clock.hpp"
#include "edgegap/environment/environment.hpp"
#include "gamekeeper/findings/finding.hpp"
#include "net/resolver.hpp"
#include "net/tls_inspection.hpp"
#include "net/url.hpp"
#include "settings/agent_settings.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace gamekeeper::doctor {

/// Every server that an agent with these settings would talk to, each once: the platform's API, and where the
/// injected addresses point.
std::vector<net::url> servers_of(const settings::agent_settings& chosen,
                                 const edgegap::injected_environment& injected);

/// What is to be said of a server's certificate.
findings::finding judge_chain(const net::url& where, const net::tls_inspection& seen);

/// What is to be said of our clock, when a server's says `theirs`.
findings::finding judge_clock(base::wall_time ours, base::wall_time theirs);

/// Which trusted certificates there are.
findings::finding look_at_roots(const net::trust_settings& trust);

/// Names, connection, TLS and clock of one server. Off the platform a server that cannot be reached is no
/// failure.
boost::asio::awaitable<void> look_at_server(boost::asio::any_io_executor loop, base::clock& time,
                                            net::resolver& names, net::url where, net::trust_settings trust,
                                            bool needed, findings::listener tell);

}  // namespace gamekeeper::doctor
