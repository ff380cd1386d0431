#pragma once

#include "base/backoff.hpp"
#include "occupancy/detector_spec.hpp"
#include "occupancy/peer_network.hpp"
#include "occupancy/reading.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace gamekeeper::occupancy {

/// One way of looking whether anyone plays.
class probe {
 public:
  virtual ~probe() = default;
  /// Looks once and ends by `deadline`. The reading never expires by itself; that is for the caller to say.
  virtual boost::asio::awaitable<base::result<reading>> ask(base::time_point deadline) = 0;
};

/// What probes need of the world; all of it outlives them.
struct probe_world {
  peer_network& peers;
  base::clock& time;
  base::random_source& random;
  std::string proc = "/proc";  ///< a folder with the form of /proc
};

/// The probe of a detector that is polled(). `ports` are what resolve_ports() gives for it.
std::unique_ptr<probe> make_probe(const detector_spec& spec, const std::vector<std::uint16_t>& ports,
                                  const probe_world& world);

}  // namespace gamekeeper::occupancy
