#include "fleet/deploy_requests.hpp"

#include <charconv>

namespace gamekeeper::fleet {

namespace {

base::error wrong(const std::string& word, const std::string& expected) {
  return base::error(base::errc::invalid_input, "'" + word + "': expected " + expected);
}

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == by)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

base::result<void> add_variables(const std::vector<std::string>& words, bool hidden,
                                 std::vector<edgegap::environment_variable>& into) {
  for (const auto& word : words) {
    const auto equals = word.find('=');
    // Only the key is repeated: the value may be a secret.
    if (equals == std::string::npos || equals == 0) return wrong(word.substr(0, equals), "KEY=VALUE");
    into.emplace_back(word.substr(0, equals), word.substr(equals + 1), hidden);
  }
  return {};
}

base::result<edgegap::location_filter> filter_of(const std::string& word) {
  constexpr edgegap::location_field fields[] = {edgegap::location_field::city,
                                                edgegap::location_field::country,
                                                edgegap::location_field::continent,
                                                edgegap::location_field::region,
                                                edgegap::location_field::administrative_division,
                                                edgegap::location_field::location_tags};
  const auto equals = word.find('=');
  const bool turned = equals != std::string::npos && equals > 0 && word[equals - 1] == '!';
  const auto name = word.substr(0, equals == std::string::npos ? equals : equals - (turned ? 1 : 0));
  for (const auto field : fields) {
    if (equals == std::string::npos || edgegap::to_string(field) != name) continue;
    auto values = split(word.substr(equals + 1), ',');
    return edgegap::location_filter(
        field, edgegap::value_filter(turned ? edgegap::match_kind::none : edgegap::match_kind::any,
                                     std::move(values)));
  }
  return wrong(word,
               "FIELD=VALUE[,VALUE…] or FIELD!=…, with city, country, continent, region, "
               "administrative_division or location_tags");
}

}  // namespace

base::result<edgegap::fleet_deploy_request> to_request(const deploy_options& options) {
  edgegap::fleet_deploy_request request;
  request.application = options.application;
  request.version = options.version;
  for (const auto& ip : options.ips) request.users.emplace_back(edgegap::user_address(ip));
  for (const auto& word : options.places) {
    const auto parts = split(word, ',');
    const auto latitude = number(parts.front()), longitude = number(parts.back());
    if (parts.size() != 2 || !latitude || !longitude)
      return wrong(word, "LAT,LON in degrees, e.g. 45.5,-73.6");
    request.users.emplace_back(edgegap::user_position(*latitude, *longitude));
  }
  if (auto added = add_variables(options.environment, false, request.environment); !added)
    return added.error();
  if (auto added = add_variables(options.hidden_environment, true, request.environment); !added)
    return added.error();
  request.tags = options.tags;
  request.private_host_ids = options.hosts;
  if (options.cached_only) request.require_cached_locations = true;
  if (options.cpu_units || options.memory_mib)
    request.resources =
        edgegap::deploy_resources{options.cpu_units.value_or(0), options.memory_mib.value_or(0)};
  request.webhook_on_ready = options.webhook_on_ready;
  request.webhook_on_error = options.webhook_on_error;
  request.webhook_on_terminated = options.webhook_on_terminated;
  return request;
}

base::result<edgegap::deploy_v1_request> to_request(const deploy_v1_options& options) {
  edgegap::deploy_v1_request request;
  request.app_name = options.application;
  if (!options.version.empty()) request.version_name = options.version;
  if (!options.ips.empty() && !options.places.empty())
    return base::error(base::errc::invalid_input, "--ip and --at exclude each other with v1");
  if (options.places.empty()) {
    request.users = options.ips;
  } else {
    std::vector<edgegap::placed_address> users;
    for (const auto& word : options.places) {
      const auto parts = split(word, ',');
      const auto latitude = parts.size() == 3 ? number(parts[1]) : std::nullopt;
      const auto longitude = parts.size() == 3 ? number(parts[2]) : std::nullopt;
      if (!latitude || !longitude) return wrong(word, "IP,LAT,LON, e.g. 203.0.113.7,45.5,-73.6");
      users.emplace_back(parts[0], *latitude, *longitude);
    }
    request.users = std::move(users);
  }
  for (const auto& word : options.filters) {
    auto filter = filter_of(word);
    if (!filter) return filter.error();
    request.filters.push_back(std::move(*filter));
  }
  if (auto added = add_variables(options.environment, false, request.env_vars); !added) return added.error();
  if (auto added = add_variables(options.hidden_environment, true, request.env_vars); !added)
    return added.error();
  request.tags = options.tags;
  request.webhook_url = options.webhook_url;
  if (!options.log_storage.empty())
    request.log_storage = edgegap::container_log_storage{true, options.log_storage};
  request.command = options.command;
  request.arguments = options.arguments;
  request.skip_telemetry = options.skip_telemetry;
  request.is_public_app = options.is_public_app;
  request.telemetry_profile_uuid_list = options.telemetry_profiles;
  request.ap_sort_strategy = options.sort_strategy;
  return request;
}

}  // namespace gamekeeper::fleet
