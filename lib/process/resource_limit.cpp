#include "process/resource_limit.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

namespace gamekeeper::process {

namespace {

struct named_resource {
  std::string_view name;
  int number;
};

/// The names of limits.conf(5) and prlimit(1).
constexpr std::array<named_resource, 16> resources{{{"as", RLIMIT_AS},
                                                    {"core", RLIMIT_CORE},
                                                    {"cpu", RLIMIT_CPU},
                                                    {"data", RLIMIT_DATA},
                                                    {"fsize", RLIMIT_FSIZE},
                                                    {"locks", RLIMIT_LOCKS},
                                                    {"memlock", RLIMIT_MEMLOCK},
                                                    {"msgqueue", RLIMIT_MSGQUEUE},
                                                    {"nice", RLIMIT_NICE},
                                                    {"nofile", RLIMIT_NOFILE},
                                                    {"nproc", RLIMIT_NPROC},
                                                    {"rss", RLIMIT_RSS},
                                                    {"rtprio", RLIMIT_RTPRIO},
                                                    {"rttime", RLIMIT_RTTIME},
                                                    {"sigpending", RLIMIT_SIGPENDING},
                                                    {"stack", RLIMIT_STACK}}};

base::error refused(std::string message) {
  return base::error(base::errc::invalid_input, std::move(message));
}

base::error no_such_resource(std::string_view name) {
  std::string message = "'" + std::string(name) + "' is no limit; there are";
  for (const auto& each : resources) message.append(" ").append(each.name);
  return refused(std::move(message));
}

std::optional<rlim_t> amount(std::string_view text) {
  if (text == "unlimited") return RLIM_INFINITY;
  rlim_t number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

base::result<resource_limit> parse_resource_limit(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos)
    return refused("has no '='; write it as nofile=4096 or nofile=1024:4096");
  const auto name = text.substr(0, equals);
  const auto known = std::find_if(resources.begin(), resources.end(),
                                  [name](const named_resource& each) { return each.name == name; });
  if (known == resources.end()) return no_such_resource(name);
  const auto amounts = text.substr(equals + 1);
  const auto colon = amounts.find(':');
  const auto soft = amount(amounts.substr(0, colon));
  const auto hard = colon == std::string_view::npos ? soft : amount(amounts.substr(colon + 1));
  if (!soft || !hard) return refused("an amount is a whole number or 'unlimited'");
  if (*soft > *hard) return refused("the soft limit, which comes first, is above the hard one");
  return resource_limit{known->number, {*soft, *hard}};
}

std::string_view resource_name(int resource) noexcept {
  for (const auto& each : resources)
    if (each.number == resource) return each.name;
  return "unknown";
}

}  // namespace gamekeeper::process
