#include "emulator/api/fault_request.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"
#include "emulator/api/route_table.hpp"

#include <boost/json.hpp>

#include <array>

namespace gamekeeper::emulator {

namespace json = boost::json;
namespace limits = base::limits;

namespace {

constexpr auto optional = presence::optional;

bool can_fail(std::string_view operation) {
  for (const auto& each : all_routes())
    if (each.who != access::admin && each.name == operation) return true;
  return false;
}

std::string operations_that_can_fail() {
  std::string names;
  for (const auto& each : all_routes())
    if (each.who != access::admin) names.append(names.empty() ? "" : ", ").append(each.name);
  return names + ", *";
}

/// The member's text when it is one of `words`; a problem that lists them otherwise.
std::string one_of(const fields& given, std::string_view key, std::initializer_list<std::string_view> words) {
  const auto text = given.text(key, optional, limits::emulator_name_bytes);
  if (!text) return "";
  std::string names;
  for (const auto each : words) {
    if (each == *text) return *text;
    names.append(names.empty() ? "" : ", ").append(each);
  }
  given.add_problem(key, "'" + *text + "' is none of " + names);
  return "";
}

std::optional<base::duration> read_duration(const fields& given, std::string_view key) {
  const auto text = given.text(key, optional, limits::emulator_name_bytes);
  if (!text) return std::nullopt;
  const auto parsed = base::parse_duration(*text);
  if (parsed) return *parsed;
  given.add_problem(key, parsed.error().message());
  return std::nullopt;
}

void read_place(const fields& given, fault& into) {
  const auto tls = one_of(given, "tls", {"stall", "wrong_certificate"});
  const auto webhooks = one_of(given, "webhooks", {"lose"});
  const auto operation = given.text("operation", optional, limits::emulator_name_bytes);
  into.deployment = given.text("deployment", optional, limits::emulator_name_bytes).value_or("");
  if (!tls.empty() && !webhooks.empty()) given.add_problem("webhooks", "cannot be in one fault with tls");
  if (!tls.empty()) {
    into.place = fault_place::tls;
    into.tls = tls == "stall" ? tls_fault::stall : tls_fault::wrong_certificate;
    if (!into.deployment.empty())
      given.add_problem("deployment", "of a new connection nobody knows whose it is");
  } else if (!webhooks.empty()) {
    into.place = fault_place::webhook;
  }
  if (into.place != fault_place::answer) {
    if (operation) given.add_problem("operation", "is for answers; tls and webhooks are of none");
  } else if (!operation) {
    given.add_problem("operation", "is required: one of " + operations_that_can_fail());
  } else if (*operation != "*") {
    into.operation = *operation;
    if (!can_fail(*operation))
      given.add_problem("operation", "'" + *operation + "' is none of " + operations_that_can_fail());
  }
}

/// Whether it says what happens.
bool read_effect(const fields& given, fault& into) {
  const auto status = given.integer("status", optional, 200, 599);
  const auto delay = given.integer("delay_ms", optional, 0, limits::emulator_fault_delay_max.count());
  const bool cut = !one_of(given, "body", {"cut"}).empty();
  const bool reset = !one_of(given, "connection", {"reset"}).empty();
  into.rate_limited = given.boolean("rate_limit", optional).value_or(false);
  if (status) into.status = static_cast<int>(*status);
  into.delay = base::duration(delay.value_or(0));
  if (cut) into.delivery = net::answer_delivery::cut;
  if (reset) into.delivery = net::answer_delivery::reset;
  if (status && into.rate_limited) given.add_problem("rate_limit", "is a status of its own: 429");
  return status || delay || cut || reset || into.rate_limited || into.place != fault_place::answer;
}

}  // namespace

fault read_fault(const fields& given, std::vector<problem>& problems) {
  static constexpr std::array<std::string_view, 13> known{
      "operation",  "deployment", "status",   "count",       "delay_ms", "body", "connection",
      "rate_limit", "tls",        "webhooks", "probability", "after",    "for"};
  fault made;
  given.allow_only(known);
  if (!given.is_object()) return made;
  const auto before = problems.size();
  read_place(given, made);
  const bool says_what = read_effect(given, made);
  const auto probability = given.number("probability", optional, 0, 1);
  const auto count = given.integer("count", optional, 0, limits::emulator_fault_count);
  made.probability = probability.value_or(1);
  if (count)
    made.count = static_cast<int>(*count);
  else if (!probability)
    made.count = 1;
  made.after = read_duration(given, "after").value_or(base::duration(0));
  made.lasting = read_duration(given, "for");
  if (problems.size() == before && !says_what && made.count != 0)
    problems.push_back({given.pointer(),
                        "a fault needs status, rate_limit, delay_ms, body, connection or more of "
                        "them; count 0 removes it"});
  return made;
}

json::object fault_view(const fault& what) {
  json::object view;
  if (what.place == fault_place::answer) view["operation"] = what.operation.empty() ? "*" : what.operation;
  if (what.place == fault_place::webhook) view["webhooks"] = "lose";
  if (what.tls != tls_fault::none) view["tls"] = what.tls == tls_fault::stall ? "stall" : "wrong_certificate";
  if (!what.deployment.empty()) view["deployment"] = what.deployment;
  if (what.status) view["status"] = *what.status;
  if (what.rate_limited) view["rate_limit"] = true;
  if (what.delay > base::duration(0)) view["delay_ms"] = what.delay.count();
  if (what.delivery == net::answer_delivery::cut) view["body"] = "cut";
  if (what.delivery == net::answer_delivery::reset) view["connection"] = "reset";
  if (what.count) view["count"] = *what.count;
  if (what.probability < 1) view["probability"] = what.probability;
  if (what.after > base::duration(0)) view["after"] = base::format_duration(what.after);
  if (what.lasting) view["for"] = base::format_duration(*what.lasting);
  return view;
}

base::result<scenario> parse_scenario(std::string_view text) {
  static constexpr std::array<std::string_view, 2> known{"seed", "faults"};
  json::parse_options options;
  options.allow_comments = true;
  options.max_depth = limits::json_depth;
  boost::system::error_code ec;
  const auto parsed = json::parse(json::string_view(text.data(), text.size()), ec, {}, options);
  if (ec) return base::error(base::errc::malformed, "not JSON: " + ec.message());
  std::vector<problem> problems;
  const fields root(parsed, problems);
  root.allow_only(known);
  scenario made;
  if (const auto seed = root.integer("seed", optional, 0, INT64_MAX))
    made.seed = static_cast<std::uint64_t>(*seed);
  const auto* faults = root.array("faults", presence::required);
  for (std::size_t i = 0; faults && i < faults->size(); ++i)
    made.faults.push_back(
        read_fault(fields((*faults)[i], problems, "/faults/" + std::to_string(i)), problems));
  if (made.faults.size() > limits::emulator_faults)
    root.add_problem("faults", "at most " + std::to_string(limits::emulator_faults) + " faults are allowed");
  if (!problems.empty()) return base::error(base::errc::invalid_input, to_text(problems));
  return made;
}

}  // namespace gamekeeper::emulator
