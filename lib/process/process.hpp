#pragma once

/// PID 1's duties, without decisions: spawn a child in its own process group, receive signals as events, reap
/// everything, signal or kill the whole tree, say how a process ended, and look at the game from outside.
///   signals.hpp           names and numbers, blocking in main, the stream of signals (signalfd)
///   signal_loop.hpp       a loop that hears signals first
///   signal_policy.hpp     rewriting and target of what is passed on to the game
///   exit_status.hpp       how a process ended, and the exit code that a shell would give it
///   process_host.hpp      the seam: spawn, signal, kill the tree, and the events "ended", "no child is left", "some are"
///   posix_host.hpp        the real one: spawn, waitid, kill
///   tree_signals.hpp      asking everything below us to end, and who was asked
///   spawn.hpp             how it starts a command: PATH, exit codes 126 and 127
///   path_probe.hpp        whether the file system of a program answers
///   child.hpp             what the new process does before its program runs: group, mask, user, limits
///   resource_limit.hpp    limits as people write them
///   user.hpp              users and groups, from the image's files
///   terminal.hpp          the game in the foreground of its terminal, and job control
///   standard_streams.hpp  what was closed when we were started
///   process_tree.hpp      who descends from us, from /proc
///   proc_file.hpp         small files of the kernel
///   log_pump.hpp          the game's output on its way to ours, line by line for those who want them
///   game_input.hpp        a line for the game, over its stdin
///   log_lines.hpp         bytes cut into lines; the last of them
///   log_output.hpp        our own output, written to without waiting
///   notification.hpp      one datagram of sd_notify
///   notify_socket.hpp     where they arrive
///   notification_trust.hpp  who may speak for the game
///   notify_relay.hpp      for whoever waits above the agent
///   bound_ports.hpp       whether the game has bound a port
///   evidence.hpp          what the kernel tells about a game that hangs
///   cgroup.hpp            memory, processor time and out-of-memory kills of the container
///   memory_watch.hpp      when the kernel has killed something for memory
///   parent_death.hpp      a signal to us when whoever started us ends
///   hook.hpp              commands beside the game, each with a deadline
