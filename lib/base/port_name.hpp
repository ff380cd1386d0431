#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gamekeeper::base {

/// A port's name as the platform writes it into the names of its variables: upper case, and '_' for all that is
/// neither a letter nor a digit of ASCII. "Game Port" is GAME_PORT.
std::string port_as_variable(std::string_view name);

/// Which of `names` a setting means by `wanted`: the one that is written so, else the first that is the same as a
/// variable. Wherever a setting takes a port's name, it is looked up here.
std::optional<std::size_t> find_port_name(std::string_view wanted, std::span<const std::string> names);

/// "'X' is no port of the platform's mapping; there are 'Game Port', 'query'", or that there are none. A name that
/// has one of the bytes `unwritable` in it, or none at all, is shown as a variable, since a setting cannot have it
/// otherwise.
std::string no_such_port(std::string_view wanted, std::span<const std::string> names,
                         std::string_view unwritable);

}  // namespace gamekeeper::base
