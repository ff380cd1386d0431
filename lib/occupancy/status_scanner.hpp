#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gamekeeper::occupancy {

/// The number at /players/online of a Minecraft server's status. Nothing else of the text has to be right:
/// plugins write messages of the day that are no JSON (cut surrogates, newlines, Latin-1) or that are nested
/// without measure, and the one number stands there all the same. It may be written as 3, 3.0 or "3"; the last
/// one counts when there are several. Nothing when there is none that is whole and not below 0. Takes one pass and
/// no memory.
std::optional<std::int64_t> find_players_online(std::string_view status);

}  // namespace gamekeeper::occupancy
