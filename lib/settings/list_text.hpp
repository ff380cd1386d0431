#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::settings {

/// A list written as one text, as a variable holds it: "a,b", or a JSON array of strings when it begins with
/// '[', for texts that hold commas themselves. Spaces around a comma belong to neither side. An empty text is
/// the empty list.
base::result<std::vector<std::string>> parse_list(std::string_view text);

/// The JSON array: parse_list() gives back exactly these, whatever they hold.
std::string write_list(const std::vector<std::string>& items);

/// The shorter form where it says the same, else the JSON array: for people.
std::string show_list(const std::vector<std::string>& items);

}  // namespace gamekeeper::settings
