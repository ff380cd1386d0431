#include "occupancy/line_pattern.hpp"

#include "base/limits.hpp"

#include <regex.h>

#include <algorithm>
#include <array>
#include <vector>

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

/// Takes "{m,n}" off the front: the largest number in it, at least 1, and no more than one above the limit.
int take_bounds(std::string_view& pattern) {
  constexpr int past = limits::log_pattern_size + 1;
  int largest = 1, number = 0;
  while (!pattern.empty()) {
    const char c = pattern.front();
    pattern.remove_prefix(1);
    number = c >= '0' && c <= '9' ? std::min(past, number * 10 + (c - '0')) : 0;
    largest = std::max(largest, number);
    if (c == '}') break;
  }
  return largest;
}

/// Takes a [bracket expression] off the front: a ']' that comes first in it stands for itself.
void take_brackets(std::string_view& pattern) {
  std::size_t from = 1;
  if (pattern.substr(from).starts_with('^')) ++from;
  const auto end = pattern.find(']', from + 1);
  pattern.remove_prefix(end == std::string_view::npos ? pattern.size() : end + 1);
}

/// How many parts regcomp makes of it: it writes {m,n} out, and x+ as xx*, whatever x is, so nested ones
/// multiply. No more than one above the limit.
int size_once_written_out(std::string_view pattern) {
  constexpr int past = limits::log_pattern_size + 1;
  std::vector<int> open{0};  // the size of each group that is not closed yet
  int last = 0;              // the size of what a '+' or '{' would be about
  const auto add = [&](int size) {
    open.back() = std::min(past, open.back() + (last = std::min(past, size)));
  };
  const auto repeat = [&](int times) {
    open.back() = std::min(past, open.back() + last * (times - 1));
    last = std::min(past, last * times);
  };
  while (!pattern.empty()) {
    const char c = pattern.front();
    if (c == '[') {
      take_brackets(pattern);
      add(1);
    } else if (c == '{') {
      repeat(take_bounds(pattern));
    } else {
      pattern.remove_prefix(c == '\\' ? std::min<std::size_t>(2, pattern.size()) : 1);
      if (c == '(') open.push_back(0);
      if (c == '+') repeat(2);
      if (c == ')' && open.size() > 1) {
        const int group = open.back();
        open.pop_back();
        add(group + 1);
      }
      if (std::string_view("()+*?").find(c) == std::string_view::npos) add(1);
    }
  }
  int size = 0;
  for (const int each : open) size = std::min(past, size + each);
  return size;
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
  if (size_once_written_out(pattern) > limits::log_pattern_size)
    return refuse("the pattern has more than " + std::to_string(limits::log_pattern_size) +
                  " parts once its + and {m,n} are written out");
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
  constexpr auto piece = limits::log_line_bytes;
  for (std::size_t from = 0;; from += piece / 2) {
    const bool last = line.size() - from <= piece;
    const int flags = (from > 0 ? REG_NOTBOL : 0) | (last ? 0 : REG_NOTEOL);
    auto found = find_in(line.substr(from, piece), flags);
    if (found || last) return found;
  }
}

std::optional<line_pattern::match> line_pattern::find_in(std::string_view piece, int flags) const {
  const std::string text(piece);
  std::array<regmatch_t, 2> where{};
  if (::regexec(&made_->expression, text.c_str(), where.size(), where.data(), flags) != 0)
    return std::nullopt;
  const auto& group = where[1];
  if (group.rm_so < 0) return match{};
  const auto begin = static_cast<std::size_t>(group.rm_so);
  return match{text.substr(begin, static_cast<std::size_t>(group.rm_eo) - begin)};
}

bool line_pattern::has_group() const noexcept {
  return made_->expression.re_nsub > 0;
}

}  // namespace gamekeeper::occupancy
