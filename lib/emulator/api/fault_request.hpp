#pragma once

#include "base/error.hpp"
#include "emulator/api/faults.hpp"
#include "emulator/reading/fields.hpp"

#include <boost/json/fwd.hpp>

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// One fault as PUT /_emulator/faults and a scenario write it:
///   operation    "status", …, or "*"; required unless tls or webhooks is given
///   deployment   a request id; absent: any
///   status       200 to 599, answered in place of doing anything
///   rate_limit   true: 429 with Retry-After, in place of doing anything
///   delay_ms     before the answer goes out
///   body         "cut": half of it
///   connection   "reset": no answer
///   tls          "stall" or "wrong_certificate", of new connections
///   webhooks     "lose": not sent
///   count        so many times, 1 unless there is a probability; 0 removes the fault
///   probability  0 to 1, of each occasion; without a count until it is removed
///   after, for   "10s": when it begins, and how long it holds
/// Only good when no problem was added.
fault read_fault(const fields& given, std::vector<problem>& problems);
boost::json::object fault_view(const fault& what);

/// What `--scenario FILE` holds, JSON with // comments: {"seed": 42, "faults": [{…}, …]}. invalid_input names
/// everything that is wrong by its JSON pointer.
struct scenario {
  std::optional<std::uint64_t> seed;
  std::vector<fault> faults;
};
base::result<scenario> parse_scenario(std::string_view text);

}  // namespace gamekeeper::emulator
