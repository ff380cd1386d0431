#include "emulator/state/deployment_record.hpp"

#include "base/json.hpp"
#include "base/json_text.hpp"
#include "emulator/reading/location_reader.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator {

namespace json = boost::json;

namespace {

std::int64_t number(base::wall_time when) {
  return when.time_since_epoch().count();
}

base::wall_time moment(std::int64_t milliseconds) {
  return base::wall_time(base::duration(milliseconds));
}

template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::value time_or_null(const std::optional<base::wall_time>& when) {
  return when ? json::value(number(*when)) : json::value(nullptr);
}

json::object exit_view(const process::exit_status& status) {
  return {{"code", status.code}, {"signal", status.signal}, {"core", status.core_dumped}};
}

json::object container_view(const container_record& c) {
  json::object view{
      {"pid", c.pid},           {"start_ticks", c.start_ticks}, {"restart_count", c.restart_count},
      {"log_file", c.log_file}, {"run_from", c.run_from},       {"out_of_memory", c.out_of_memory}};
  if (c.last_exit) view["last_exit"] = exit_view(*c.last_exit);
  if (!c.crash) return view;
  auto& crash = view["crash"].emplace_object();
  crash = {{"message", c.crash->message}, {"from", c.crash->output.from}, {"to", c.crash->output.to}};
  if (c.crash->status) crash["status"] = exit_view(*c.crash->status);
  return view;
}

json::array ports_view(const deployment& d) {
  json::array all;
  for (const auto& p : d.ports)
    all.push_back(json::object{
        {"name", p.name}, {"internal", p.internal}, {"external", p.external}, {"protocol", p.protocol}});
  return all;
}

json::array tags_view(const deployment& d) {
  json::array all;
  for (const auto& t : d.tags)
    all.push_back(
        json::object{{"name", t.name}, {"created", number(t.created)}, {"updated", number(t.updated)}});
  return all;
}

// What we have written ourselves is read with exceptions: any that is thrown makes the record malformed.
const json::value* member(const json::object& from, std::string_view key) {
  const auto* found = from.if_contains(key);
  return found && !found->is_null() ? found : nullptr;
}

std::string text(const json::object& from, std::string_view key) {
  return std::string(from.at(key).as_string());
}

template <class Number>
Number integer(const json::object& from, std::string_view key) {
  return from.at(key).to_number<Number>();
}

std::optional<base::wall_time> maybe_time(const json::object& from, std::string_view key) {
  const auto* found = member(from, key);
  return found ? std::optional(moment(found->to_number<std::int64_t>())) : std::nullopt;
}

std::optional<std::string> maybe_text(const json::object& from, std::string_view key) {
  const auto* found = member(from, key);
  return found ? std::optional(std::string(found->as_string())) : std::nullopt;
}

deployment_status status(const std::string& name) {
  const auto parsed = parse_status(name);
  if (!parsed) throw std::invalid_argument("no status: " + name);
  return *parsed;
}

process::exit_status exit_of(const json::object& from) {
  return {integer<int>(from, "code"), integer<int>(from, "signal"), from.at("core").as_bool()};
}

container_record container_of(const json::object& from) {
  container_record c;
  c.pid = integer<pid_t>(from, "pid");
  c.start_ticks = integer<std::uint64_t>(from, "start_ticks");
  c.restart_count = integer<int>(from, "restart_count");
  c.log_file = text(from, "log_file");
  c.run_from = integer<std::uint64_t>(from, "run_from");
  c.out_of_memory = from.at("out_of_memory").as_bool();
  if (const auto* last = member(from, "last_exit")) c.last_exit = exit_of(last->as_object());
  if (const auto* found = member(from, "crash")) {
    const auto& crash = found->as_object();
    auto& made = c.crash.emplace();
    made.message = text(crash, "message");
    made.output = {integer<std::uint64_t>(crash, "from"), integer<std::uint64_t>(crash, "to")};
    if (const auto* how = member(crash, "status")) made.status = exit_of(how->as_object());
  }
  return c;
}

void read_lists(const json::object& from, deployment& d) {
  for (const auto& word : from.at("command").as_array()) d.command.emplace_back(word.as_string());
  for (const auto& [name, value] : from.at("environment").as_object())
    d.environment[std::string(name)] = std::string(value.as_string());
  for (const auto& each : from.at("ports").as_array()) {
    const auto& port = each.as_object();
    d.ports.push_back({text(port, "name"), integer<std::uint16_t>(port, "internal"),
                       integer<std::uint16_t>(port, "external"), text(port, "protocol")});
  }
  for (const auto& each : from.at("tags").as_array()) {
    const auto& tag = each.as_object();
    d.tags.push_back({text(tag, "name"), moment(integer<std::int64_t>(tag, "created")),
                      moment(integer<std::int64_t>(tag, "updated"))});
  }
}

void read_identity(const json::object& from, deployment& d) {
  d.request_id = text(from, "request_id");
  d.stop_key = text(from, "stop_key");
  d.context_key = text(from, "context_key");
  d.delete_token = base::secret(text(from, "delete_token"));
  d.context_token = base::secret(text(from, "context_token"));
  d.command_override = maybe_text(from, "command_override");
  d.arguments_override = maybe_text(from, "arguments_override");
  d.cpu_units = integer<int>(from, "cpu_units");
  d.memory_mb = integer<int>(from, "memory_mb");
  std::vector<problem> problems;
  d.place = read_location(fields(from.at("place"), problems));
  if (!problems.empty()) throw std::invalid_argument(to_text(problems));
  d.public_ip = text(from, "public_ip");
  d.host_id = text(from, "host_id");
  d.webhooks = {text(from, "webhook_ready"), text(from, "webhook_error"), text(from, "webhook_terminated")};
}

void read_state(const json::object& from, deployment& d, base::wall_time wall, base::time_point now) {
  d.status = status(text(from, "status"));
  if (const auto last = maybe_text(from, "last_status")) d.last_status = status(*last);
  d.error_detail = maybe_text(from, "error_detail");
  d.stop_pending = from.at("stop_pending").as_bool();
  if (const auto* usage = member(from, "sockets_usage")) d.sockets_usage = usage->to_number<int>();
  d.created_at = moment(integer<std::int64_t>(from, "created_at"));
  d.ready_at = maybe_time(from, "ready_at");
  d.stopping_since = maybe_time(from, "stopping_since");
  d.removed_at = maybe_time(from, "removed_at");
  const auto back = [wall, now](base::wall_time when) {
    return now - std::max(base::duration(0), wall - when);
  };
  if (d.ready_at) d.ready_since = back(*d.ready_at);
  if (d.removed_at) d.ended_at = back(*d.removed_at);
  d.container = container_of(from.at("container").as_object());
}

}  // namespace

