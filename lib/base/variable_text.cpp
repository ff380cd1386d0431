#include "base/variable_text.hpp"

#include "base/text.hpp"

namespace gamekeeper::base {

std::string_view variable_text(std::string_view value) noexcept {
  value = trimmed(value);
  if (value.empty()) return {};
  const char quote = value.front();
  if ((quote != '"' && quote != '\'') || value.size() < 2 || value.find(quote, 1) != value.size() - 1)
    return value;
  return value.substr(1, value.size() - 2);
}

}  // namespace gamekeeper::base
