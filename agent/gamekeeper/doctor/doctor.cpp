#include "gamekeeper/doctor/doctor.hpp"

#include "base/system_clock.hpp"
#include "gamekeeper/ctl/terminal.hpp"
#include "gamekeeper/doctor/network.hpp"
#include "gamekeeper/doctor/platform_view.hpp"
#include "gamekeeper/doctor/surroundings.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <unistd.h>

#include <cstdlib>

namespace gamekeeper::doctor {

namespace asio = boost::asio;

namespace {

constexpr std::string_view title = "gamekeeper doctor";

asio::awaitable<void> look_at_servers(asio::any_io_executor loop, base::clock& time, net::resolver& names,
                                      std::vector<net::url> servers, net::trust_settings trust, bool needed,
                                      findings::listener tell) {
  for (const auto& each : servers) co_await look_at_server(loop, time, names, each, trust, needed, tell);
}

}  // namespace

int doctor(const doctor_options& wanted) {
  const auto look = ctl::look_of_stdout();
  std::vector<findings::finding> all;
  const findings::listener tell = [&](const findings::finding& one) {
    all.push_back(one);
    if (!wanted.json) findings::write_all(STDOUT_FILENO, findings::as_lines(one, look));
  };
  const auto loaded = settings::load(wanted.from);
  const auto injected = edgegap::read_environment(wanted.from.environment);
  look_at_variables(wanted.from.environment, injected, tell);
  look_at_settings(loaded, tell);
  look_at_container(loaded.values, injected, tell);

  net::initialise_tls();
  net::trust_settings trust;
  trust.ca_file = loaded.values.platform.ca_file;
  tell(look_at_roots(trust));
  asio::io_context loop(1);
  base::system_clock time(loop.get_executor());
  const auto names = net::make_system_resolver(loop.get_executor(), time);
  asio::co_spawn(loop,
                 look_at_servers(loop.get_executor(), time, *names, servers_of(loaded.values, injected),
                                 trust, injected.on_platform, tell),
                 [&loop](std::exception_ptr escaped) {
                   loop.stop();  // a lookup that hangs is not waited for
                   if (escaped) std::rethrow_exception(escaped);
                 });
  loop.run();

  const auto end = wanted.json ? findings::as_json(title, all) : findings::counted(all) + "\n";
  findings::write_all(STDOUT_FILENO, end);
  const int code = findings::passed(all) ? 0 : 1;
  if (names->busy()) std::_Exit(code);  // its thread would be joined
  return code;
}

}  // namespace gamekeeper::doctor