std::string to_record(const deployment& d) {
  json::object environment;
  for (const auto& [name, value] : d.environment) environment[name] = value;
  json::object record{{"request_id", d.request_id},
                      {"stop_key", d.stop_key},
                      {"context_key", d.context_key},
                      {"delete_token", d.delete_token.reveal()},
                      {"context_token", d.context_token.reveal()},
                      {"application", d.version->application},
                      {"version", d.version->version},
                      {"command", json::array(d.command.begin(), d.command.end())},
                      {"command_override", or_null(d.command_override)},
                      {"arguments_override", or_null(d.arguments_override)},
                      {"environment", std::move(environment)},
                      {"ports", ports_view(d)},
                      {"tags", tags_view(d)},
                      {"cpu_units", d.cpu_units},
                      {"memory_mb", d.memory_mb},
                      {"place", location_view(d.place)},
                      {"public_ip", d.public_ip},
                      {"host_id", d.host_id},
                      {"webhook_ready", d.webhooks.ready},
                      {"webhook_error", d.webhooks.error},
                      {"webhook_terminated", d.webhooks.terminated}};
  record["status"] = name_of(d.status);
  record["last_status"] = d.last_status ? json::value(name_of(*d.last_status)) : json::value(nullptr);
  record["error_detail"] = or_null(d.error_detail);
  record["stop_pending"] = d.stop_pending;
  record["sockets_usage"] = or_null(d.sockets_usage);
  record["created_at"] = number(d.created_at);
  record["ready_at"] = time_or_null(d.ready_at);
  record["stopping_since"] = time_or_null(d.stopping_since);
  record["removed_at"] = time_or_null(d.removed_at);
  record["container"] = container_view(d.container);
  return base::json_text(record);
}

base::result<restored_deployment> from_record(std::string_view text_of_it, base::wall_time wall,
                                              base::time_point now) {
  const auto parsed = base::parse_json(text_of_it);
  if (!parsed) return parsed.error();
  try {
    const auto& record = parsed->as_object();
    restored_deployment restored;
    read_identity(record, restored.made);
    read_lists(record, restored.made);
    read_state(record, restored.made, wall, now);
    restored.application = text(record, "application");
    restored.version = text(record, "version");
    return restored;
  } catch (const std::exception& e) {
    return base::error(base::errc::malformed, std::string("no record of a deployment: ") + e.what());
  }
}

}  // namespace gamekeeper::emulator
