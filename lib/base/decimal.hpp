#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::base {

/// The shortest text that reads back as the same number: "0.1", "1.5e-07", "-3", "inf", "nan".
/// std::to_chars does this too, with 130 KB of tables.
std::string decimal(double number);

/// "12", "-0.5", "1e3", and nothing else: no sign '+', no space, no "inf". Too large is infinite.
std::optional<double> parse_decimal(std::string_view text);

}  // namespace gamekeeper::base
