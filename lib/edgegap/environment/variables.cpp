#include "edgegap/environment/variables.hpp"

#include "base/limits.hpp"
#include "base/variable_text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace gamekeeper::edgegap {

namespace {

constexpr std::string_view prefix = "ARBITRIUM_";

std::optional<std::int64_t> integer_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

// What may stand in a header's value as one word: anything else would be cut or smuggle a header in.
bool is_token(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

std::string quote(std::string_view text) {
  return "'" + std::string(text.substr(0, 80)) + "'";
}

}  // namespace

variables::variables(std::span<const std::string> name_equals_value_list) {
  for (std::string_view each : name_equals_value_list) {
    if (!each.starts_with(prefix)) continue;
    const auto equals = each.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = each.substr(0, equals);
    auto value = base::variable_text(each.substr(equals + 1));
    if (value.size() > base::limits::variable_bytes) {
      const auto what = "is longer than " + std::to_string(base::limits::variable_bytes) + " bytes";
      warn(name, what, "it is taken as empty");
      value = {};
    }
    values_.emplace(name, value);
  }
}

std::string_view variables::find(std::string_view name) const noexcept {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string_view() : found->second;
}

bool variables::has(std::string_view name) const noexcept {
  return !find(name).empty();
}

std::string variables::text(std::string_view name, std::string_view lost) {
  const auto value = find(name);
  if (!has_control_character(value)) return std::string(value);
  warn(name, "holds a control character", lost);
  return {};
}

base::secret variables::token(std::string_view name, std::string_view lost) {
  const auto value = find(name);
  if (is_token(value)) return base::secret(std::string(value));
  warn(name, "holds a character that no token has", lost);
  return {};
}

std::optional<net::url> variables::trusted_url(std::string_view name, std::string_view lost) {
  const auto value = find(name);
  if (value.empty()) return std::nullopt;
  auto parsed = net::parse_trusted_url(value);
  if (parsed) return std::move(*parsed);
  warn(name, parsed.error().message(), lost);  // which quotes no more than a port or a host
  return std::nullopt;
}

std::optional<int> variables::count(std::string_view name, std::string_view lost) {
  const auto value = find(name);
  if (value.empty()) return std::nullopt;
  const auto number = integer_in(value);
  if (number && *number >= 1 && *number <= 1'000'000'000) return static_cast<int>(*number);
  warn(name, quote(value) + " is not a whole number of at least 1", lost);
  return std::nullopt;
}

std::optional<std::uint16_t> variables::port(std::string_view name, std::string_view lost) {
  const auto value = find(name);
  if (value.empty()) return std::nullopt;
  const auto number = integer_in(value);
  const auto valid = number ? port_number(*number) : std::nullopt;
  if (!valid) warn(name, quote(value) + " is not a port, 1 to 65535", lost);
  return valid;
}

std::optional<bool> variables::flag(std::string_view name, std::string_view lost) {
  const auto value = find(name);
  if (value.empty()) return std::nullopt;
  std::string word(value.substr(0, 8));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (word == "true" || word == "1") return true;
  if (word == "false" || word == "0") return false;
  warn(name, quote(value) + " is neither true nor false", lost);
  return std::nullopt;
}

void variables::warn(std::string_view name, std::string_view what, std::string_view lost) {
  std::string sentence(name.substr(0, 80));
  sentence.append(": ").append(what).append(": ").append(lost);
  warnings_.push_back(std::move(sentence));
}

std::vector<std::string> variables::warnings_without(std::span<const base::secret* const> hidden) const {
  auto all = warnings_;
  for (auto& sentence : all)
    for (const auto* token : hidden) {
      const auto& text = token->reveal();
      if (text.empty()) continue;
      for (auto at = sentence.find(text); at != std::string::npos; at = sentence.find(text, at + 3))
        sentence.replace(at, text.size(), "***");
    }
  keep_first(all);
  return all;
}

}  // namespace gamekeeper::edgegap
