#include "emulator/platform/provisioner.hpp"

#include <set>
#include <utility>

namespace gamekeeper::emulator {

namespace {

constexpr std::size_t request_id_digits = 12;
constexpr std::size_t token_digits = 32;

// The platform's own look like "660" and "463660": a number of at most six digits.
std::string number_from(const random_hex& random) {
  return std::to_string(1 + std::stoul(random(5), nullptr, 16) % 999'999);
}

std::set<std::uint16_t> internal_ports_in_use(deployment_store& store) {
  std::set<std::uint16_t> taken;
  store.for_each([&taken](deployment& d) {
    if (d.ended_at) return;
    for (const auto& port : d.ports) taken.insert(port.internal);
  });
  return taken;
}

/// The specification's example of a command, `echo "hi" && sleep infinity`, is a shell's.
std::vector<std::string> command_of(const app_version& version, const std::optional<std::string>& command,
                                    const std::optional<std::string>& arguments) {
  if (command) return {"/bin/sh", "-c", *command + (arguments ? " " + *arguments : "")};
  if (arguments) return {"/bin/sh", "-c", "exec \"$0\" " + *arguments, version.command.front()};
  return version.command;
}

}  // namespace

provisioner::provisioner(const catalogue& offered, deployment_store& existing, random_hex random,
                         port_probe port_is_free)
    : offered_(offered),
      existing_(existing),
      random_(std::move(random)),
      port_is_free_(std::move(port_is_free)) {}

deployment provisioner::make(deploy_order order, const std::string& data_folder, base::wall_time now) {
  deployment made;
  do made.request_id = random_(request_id_digits);
  while (existing_.find(made.request_id));
  made.stop_key = number_from(random_);
  made.context_key = number_from(random_);
  made.delete_token = base::secret(random_(token_digits));
  made.context_token = base::secret(random_(token_digits));
  made.version = order.version;
  made.environment = std::move(order.environment);
  made.created_at = now;
  for (auto& name : order.tags) made.tags.push_back({std::move(name), made.created_at, made.created_at});
  made.command = command_of(*order.version, order.command, order.arguments);
  made.command_override = std::move(order.command);
  made.arguments_override = std::move(order.arguments);
  made.cpu_units = order.cpu_units.value_or(order.version->cpu_units);
  made.memory_mb = order.memory_mb.value_or(order.version->memory_mb);
  // A version with a capacity has its players counted, from none; without one there is no count, which is not
  // none.
  if (order.version->sockets) made.sockets_usage = 0;
  made.webhooks = std::move(order.webhooks);
  made.place = std::move(order.place);
  made.public_ip = offered_.public_ip;
  choose_host(made, order.hosts);
  made.container.log_file = data_folder + "/" + made.request_id + ".log";
  return made;
}

// "Preferred and prioritized Private Host IDs to try before overflowing to cloud" (v2 specification).
void provisioner::choose_host(deployment& d, const std::vector<const fleet_host*>& preferred) {
  for (const auto* host : preferred) {
    const auto load = load_of(host->host_id);
    if (!host->active || load.cpu_units + d.cpu_units > host->cpu_units ||
        load.memory_mb + d.memory_mb > host->memory_mb)
      continue;
    d.host_id = host->host_id;
    d.place = host->place;
    d.public_ip = host->ip_address;
    return;
  }
}

host_load provisioner::load_of(std::string_view host_id) {
  host_load load;
  existing_.for_each([&](deployment& d) {
    if (d.ended_at || d.host_id != host_id) return;
    load.cpu_units += d.cpu_units;
    load.memory_mb += d.memory_mb;
  });
  return load;
}

// A container has its ports to itself. On one machine the process binds the very port, so a version that
// leaves it open gets one that nobody has, and the outside sees the same number unless the catalogue names
// another.
base::result<void> provisioner::map_ports(deployment& d) {
  auto taken = internal_ports_in_use(existing_);
  for (const auto& wanted : d.version->ports) taken.insert(wanted.internal);
  for (const auto& wanted : d.version->ports) {
    port_mapping mapping{wanted.name, wanted.internal, 0, wanted.protocol};
    if (wanted.internal == 0) {
      const auto found = free_port(offered_.ports, taken, port_is_free_);
      if (!found) {
        d.ports.clear();  // one that never runs must not keep from others what it could not use
        return base::error(base::errc::busy, "no free port between " + std::to_string(offered_.ports.first) +
                                                 " and " + std::to_string(offered_.ports.last) + " for '" +
                                                 wanted.name + "'");
      }
      mapping.internal = *found;
      taken.insert(*found);
    }
    // "If a port is unnamed its name is the internal port as a string" (v1 Swagger of 2024).
    if (mapping.name.empty()) mapping.name = std::to_string(mapping.internal);
    mapping.external = wanted.external.value_or(mapping.internal);
    d.ports.push_back(std::move(mapping));
  }
  return {};
}

}  // namespace gamekeeper::emulator
