#pragma once

/// The ground floor: what every other room stands on. Error codes and result<T>, the clock seam, limits, the
/// log with redaction, backoff, tolerant JSON decoding, ownership of descriptors, groups of
/// coroutines. Includes nothing of the other rooms. This page only says what is where:
///   error.hpp         errc, error, result<T>: how an expected failure travels
///   clock.hpp         the seam for time; system_clock.hpp is the real one, tests/support has a fake one
///   pause_aware_clock.hpp  a clock that stands still while the process does
///   duration.hpp      "1m30s" <-> milliseconds, the one notation in settings, log and screens
///   limits.hpp        every limit of the agent, by name
///   log.hpp           the logger: text for people, JSON lines for machines, no secret in either
///   log_sink.hpp      where its lines go: to a descriptor, without ever waiting for its reader
///   secret.hpp        tokens, as a type that cannot be printed
///   redactor.hpp      hides the secrets of one run in whatever leaves the agent
///   masked_text.hpp   addresses and assignments without what is secret in them
///   secret_names.hpp  which variables hold a secret, and how one may be shown
///   backoff.hpp       how long to wait before trying again
///   rate_limiter.hpp  at most N per second
///   slot_pool.hpp     places among connections and followers, and who has to go when all are taken
///   json.hpp          reading JSON that others wrote, without trusting it
///   json_text.hpp     writing it: numbers in plain digits
///   decimal.hpp       numbers with a fraction, as text and back
///   whole_number.hpp  numbers without one, as programs write them
///   byte_order_mark.hpp  what some texts begin with, and says nothing
///   text.hpp          a text without the blanks around it
///   variable_text.hpp what an environment variable says, without what an env file left around it
///   file_text.hpp     what a regular file holds, up to a limit
///   fd.hpp            a descriptor that closes itself
///   descriptor_closer.hpp  closes what somebody else opened, and waits for nobody
///   detached_call.hpp  runs what may never return on a thread that nobody waits for
///   received_message.hpp  one message of a unix socket, with its sender and its descriptors
///   unix_address.hpp  where a unix socket is, as a path or as an abstract name
///   task_group.hpp    coroutines that are counted, cancelled together, and whose failures are logged
///   nearest.hpp       "did you mean": the known word nearest to an unknown one
///   port_name.hpp     which port of the platform's mapping a name means
///   terminal_text.hpp what a stranger wrote, as a terminal can take it
///   trusted_path.hpp  opens a file past no link of a stranger's
