#pragma once

#include "base/clock.hpp"
#include "edgegap/messages/deployment.hpp"
#include "edgegap/messages/deployment_list.hpp"
#include "edgegap/messages/fleet_hosts.hpp"
#include "edgegap/messages/locations.hpp"
#include "edgegap/messages/metrics.hpp"
#include "edgegap/messages/tags.hpp"
#include "fleet/screen.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace gamekeeper::fleet {

/// Answers as a person wants to see them. `now` is what times are relative to.
void show_deployment(const screen& to, const edgegap::deployment& one, base::wall_time now);
/// The same as it was asked for: the answer as it came, the id alone, or the screen.
void show_answer(const screen& to, const edgegap::decoded_response<edgegap::deployment>& answer,
                 base::wall_time now);
void show_deployments(const screen& to, std::span<const edgegap::listed_deployment> all, base::wall_time now);
/// How much of a list a table has shown, on stderr, so that a table in a pipe stays one: "3 deployments", or "50 of 120
/// deployments: page 2 of 3". Nothing where the platform says no total, or one that cannot be right.
void show_total(const screen& to, std::size_t shown, const edgegap::page_position& last,
                std::string_view noun);
void show_locations(const screen& to, std::span<const edgegap::deploy_location> all);
void show_beacons(const screen& to, std::span<const edgegap::beacon> all);
void show_hosts(const screen& to, std::span<const edgegap::fleet_host> all, base::wall_time now);
void show_tags(const screen& to, std::span<const edgegap::deployment_tag> all, base::wall_time now);
/// Of each series: how many points, and the last, least, mean and largest value.
void show_metrics(const screen& to, const edgegap::deployment_metrics& metrics);
/// CPU, memory and network as curves.
void plot_metrics(const screen& to, const edgegap::deployment_metrics& metrics);

tint tint_of(edgegap::deployment_status status) noexcept;

}  // namespace gamekeeper::fleet
