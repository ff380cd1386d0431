#pragma once

#include "process/bound_ports.hpp"
#include "process/process_tree.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gamekeeper::check {

/// A port that the game has bound.
struct bound_port {
  process::transport what = process::transport::udp;
  std::uint16_t number = 0;
  bool loopback = false;  ///< on 127.0.0.0/8 or ::1: nobody else can reach it
  friend bool operator==(const bound_port&, const bound_port&) = default;
};

/// "7777/UDP"
std::string to_string(const bound_port& port);

/// What a tree of processes holds at one moment.
struct holdings {
  std::uint64_t memory_bytes = 0;  ///< what they share is shared out among them
  std::vector<bound_port> ports;
  std::vector<std::string> files;  ///< regular ones, open for writing, outside of /tmp, /dev, /proc and /sys
};

/// Looks at `proc`, of which `proc`/net has to be theirs.
holdings holdings_of(const std::vector<process::process_info>& tree, const std::string& proc = "/proc");

}  // namespace gamekeeper::check
