#pragma once

#include "edgegap/client/client.hpp"
#include "edgegap/messages/api_error.hpp"
#include "fleet/screen.hpp"

namespace gamekeeper::fleet {

/// What the program ends with; --help says the same.
enum exit_code : int {
  done = 0,
  ended_otherwise =
      1,  ///< a deployment came to another end than was waited for; or the question was answered no
  usage = 2,
  not_found = 3,
  refused = 4,      ///< the platform answered, and said no
  unreachable = 5,  ///< no usable answer: network, TLS, a 5xx, something that is not the platform
  timed_out = 6,
};

exit_code exit_code_of(const edgegap::api_error& failure) noexcept;
exit_code exit_code_of(base::errc code) noexcept;

/// Says it on stderr, with what can be done about it, and gives the exit code.
exit_code explain(const screen& to, const edgegap::api_error& failure);
/// A stop that was not accepted.
exit_code explain(const screen& to, const edgegap::stop_outcome& outcome);

}  // namespace gamekeeper::fleet
