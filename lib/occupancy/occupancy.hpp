#pragma once

/// Is anyone playing? Detectors answer players, none or unknown, and unknown is never none.
///   reading.hpp          what one detector says at one moment
///   fusion.hpp           what all of them say together
///   unknown_watch.hpp    which of them have said nothing for too long
///   detector_spec.hpp    a detector as it is written in the settings
///   detector_runner.hpp  polls them
///   probe.hpp            one look by one of them; its ways to the game are in peer_network.hpp
///   query.hpp            questions over datagrams: a2s.hpp (a2s_split.hpp: its answers in several packets)
///                        and quake3.hpp, read with packet_reader.hpp
///   head_count.hpp       which of the players they name are people
///   minecraft.hpp        the question over TCP; status_scanner.hpp finds the number in its answer
///   socket_table.hpp     established TCP connections, by the kernel's table
///   datagram_rate.hpp    inbound datagrams, by the kernel's counters
///   proc_file.hpp        reads both
///   log_players.hpp      players by the lines of the game's log, with regex.hpp
///   line_text.hpp        what a person reads of a line
///
/// UDP socket tables (/proc/net/udp) are not used: a UDP server has one unconnected socket whatever the
/// number of its players, so the table says nothing about them.
