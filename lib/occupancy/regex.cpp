#include "occupancy/regex.hpp"

#include "base/limits.hpp"
#include "occupancy/regex_syntax.hpp"

#include <re2/re2.h>
#include <re2/stringpiece.h>

#include <algorithm>
#include <array>

namespace gamekeeper::occupancy {

namespace limits = base::limits;
using base::errc;
using base::error;
using base::result;

namespace {

RE2::Options options() {
  RE2::Options out;
  out.set_posix_syntax(true);
  out.set_longest_match(true);
  out.set_word_boundary(true);
  out.set_one_line(true);
  out.set_dot_nl(true);
  out.set_encoding(RE2::Options::EncodingLatin1);  // bytes: a game's lines need not be UTF-8
  out.set_max_mem(limits::regex_memory);
  out.set_log_errors(false);
  return out;
}

// In the C library's words, which do not depend on the version of RE2.
std::string_view reason_of(RE2::ErrorCode code) noexcept {
  switch (code) {
    case RE2::ErrorBadCharRange:
      return "Invalid range end";
    case RE2::ErrorMissingBracket:
      return "Unmatched [, [^, [:, [., or [=";
    case RE2::ErrorMissingParen:
      return "Unmatched ( or \\(";
    case RE2::ErrorTrailingBackslash:
      return "Trailing backslash";
    case RE2::ErrorRepeatArgument:
    case RE2::ErrorRepeatOp:
      return "Invalid preceding regular expression";
    case RE2::ErrorRepeatSize:
      return "more than 1000 repetitions";
    case RE2::ErrorPatternTooLarge:
      return "Regular expression too big";
    default:
      return "Invalid regular expression";
  }
}

}  // namespace

struct regex::compiled {
  RE2 expression;
  explicit compiled(const std::string& pattern) : expression(pattern, options()) {}
};

result<regex> regex::compile(std::string_view pattern) {
  const auto refuse = [](std::string reason) { return error(errc::invalid_input, std::move(reason)); };
  if (pattern.empty()) return refuse("a pattern must not be empty: it would match every line");
  if (pattern.size() > limits::log_pattern_bytes)
    return refuse("the pattern has more than " + std::to_string(limits::log_pattern_bytes) + " bytes");
  if (pattern.find('\0') != std::string_view::npos) return refuse("the pattern has a zero byte");
  const auto translated = re2_syntax(pattern);
  if (!translated) return translated.error();
  auto made = std::make_shared<const compiled>(*translated);
  if (!made->expression.ok())
    return refuse("no POSIX extended regular expression: " +
                  std::string(reason_of(made->expression.error_code())));
  regex out(std::move(made));
  if (out.find("")) return refuse("the pattern matches an empty line, so it would match every line");
  return out;
}

std::optional<regex::match> regex::find(std::string_view line) const {
  const re2::StringPiece text(line.data(), std::min(line.find('\0'), line.size()));
  const auto& expression = made_->expression;
  // First without the group: most lines do not match, and RE2 says so fastest when it is not asked for one.
  if (!expression.Match(text, 0, text.size(), RE2::UNANCHORED, nullptr, 0)) return std::nullopt;
  if (!has_group()) return match{};
  std::array<re2::StringPiece, 2> where;
  expression.Match(text, 0, text.size(), RE2::UNANCHORED, where.data(), static_cast<int>(where.size()));
  return match{std::string(where[1])};
}

bool regex::has_group() const noexcept {
  return made_->expression.NumberOfCapturingGroups() > 0;
}

}  // namespace gamekeeper::occupancy
