#include "fleet/views.hpp"

#include "base/terminal_text.hpp"
#include "fleet/plot.hpp"
#include "fleet/relative_time.hpp"
#include "fleet/table.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ostream>

namespace gamekeeper::fleet {

namespace {

using edgegap::deployment_status;

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& each : words) all.append(all.empty() ? "" : ", ").append(each);
  return all;
}

std::string coordinate(std::optional<double> value) {
  if (!value) return "";
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", *value);
  return text;
}

std::string place_of(const edgegap::location& place) {
  std::vector<std::string> parts;
  for (const auto* each : {&place.city, &place.administrative_division, &place.country})
    if (!each->empty()) parts.push_back(*each);
  return joined(parts);
}

std::string port_text(const edgegap::port& one, const std::string& host) {
  auto text = one.name;
  if (one.external) text += "  " + (one.link.empty() ? host + ":" + std::to_string(*one.external) : one.link);
  if (one.internal) text += "  inside " + std::to_string(*one.internal);
  if (!one.protocol.empty()) text += "  " + one.protocol;
  return text;
}

std::string short_ports(const std::vector<edgegap::port>& ports) {
  std::vector<std::string> all;
  for (const auto& each : ports)
    if (each.external)
      all.push_back(std::to_string(*each.external) + (each.protocol.empty() ? "" : "/" + each.protocol));
  return joined(all);
}

std::string lifetime(const edgegap::deployment& one) {
  if (!one.max_duration || one.max_duration->count() <= 0) return one.max_duration ? "no limit" : "";
  auto text = rough(*one.max_duration);
  if (one.elapsed_time && one.status == deployment_status::ready)
    if (const auto left = *one.max_duration - *one.elapsed_time; left.count() > 0)
      text += ", ends in " + rough(left);
  return text;
}

std::string yes_or_no(std::optional<bool> claim) {
  if (!claim) return "";
  return *claim ? "yes" : "no";
}

std::string used_of(std::optional<std::int64_t> used, std::optional<std::int64_t> all) {
  if (!used && !all) return "";
  return (used ? std::to_string(*used) : "?") + "/" + (all ? std::to_string(*all) : "?");
}

}  // namespace

tint tint_of(deployment_status status) noexcept {
  switch (status) {
    case deployment_status::ready:
      return tint::good;
    case deployment_status::error:
      return tint::bad;
    case deployment_status::terminated:
      return tint::faint;
    case deployment_status::unknown:
      return tint::none;
    default:
      return tint::waiting;
  }
}

void show_deployment(const screen& to, const edgegap::deployment& one, base::wall_time now) {
  fact_list facts;
  facts.add("deployment", cell(one.request_id, tint::strong));
  facts.add("status", cell(one.status_text, tint_of(one.status)));
  facts.add("last status", one.last_status_text);
  facts.add("running", yes_or_no(one.running));
  if (one.error || !one.error_detail.empty())
    facts.add("error", cell(one.error_detail.empty() ? "yes" : one.error_detail, tint::bad));
  facts.add("application", one.app_name + (one.app_version.empty() ? "" : " " + one.app_version));
  facts.add("whitelist", one.whitelisting_active ? (*one.whitelisting_active ? "active" : "off") : "");
  facts.add("address", one.fqdn + (one.public_ip.empty() ? "" : " (" + one.public_ip + ")"));
  for (const auto& each : one.ports) facts.add("port", port_text(each, one.fqdn));
  if (one.place) facts.add("location", place_of(*one.place));
  facts.add("started", relative(one.start_time, now));
  if (one.elapsed_time && one.elapsed_time->count() > 0) facts.add("ready for", rough(*one.elapsed_time));
  facts.add("lifetime", lifetime(one));
  facts.add("removed", relative(one.removal_time, now));
  if (one.sockets_usage)
    facts.add("players", std::to_string(*one.sockets_usage) +
                             (one.sockets ? " of " + std::to_string(*one.sockets) : ""));
  facts.add("tags", joined(one.tags));
  if (one.command) facts.add("command", *one.command);
  if (one.arguments) facts.add("arguments", *one.arguments);
  facts.print(to);
}

void show_answer(const screen& to, const edgegap::decoded_response<edgegap::deployment>& answer,
                 base::wall_time now) {
  if (to.json)
    to.verbatim(answer.text);
  else if (to.quiet)
    to.line(base::terminal_text(answer.value.request_id));
  else
    show_deployment(to, answer.value, now);
}

