#include "settings/value.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"
#include "base/masked_text.hpp"
#include "settings/list_text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace gamekeeper::settings {

namespace {

constexpr std::size_t printable_bytes = 120;
// Longer than any duration, number or word can be: such a text is not looked into, and not quoted whole.
constexpr std::size_t short_text_bytes = 64;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

base::error refused(std::string message) {
  return base::error(base::errc::invalid_input, std::move(message));
}

// A text that can hold a secret is not quoted: what is wrong with it may be that its secret stands in the wrong place.
std::string subject(const setting& row, std::string_view text) {
  return row.masked ? "it" : quote(text);
}

base::result<std::int64_t> in_range(const setting& row, std::int64_t number, std::string_view text) {
  if (number < row.min) return refused(quote(text) + " is too small");
  if (number > row.max) return refused(quote(text) + " is too large");
  return number;
}

base::result<std::int64_t> check_duration(const setting& row, std::string_view text) {
  if (text.size() > short_text_bytes) return refused(quote(text) + " is no duration");
  const auto parsed = base::parse_duration(text);
  if (!parsed) return parsed.error();
  return in_range(row, parsed->count(), text);
}

base::result<std::int64_t> check_integer(const setting& row, std::string_view text) {
  std::int64_t number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (ec == std::errc::result_out_of_range) return refused(quote(text) + " is far out of range");
  if (ec != std::errc() || end != text.data() + text.size())
    return refused(quote(text) + " is no whole number");
  return in_range(row, number, text);
}

std::optional<std::string> wrong_path(const setting& row, std::string_view text) {
  if (!text.starts_with('/')) return subject(row, text) + " is not an absolute path";
  if (text.ends_with('/')) return subject(row, text) + " is a folder";
  if (text.size() > static_cast<std::size_t>(row.max)) {
    return subject(row, text) + " is " + std::to_string(text.size()) + " bytes long";
  }
  return std::nullopt;
}

std::optional<std::string> wrong_text(const setting& row, std::string_view text) {
  const auto bytes = static_cast<std::int64_t>(text.size());
  if (bytes < row.min) return subject(row, text) + " is too short";
  if (bytes > row.max) return subject(row, text) + " is " + std::to_string(bytes) + " bytes long";
  return row.wrong ? row.wrong(text) : std::nullopt;
}

std::optional<std::string> wrong_item(const setting& row, std::string_view text) {
  if (text.empty()) return "it is empty";
  if (text.size() > base::limits::list_item_bytes)
    return "it is longer than " + std::to_string(base::limits::list_item_bytes) + " bytes";
  if (std::any_of(text.begin(), text.end(), is_control)) return "it holds a control character";
  return row.wrong ? row.wrong(text) : std::nullopt;
}

base::result<value> check_list(const setting& row, std::string_view text) {
  auto items = parse_list(text);
  if (!items) return refused(subject(row, text) + " " + items.error().message());
  if (items->size() > static_cast<std::size_t>(row.max))
    return refused("holds " + std::to_string(items->size()) + " texts");
  for (std::size_t i = 0; i < items->size(); ++i)
    if (const auto wrong = wrong_item(row, (*items)[i])) {
      const auto number = items->size() == 1 ? "" : "number " + std::to_string(i + 1);
      const auto text_of_it = row.masked ? "" : quote((*items)[i]);
      const auto between = number.empty() || text_of_it.empty() ? "" : ", ";
      const auto which = number + between + text_of_it;
      return refused(which.empty() ? *wrong : which + ": " + *wrong);
    }
  return value{show_list(*items), false, 0, std::move(*items)};
}

base::result<value> check_boolean(std::string_view text) {
  const auto is_on = read_switch(text);
  if (!is_on) return refused(quote(text) + " is neither on nor off");
  return *is_on ? value{"on", false, 1} : value{"off", false, 0};
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  return ::inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 &&
         (ntohl(address.s_addr) >> 24) == 127;
}

// What a person gets wrong; the client takes the address apart for good before it connects.
std::optional<std::string> wrong_url(std::string_view text) {
  const bool secure = text.starts_with("https://");
  if (!secure && !text.starts_with("http://"))
    return quote(text) + " begins with neither https:// nor http://";
  const auto rest = text.substr(secure ? 8 : 7);
  const auto authority = rest.substr(0, rest.find('/'));
  // An API token may be mistaken for user info; the message must not show what stands there.
  if (authority.find('@') != std::string_view::npos)
    return "the address holds a user name or token before '@'";
  if (text.find_first_of(" ?#\\") != std::string_view::npos) {
    return quote(base::mask_address(text)) + " holds a space, '?', '#' or '\\'";
  }
  const auto bracket = authority.find(']');
  const auto host = bracket == std::string_view::npos ? authority.substr(0, authority.find(':'))
                                                      : authority.substr(0, bracket + 1);
  if (host.empty()) return quote(base::mask_address(text)) + " names no host";
  if (!secure && !is_loopback(host))
    return quote(base::mask_address(text)) + " would carry tokens unencrypted";
  return std::nullopt;
}

}  // namespace

std::optional<bool> read_switch(std::string_view word) {
  std::string lower(word.substr(0, short_text_bytes));
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (auto each : {"on", "true", "yes", "1"})
    if (lower == each) return true;
  for (auto each : {"off", "false", "no", "0"})
    if (lower == each) return false;
  return std::nullopt;
}

std::string printable(std::string_view text) {
  std::string safe;
  for (char c : text.substr(0, printable_bytes)) safe += is_control(c) ? '?' : c;
  return text.size() > printable_bytes ? safe + "…" : safe;
}

std::string quote(std::string_view text) {
  return "'" + printable(text) + "'";
}

base::result<value> check(const setting& row, std::string_view text) {
  value checked{std::string(text), false, 0};
  checked.word = std::find(row.words.begin(), row.words.end(), text) != row.words.end();
  if (checked.word) return checked;
  if (std::any_of(text.begin(), text.end(), is_control))
    return refused(subject(row, text) + " holds a control character");
  if (row.what == setting::kind::boolean) return check_boolean(text);
  if (row.what == setting::kind::list) return check_list(row, text);

  base::result<std::int64_t> number = 0;
  std::optional<std::string> wrong;
  switch (row.what) {
    case setting::kind::choice:
      wrong = quote(text) + " is none of them" + did_you_mean(text, row.words);
      break;
    case setting::kind::duration:
      number = check_duration(row, text);
      break;
    case setting::kind::integer:
      number = check_integer(row, text);
      break;
    case setting::kind::boolean:
    case setting::kind::list:
      break;
    case setting::kind::text:
      wrong = wrong_text(row, text);
      break;
    case setting::kind::path:
      wrong = wrong_path(row, text);
      break;
    case setting::kind::url:
      wrong = wrong_url(text);
      break;
  }
  if (wrong) return refused(std::move(*wrong));
  if (!number) return number.error();
  checked.number = *number;
  return checked;
}

}  // namespace gamekeeper::settings
