#include "base/port_name.hpp"

namespace gamekeeper::base {

namespace {

/// For a message: no control character, and no more than a name needs.
std::string in_quotes(std::string_view text) {
  constexpr std::size_t shown = 64;
  std::string quoted = "'";
  for (const char c : text.substr(0, shown))
    quoted += static_cast<unsigned char>(c) < ' ' || c == 0x7f ? '?' : c;
  return quoted + (text.size() > shown ? "…'" : "'");
}

}  // namespace

std::string port_as_variable(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    text += (upper >= 'A' && upper <= 'Z') || (upper >= '0' && upper <= '9') ? upper : '_';
  }
  return text;
}

std::optional<std::size_t> find_port_name(std::string_view wanted, std::span<const std::string> names) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == wanted) return i;
  const auto variable = port_as_variable(wanted);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (port_as_variable(names[i]) == variable) return i;
  return std::nullopt;
}

std::string no_such_port(std::string_view wanted, std::span<const std::string> names,
                         std::string_view unwritable) {
  std::string known;
  for (const auto& each : names) {
    const bool writable = each.find_first_of(unwritable) == std::string::npos;
    known.append(known.empty() ? "" : ", ").append(in_quotes(writable ? each : port_as_variable(each)));
  }
  return "the platform's mapping has no port named " + in_quotes(wanted) +
         (known.empty() ? ", it is empty" : "; there are " + known);
}

}  // namespace gamekeeper::base
