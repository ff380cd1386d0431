#include "gamekeeper/ctl/page.hpp"
#include "gamekeeper/findings/finding.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace gamekeeper::findings {

namespace {

constexpr std::size_t outcome_width = 6;
constexpr std::size_t name_width = 15;
constexpr std::array outcomes = {outcome::ok, outcome::warn, outcome::fail, outcome::skip};

std::string_view colour_of(outcome how) noexcept {
  switch (how) {
    case outcome::ok:
      return "\x1b[32m";
    case outcome::warn:
      return "\x1b[33m";
    case outcome::fail:
      return "\x1b[1;31m";
    case outcome::skip:
      break;
  }
  return "\x1b[2m";
}

std::ptrdiff_t count(const std::vector<finding>& all, outcome how) {
  return std::count_if(all.begin(), all.end(), [how](const finding& each) { return each.how == how; });
}

}  // namespace

std::string_view to_string(outcome how) noexcept {
  switch (how) {
    case outcome::ok:
      return "ok";
    case outcome::warn:
      return "warn";
    case outcome::fail:
      return "FAIL";
    case outcome::skip:
      break;
  }
  return "skip";
}

std::string counted(const std::vector<finding>& all) {
  std::string text;
  for (const auto each : outcomes)
    if (const auto number = count(all, each); number > 0)
      text.append(text.empty() ? "" : ", ")
          .append(std::to_string(number))
          .append(" ")
          .append(to_string(each));
  return text;
}

bool passed(const std::vector<finding>& all) noexcept {
  return std::none_of(all.begin(), all.end(), [](const auto& each) { return each.how == outcome::fail; });
}

std::string as_lines(const finding& one, const ctl::look& how) {
  ctl::page page(how);
  std::string label(to_string(one.how));
  label.resize(outcome_width, ' ');
  label.append(one.what);
  page.under(label, outcome_width + name_width, one.seen);
  for (const auto& each : one.details) page.under("", outcome_width + 2, each);
  if (!one.advice.empty()) page.under("   ->", outcome_width, one.advice);
  auto text = page.take();
  if (!how.colour) return text;
  const auto word = to_string(one.how);
  text.insert(word.size(), "\x1b[0m");
  text.insert(0, colour_of(one.how));
  return text;
}

bool write_all(int fd, std::string_view text) noexcept {
  while (!text.empty()) {
    const auto written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace gamekeeper::findings
