#pragma once

#include "gamekeeper/ctl/screens.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// What `check` and `doctor` say: a line for each thing that was looked at, for people, scripts and CI.
namespace gamekeeper::findings {

enum class outcome {
  ok,
  warn,  ///< works, and somebody should know; does not count as a failure
  fail,
  skip,  ///< could not be looked at, or does not apply
};

/// "ok", "warn", "FAIL", "skip"
std::string_view to_string(outcome how) noexcept;

struct finding {
  finding(outcome h, std::string w, std::string s, std::string a = {})
      : how(h), what(std::move(w)), seen(std::move(s)), advice(std::move(a)) {}

  outcome how;
  std::string what;    ///< what was looked at: "ports", at most 14 letters
  std::string seen;    ///< what was there
  std::string advice;  ///< what to do about it; empty when there is nothing to do
  std::vector<std::string> details;
};

/// Takes them one by one, as they are found.
using listener = std::function<void(const finding&)>;

/// How many there are of each outcome, as text: "9 ok, 1 warn, 2 FAIL".
std::string counted(const std::vector<finding>& all);
bool passed(const std::vector<finding>& all) noexcept;

/// The line, its details and the advice beneath.
std::string as_lines(const finding& one, const ctl::look& how);

/// {"title", "passed", "findings": [{"what", "outcome", "seen", "advice", "details"}]} and a newline. Bytes
/// that are not UTF-8 become '?', and what could drive a terminal is escaped.
std::string as_json(std::string_view title, const std::vector<finding>& all);

/// One test suite, a test case for each finding; what XML 1.0 cannot hold or could drive a terminal becomes '?'.
std::string as_junit(std::string_view title, const std::vector<finding>& all);

/// All of `text` to a descriptor; false when that ends (a pipe whose reader has gone, a full disk).
bool write_all(int fd, std::string_view text) noexcept;

}  // namespace gamekeeper::findings
