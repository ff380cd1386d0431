#include "occupancy/line_pattern.hpp"

#include "base/limits.hpp"

#include <regex.h>

#include <algorithm>
#include <array>

namespace gamekeeper::occupancy {

namespace limits = base::limits;
using base::errc;
using base::error;
using base::result;

namespace {

/// Whether a '\' stands in front of a digit.
bool refers_back(std::string_view pattern) {
  for (std::size_t i = 0; i + 1 < pattern.size(); ++i)
    if (pattern[i] == '\\' && pattern[++i] >= '0' && pattern[i] <= '9') return true;
  return false;
}

/// The largest number in "{m,n}…", at least 1, and no more than one above the limit.
int largest_bound(std::string_view braces) {
  constexpr int past = limits::log_pattern_repeats + 1;
  int largest = 1, number = 0;
  for (const char c : braces.substr(1)) {
    number = c >= '0' && c <= '9' ? std::min(past, number * 10 + (c - '0')) : 0;
    largest = std::max(largest, number);
    if (c == '}') break;
  }
  return largest;
}

/// The product of the largest numbers in all {m,n}: how often the innermost part may stand side by side.
int repeats(std::string_view pattern) {
  int product = 1;
  for (std::size_t i = 0; i < pattern.size() && product <= limits::log_pattern_repeats; ++i) {
    if (pattern[i] == '{') product *= largest_bound(pattern.substr(i));
    if (pattern[i] == '\\') ++i;  // what follows has no meaning of its own
  }
  return product;
}

}  // namespace

struct line_pattern::compiled {
  regex_t expression{};
  int failure = 0;
  explicit compiled(const std::string& pattern)
      : failure(::regcomp(&expression, pattern.c_str(), REG_EXTENDED)) {}
  ~compiled() {
    if (failure == 0) ::regfree(&expression);
  }
  compiled(const compiled&) = delete;
  compiled& operator=(const compiled&) = delete;
};

result<line_pattern> line_pattern::compile(std::string_view pattern) {
  const auto refuse = [](std::string why) { return error(errc::invalid_input, std::move(why)); };
  if (pattern.empty()) return refuse("a pattern must not be empty: it would match every line");
  if (pattern.size() > limits::log_pattern_bytes)
    return refuse("the pattern has more than " + std::to_string(limits::log_pattern_bytes) + " bytes");
  if (pattern.find('\0') != std::string_view::npos) return refuse("the pattern has a zero byte");
  if (refers_back(pattern)) return refuse("the pattern refers back to a group (\\1), which is not supported");
  if (repeats(pattern) > limits::log_pattern_repeats)
    return refuse("the numbers in the pattern's {m,n}, multiplied, are more than " +
                  std::to_string(limits::log_pattern_repeats));
  auto made = std::make_shared<compiled>(std::string(pattern));
  if (made->failure != 0) {
    std::array<char, 128> why{};
    ::regerror(made->failure, &made->expression, why.data(), why.size());
    return refuse("no POSIX extended regular expression: " + std::string(why.data()));
  }
  if (::regexec(&made->expression, "", 0, nullptr, 0) == 0)
    return refuse("the pattern matches an empty line, so it would match every line");
  return line_pattern(std::move(made));
}

std::optional<line_pattern::match> line_pattern::find(std::string_view line) const {
  if (line.size() > limits::log_line_bytes || line.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string text(line);
  std::array<regmatch_t, 2> where{};
  if (::regexec(&made_->expression, text.c_str(), where.size(), where.data(), 0) != 0) return std::nullopt;
  const auto& group = where[1];
  if (group.rm_so < 0) return match{};
  const auto begin = static_cast<std::size_t>(group.rm_so);
  return match{text.substr(begin, static_cast<std::size_t>(group.rm_eo) - begin)};
}

bool line_pattern::has_group() const noexcept {
  return made_->expression.re_nsub > 0;
}

}  // namespace gamekeeper::occupancy
