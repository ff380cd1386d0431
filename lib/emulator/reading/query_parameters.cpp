#include "emulator/reading/query_parameters.hpp"

#include "net/url.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace gamekeeper::emulator {

namespace {

base::result<std::string> form_decode(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return net::percent_decode(spaced);
}

}  // namespace

query_parameters::query_parameters(std::string_view raw, std::vector<problem>& problems)
    : problems_(&problems) {
  while (!raw.empty()) {
    const auto pair = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(pair.size() + 1, raw.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = form_decode(pair.substr(0, equals));
    const auto value = form_decode(pair.substr(std::min(equals + 1, pair.size())));
    if (name && value)
      values_[*name] = *value;
    else
      problems_->push_back(
          {"?" + std::string(pair.substr(0, equals)), (name ? value.error() : name.error()).message()});
  }
}

std::optional<std::string> query_parameters::text(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::int64_t> query_parameters::integer(const std::string& name, std::int64_t least,
                                                      std::int64_t most) const {
  const auto given = text(name);
  if (!given) return std::nullopt;
  std::int64_t value = 0;
  const auto* last = given->data() + given->size();
  const auto [end, ec] = std::from_chars(given->data(), last, value);
  if (ec == std::errc() && end == last && value >= least && value <= most) return value;
  add_problem(name, "expected a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                        ", found '" + *given + "'");
  return std::nullopt;
}

std::optional<bool> query_parameters::boolean(const std::string& name) const {
  const auto given = text(name);
  if (!given) return std::nullopt;
  std::string lower;
  for (const unsigned char c : *given) lower += static_cast<char>(std::tolower(c));
  if (lower == "true" || lower == "1") return true;
  if (lower == "false" || lower == "0") return false;
  add_problem(name, "expected true or false, found '" + *given + "'");
  return std::nullopt;
}

void query_parameters::add_problem(const std::string& name, std::string what) const {
  problems_->push_back({"?" + name, std::move(what)});
}

}  // namespace gamekeeper::emulator
