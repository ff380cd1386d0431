#pragma once

#include "base/error.hpp"
#include "occupancy/query.hpp"

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::occupancy {

/// One port that a detector asks or looks at: a number, or a name of the platform's port mapping.
struct port_choice {
  std::uint16_t number = 0;  ///< 0: by name
  std::string name;
  friend bool operator==(const port_choice&, const port_choice&) = default;
};

/// A detector as it is written in `occupancy.detectors`.
///   sockets_usage               the platform's count of used sockets
///   reported                    what the game says through the API or the CLI
///   log                         lines of the game's log: occupancy.log_join and occupancy.log_leave
///   a2s:[ADDRESS:]PORT          A2S_INFO (Valve's server query), over UDP; what its bots are: see below
///   quake3:[ADDRESS:]PORT       Quake 3's getstatus, over UDP; its bots are among its players
///   minecraft:[ADDRESS:]PORT    Minecraft's server list ping, over TCP
///   tcp:PORT[+PORT…]            established TCP connections on these local ports
///   udp_rate:FLOOR              inbound datagrams per second of the whole network namespace, see below
/// PORT is a number, or a name in ARBITRIUM_PORTS_MAPPING, which stands for its internal port. ADDRESS is
/// numeric, IPv6 in brackets; 127.0.0.1 when it is left out.
///
/// Bots are nobody. Behind a2s and quake3 can stand /all, and then bots count as players; behind a2s also how the
/// game counts them, /included among its players or /apart from them. Without a word a2s learns that from the
/// answers, and is unknown while it cannot (head_count.hpp).
///
/// FLOOR is the noise floor, whole datagrams per second: what arrives with nobody playing (the platform's and
/// other people's probes, DNS answers, scans, this agent's own a2s and quake3 questions, about two for each)
/// stays at or below it, and a single player is above it. There is no default, since only who knows the game
/// can say so: a client of a fast game sends 20 to 60 a second, one in a lobby perhaps 1. Above the floor it
/// says players without a count, at or below it none, and with nothing to compare with unknown.
struct detector_spec {
  enum class kind { usage, report, log, a2s, quake3, minecraft, tcp, udp_rate };

  std::string text;  ///< as it was written: the detector's name everywhere
  kind what = kind::report;
  boost::asio::ip::address host;
  std::vector<port_choice> ports;
  bot_rule bots = bot_rule::leave_out;
  int floor = 0;

  friend bool operator==(const detector_spec&, const detector_spec&) = default;
  /// Whether somebody has to go and look again and again; the others are told.
  bool polled() const noexcept { return what > kind::log; }
};

/// invalid_input says what is wrong with it and what is allowed.
base::result<detector_spec> parse_detector(std::string_view text);

/// All of the list: at most limits::detectors_max, none twice.
base::result<std::vector<detector_spec>> parse_detectors(std::span<const std::string> texts);

/// One entry of the platform's port mapping.
struct named_port {
  std::string name;
  std::uint16_t internal = 0;
};

/// The numbers behind the detector's ports. A name is found as it is written, else without regard to case and
/// with '_' for all that is neither letter nor digit, as the platform names its variables. not_found says
/// which name there is not, and which there are.
base::result<std::vector<std::uint16_t>> resolve_ports(const detector_spec& spec,
                                                       std::span<const named_port> mapping);

}  // namespace gamekeeper::occupancy
