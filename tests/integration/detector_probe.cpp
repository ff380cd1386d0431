// Looks with one detector and prints what it sees, a JSON object per look: for the tests of the detectors against real
// peers.   detector_probe SPEC [--port NAME=NUMBER]... [--looks N] [--pause-ms N] [--deadline-ms N]
#include "base/system_clock.hpp"
#include "occupancy/probe.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace occupancy = gamekeeper::occupancy;
using gamekeeper::base::duration;

struct options {
  std::string spec;
  std::vector<occupancy::named_port> mapping;
  int looks = 1;
  duration pause{100};
  duration deadline{5000};
};

options read(const std::vector<std::string>& words) {
  options chosen;
  chosen.spec = words.at(0);
  for (std::size_t i = 1; i < words.size(); i += 2) {
    const auto& value = words.at(i + 1);
    if (words[i] == "--port") {
      const auto equals = value.find('=');
      const auto number = static_cast<std::uint16_t>(std::stoi(value.substr(equals + 1)));
      chosen.mapping.push_back({value.substr(0, equals), number});
    } else if (words[i] == "--looks") {
      chosen.looks = std::stoi(value);
    } else if (words[i] == "--pause-ms") {
      chosen.pause = duration(std::stoi(value));
    } else if (words[i] == "--deadline-ms") {
      chosen.deadline = duration(std::stoi(value));
    } else {
      throw std::invalid_argument(words[i]);
    }
  }
  return chosen;
}

void print(const gamekeeper::base::result<occupancy::reading>& seen) {
  boost::json::object out;
  if (seen) {
    out["presence"] = to_string(seen->what);
    out["players"] = seen->players;
  } else {
    out["error"] = to_string(seen.error().code());
    out["message"] = seen.error().message();
  }
  std::cout << boost::json::serialize(out) << std::endl;
}

asio::awaitable<void> look(occupancy::probe& how, gamekeeper::base::clock& time, options chosen) {
  for (int i = 0; i < chosen.looks; ++i) {
    const auto begun = time.now();
    const auto seen = co_await how.ask(begun + chosen.deadline);
    print(seen);
    if (i + 1 < chosen.looks) co_await gamekeeper::base::sleep_until(time, begun + chosen.pause);
  }
}

int run(const options& chosen) {
  asio::io_context loop(1);
  gamekeeper::base::system_clock time(loop.get_executor());
  const auto peers = occupancy::make_peer_network(loop.get_executor(), time);
  gamekeeper::base::random_source random(static_cast<std::uint64_t>(time.wall().time_since_epoch().count()));
  const auto spec = occupancy::parse_detector(chosen.spec).value();
  const auto ports = occupancy::resolve_ports(spec, chosen.mapping).value();
  const occupancy::probe_world world{*peers, time, random, "/proc"};
  const auto how = occupancy::make_probe(spec, ports, world);
  asio::co_spawn(loop, look(*how, time, chosen), [](std::exception_ptr failed) {
    if (failed) std::rethrow_exception(failed);
  });
  loop.run();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(read({words + 1, words + count}));
  } catch (const std::exception& failed) {
    std::cerr << "detector_probe: " << failed.what() << '\n';
    return 2;
  }
}
