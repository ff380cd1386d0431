#pragma once

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace gamekeeper::base {

/// A whole number as programs write it: "3", "-3", "3.0", "3e0", with blanks, tabs or line ends around it, in double
/// quotes, behind a byte order mark. Nothing else: no '+', no "3.5". Every number of 64 bits is exact when it has no
/// fraction and no exponent; with one, below 2^53. Games, plugins and platforms are read by this one rule.
std::optional<std::int64_t> parse_whole_number(std::string_view text);

/// The same for a value of JSON: a number without a fraction, or a string that parse_whole_number() reads.
std::optional<std::int64_t> whole_number_of(const boost::json::value& value);

}  // namespace gamekeeper::base
