#pragma once

#include <string>
#include <string_view>

namespace gamekeeper::base {

/// Whether a variable of that name holds something that should not be read by others: a word such as TOKEN,
/// SECRET, PASSWORD or KEY in it, or MM_*, whose values carry players' addresses.
bool names_a_secret(std::string_view variable);

/// The value of a variable as others may have it: "*** (32 bytes)" for a secret and for the platform's addresses that
/// end a deployment or tell about one, and "***" for a user and password in an address.
std::string shown_value(std::string_view name, std::string_view value);

/// "NAME=VALUE" with that value, for a terminal: control characters as '?', and at most `columns` bytes of the value.
std::string shown_variable(std::string_view entry, std::size_t columns = 200);

}  // namespace gamekeeper::base