void show_deployments(const screen& to, std::span<const edgegap::listed_deployment> all,
                      base::wall_time now) {
  table rows({"DEPLOYMENT", "READY", "ADDRESS", "PORTS", "STARTED", "TAGS"});
  for (const auto& one : all) {
    const bool ready = one.ready.value_or(false);
    rows.add({one.request_id,
              cell(one.ready ? (ready ? "yes" : "no") : "?", ready ? tint::good : tint::waiting),
              one.fqdn.empty() ? one.public_ip : one.fqdn, short_ports(one.ports),
              relative(one.start_time, now), joined(one.tags)});
  }
  rows.print(to);
}

void show_total(const screen& to, std::size_t shown, const edgegap::page_position& last,
                std::string_view noun) {
  const auto total = last.total.value_or(-1);
  if (total < static_cast<std::int64_t>(shown)) return;
  const bool whole = total == static_cast<std::int64_t>(shown);
  *to.err << (whole ? "" : std::to_string(shown) + " of ") << total << " " << noun << (total == 1 ? "" : "s");
  if (!whole && last.pages) *to.err << ": page " << last.number << " of " << *last.pages;
  *to.err << "\n" << std::flush;
}

void show_locations(const screen& to, std::span<const edgegap::deploy_location> all) {
  // The first column is never cut, and this one is what deploy's --at takes.
  table rows({"LAT,LON", "CITY", "DIVISION", "COUNTRY", "CONTINENT", "TYPE", "TAGS"});
  for (const auto& one : all) {
    std::vector<std::string> tags;
    for (const auto& tag : one.tags) tags.push_back(tag.key + "=" + tag.value);
    rows.add({coordinate(one.place.latitude) + "," + coordinate(one.place.longitude), one.place.city,
              one.place.administrative_division, one.place.country, one.place.continent, one.type,
              joined(tags)});
  }
  rows.print(to);
}

void show_beacons(const screen& to, std::span<const edgegap::beacon> all) {
  table rows({"HOST", "NAME", "UDP", "TCP", "LOCATION"});
  for (const auto& one : all)
    rows.add({one.host, one.fqdn, one.udp_port ? std::to_string(*one.udp_port) : "",
              one.tcp_port ? std::to_string(*one.tcp_port) : "", place_of(one.place)});
  rows.print(to);
}

void show_hosts(const screen& to, std::span<const edgegap::fleet_host> all, base::wall_time now) {
  table rows({"HOST", "STATUS", "CITY", "ADDRESS", "CPU UNITS", "MEMORY MB", "CREATED", "DELETED"});
  for (const auto& one : all) {
    const auto how = one.status == edgegap::host_status::active ? tint::good : tint::waiting;
    rows.add({one.host_id, cell(one.status_text, how), one.city, one.ip_address,
              used_of(one.allocated_cpu_units, one.allocatable_cpu_units),
              used_of(one.allocated_memory_mb, one.allocatable_memory_mb), relative(one.created_at, now),
              one.delete_schedule ? cell(relative(one.delete_schedule->scheduled_at, now), tint::waiting)
                                  : cell("")});
  }
  rows.print(to);
}

void show_tags(const screen& to, std::span<const edgegap::deployment_tag> all, base::wall_time now) {
  table rows({"TAG", "CREATED", "CHANGED"});
  for (const auto& one : all)
    rows.add({one.name, relative(one.create_time, now), relative(one.last_updated, now)});
  rows.print(to);
}

void show_metrics(const screen& to, const edgegap::deployment_metrics& metrics) {
  table rows({"SERIES", "POINTS", "LAST", "LEAST", "MEAN", "MOST"});
  for (const auto& each : all_series(metrics)) {
    double last = 0, least = 0, most = 0, sum = 0;
    std::size_t known = 0;
    for (const auto& point : *each.series) {
      if (!point.value) continue;
      last = *point.value;
      least = known == 0 ? last : std::min(least, last);
      most = known == 0 ? last : std::max(most, last);
      sum += last;
      ++known;
    }
    if (known == 0) continue;
    rows.add({std::string(each.name), std::to_string(known), short_number(last), short_number(least),
              short_number(sum / static_cast<double>(known)), short_number(most)});
  }
  if (rows.empty()) return to.line("nothing was measured");
  rows.print(to);
}

void plot_metrics(const screen& to, const edgegap::deployment_metrics& metrics) {
  const std::pair<const char*, const edgegap::metric_series*> curves[] = {
      {"CPU", &metrics.cpu},
      {"memory", &metrics.memory},
      {"network received", &metrics.network_receive},
      {"network sent", &metrics.network_transmit}};
  const std::size_t columns = to.columns == 0 ? 80 : to.columns;
  for (const auto& [title, series] : curves) {
    const auto lines = plot(title, *series, columns);
    to.line(to.tinted(lines.front(), tint::strong));
    for (std::size_t i = 1; i < lines.size(); ++i) to.line(lines[i]);
  }
}

}  // namespace gamekeeper::fleet
