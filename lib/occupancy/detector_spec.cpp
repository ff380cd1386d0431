#include "occupancy/detector_spec.hpp"

#include "base/limits.hpp"
#include "base/port_name.hpp"

#include <boost/asio/ip/address_v4.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace gamekeeper::occupancy {

namespace asio = boost::asio;
namespace limits = base::limits;
using base::errc;
using base::error;
using base::result;
using kind = detector_spec::kind;

namespace {

/// What a port's name cannot have in a detector.
constexpr std::string_view unwritable = ":+/,";

enum class shape { bare, one_port, game_port, ports, number };

struct row {
  std::string_view word;
  kind what;
  shape rest;
  std::string_view form;
};

constexpr std::array<row, 8> rows{{
    {"sockets_usage", kind::usage, shape::bare, "sockets_usage"},
    {"reported", kind::report, shape::bare, "reported"},
    {"log", kind::log, shape::bare, "log"},
    {"a2s", kind::a2s, shape::game_port, "a2s:[ADDRESS:]PORT[/included|/apart|/all]"},
    {"quake3", kind::quake3, shape::game_port, "quake3:[ADDRESS:]PORT[/all]"},
    {"minecraft", kind::minecraft, shape::one_port, "minecraft:[ADDRESS:]PORT"},
    {"tcp", kind::tcp, shape::ports, "tcp:PORT[+PORT…]"},
    {"udp_rate", kind::udp_rate, shape::number, "udp_rate:DATAGRAMS_PER_SECOND"},
}};

std::string in_quotes(std::string_view text) {
  std::string shown;
  for (const char c : text.substr(0, 64)) shown += static_cast<unsigned char>(c) < ' ' || c == 0x7f ? '?' : c;
  return "'" + shown + (text.size() > 64 ? "…'" : "'");
}

error refused(std::string_view text, std::string_view why) {
  return error(errc::invalid_input, "detector " + in_quotes(text) + ": " + std::string(why));
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto* last = text.data() + text.size();
  const auto [end, ec] = std::from_chars(text.data(), last, value);
  if (text.empty() || text.front() == '-' || ec != std::errc() || end != last) return std::nullopt;
  return value;
}

result<port_choice> parse_port(std::string_view text) {
  if (text.empty()) return error(errc::invalid_input, "a port is missing");
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) {
    if (text.find_first_of(unwritable) != std::string_view::npos)
      return error(errc::invalid_input, in_quotes(text) + " is no port");
    return port_choice{0, std::string(text)};
  }
  const auto number = whole_number(text);
  if (!number || *number < 1 || *number > 65'535)
    return error(errc::invalid_input, in_quotes(text) + " is no port: a number from 1 to 65535, or a name");
  return port_choice{static_cast<std::uint16_t>(*number), {}};
}

result<void> parse_peer(std::string_view text, detector_spec& into) {
  into.host = asio::ip::address_v4::loopback();
  if (const auto colon = text.rfind(':'); colon != std::string_view::npos) {
    auto host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    boost::system::error_code ec;
    into.host = asio::ip::make_address(std::string(host), ec);
    if (ec)
      return error(errc::invalid_input, in_quotes(host) + " is no address: a numeric one, IPv6 in brackets");
    text.remove_prefix(colon + 1);
  }
  auto port = parse_port(text);
  if (!port) return port.error();
  into.ports.push_back(std::move(*port));
  return {};
}

result<void> parse_ports(std::string_view text, detector_spec& into) {
  for (;;) {
    const auto plus = text.find('+');
    auto port = parse_port(text.substr(0, plus));
    if (!port) return port.error();
    if (into.ports.size() == limits::detector_ports)
      return error(errc::invalid_input, "more than " + std::to_string(limits::detector_ports) + " ports");
    into.ports.push_back(std::move(*port));
    if (plus == std::string_view::npos) return {};
    text.remove_prefix(plus + 1);
  }
}

struct bot_word {
  std::string_view word;
  bot_rule rule;
};
constexpr std::array<bot_word, 3> bot_words{
    {{"/included", bot_rule::included}, {"/apart", bot_rule::apart}, {"/all", bot_rule::count}}};

void take_bot_rule(std::string_view& rest, detector_spec& into) {
  // Quake 3 lists its clients one by one, and a bot is one of them.
  into.bots = into.what == kind::quake3 ? bot_rule::included : bot_rule::leave_out;
  for (const auto& each : bot_words) {
    if (!rest.ends_with(each.word) || (into.what == kind::quake3 && each.rule != bot_rule::count)) continue;
    into.bots = each.rule;
    return rest.remove_suffix(each.word.size());
  }
}

result<void> parse_rest(const row& of, std::string_view rest, detector_spec& into) {
  if (of.rest == shape::game_port) take_bot_rule(rest, into);
  if (of.rest == shape::one_port || of.rest == shape::game_port) return parse_peer(rest, into);
  if (of.rest == shape::ports) return parse_ports(rest, into);
  const auto floor = whole_number(rest);
  if (!floor || *floor > 1'000'000)
    return error(errc::invalid_input, in_quotes(rest) + " is no whole number from 0 to 1000000");
  into.floor = *floor;
  return {};
}

const row* find_row(std::string_view word) {
  const auto* const found =
      std::find_if(rows.begin(), rows.end(), [word](const row& each) { return each.word == word; });
  return found == rows.end() ? nullptr : found;
}

std::string all_forms() {
  std::string text = "allowed are ";
  for (const auto& each : rows) text += (&each == rows.data() ? "" : ", ") + std::string(each.form);
  return text;
}

}  // namespace

result<detector_spec> parse_detector(std::string_view text) {
  if (text.size() > limits::detector_text_bytes)
    return refused(text, "more than " + std::to_string(limits::detector_text_bytes) + " bytes");
  const auto colon = text.find(':');
  const auto word = text.substr(0, colon);
  const auto* const found = find_row(word);
  if (!found) return refused(text, "there is no detector " + in_quotes(word) + "; " + all_forms());
  detector_spec spec;
  spec.text = text;
  spec.what = found->what;
  const bool bare = found->rest == shape::bare;
  if (bare != (colon == std::string_view::npos))
    return refused(text, "it is written " + std::string(found->form));
  if (bare) return spec;
  if (const auto parsed = parse_rest(*found, text.substr(colon + 1), spec); !parsed)
    return refused(text, parsed.error().message() + "; it is written " + std::string(found->form));
  return spec;
}

result<std::vector<detector_spec>> parse_detectors(std::span<const std::string> texts) {
  if (texts.size() > limits::detectors_max)
    return error(errc::invalid_input, "more than " + std::to_string(limits::detectors_max) + " detectors");
  std::vector<detector_spec> all;
  for (const auto& text : texts) {
    auto spec = parse_detector(text);
    if (!spec) return spec.error();
    for (const auto& other : all)
      if (other.text == text) return refused(text, "it stands there twice");
    all.push_back(std::move(*spec));
  }
  return all;
}

result<std::vector<std::uint16_t>> resolve_ports(const detector_spec& spec,
                                                 std::span<const named_port> mapping) {
  std::vector<std::string> names;
  for (const auto& each : mapping) names.push_back(each.name);
  std::vector<std::uint16_t> numbers;
  for (const auto& port : spec.ports) {
    const auto found = port.number ? std::nullopt : base::find_port_name(port.name, names);
    if (!port.number && !found)
      return error(errc::not_found, base::no_such_port(port.name, names, unwritable));
    numbers.push_back(found ? mapping[*found].internal : port.number);
  }
  return numbers;
}

}  // namespace gamekeeper::occupancy
