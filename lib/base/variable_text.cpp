#include "base/variable_text.hpp"

namespace gamekeeper::base {

std::string_view variable_text(std::string_view value) noexcept {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = value.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  value = value.substr(first, value.find_last_not_of(blanks) - first + 1);
  const char quote = value.front();
  if ((quote != '"' && quote != '\'') || value.size() < 2 || value.find(quote, 1) != value.size() - 1)
    return value;
  return value.substr(1, value.size() - 2);
}

}  // namespace gamekeeper::base
