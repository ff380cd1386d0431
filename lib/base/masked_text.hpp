#pragma once

#include <string>
#include <string_view>

/// Texts that can hold a secret, as they may be shown.
namespace gamekeeper::base {

/// "NAME=VALUE" as "NAME=***".
std::string mask_assignment(std::string_view text);

/// Everything from an address on loses what may open something: "post=https://me:pw@host/path?key=1" becomes
/// "post=https://***@host/***". A text without an address stays as it is.
std::string mask_address(std::string_view text);

/// An absolute path as it is and anything else as "***": a token may have been given in place of the path to it.
std::string mask_unless_path(std::string_view text);

}  // namespace gamekeeper::base
