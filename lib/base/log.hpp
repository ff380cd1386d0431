#pragma once

#include "base/error.hpp"
#include "base/log_sink.hpp"
#include "base/redactor.hpp"
#include "base/secret.hpp"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace gamekeeper::base {

enum class log_level { debug, info, warn, error };
enum class log_format { text, json };

/// "debug", "info", "warn", "error"; invalid_input names these otherwise.
result<log_level> parse_log_level(std::string_view text);
std::string_view to_string(log_level level) noexcept;

/// One named value of a log line.
class log_field {
 public:
  log_field(std::string_view key, std::string_view value) : key_(key), value_(std::string(value)) {}
  log_field(std::string_view key, const std::string& value) : key_(key), value_(value) {}
  log_field(std::string_view key, const char* value) : key_(key), value_(std::string(value)) {}
  log_field(std::string_view key, bool value) : key_(key), value_(value) {}
  template <class Number>
  requires(std::is_integral_v<Number> && !std::is_same_v<Number, bool>)
      log_field(std::string_view key, Number value)
      : key_(key), value_(static_cast<std::int64_t>(value)) {}
  log_field(std::string_view, const secret&) = delete;

  std::string_view key() const noexcept { return key_; }
  const std::variant<std::string, std::int64_t, bool>& value() const noexcept { return value_; }

 private:
  std::string_view key_;
  std::variant<std::string, std::int64_t, bool> value_;
};

/// The agent's log. One line per decision with its reason; text for a terminal, a JSON object per line
/// otherwise. Every registered secret is replaced by "***" wherever it would appear, at every level.
class logger {
 public:
  using fields = std::initializer_list<log_field>;

  logger(std::unique_ptr<log_sink> sink, log_format format, log_level level, bool colour = false);
  ~logger();
  logger(const logger&) = delete;
  logger& operator=(const logger&) = delete;

  void debug(std::string_view message, fields values = {}) { write(log_level::debug, message, values); }
  void info(std::string_view message, fields values = {}) { write(log_level::info, message, values); }
  void warn(std::string_view message, fields values = {}) { write(log_level::warn, message, values); }
  void error(std::string_view message, fields values = {}) { write(log_level::error, message, values); }
  void write(log_level level, std::string_view message, fields values);

  /// From now on this text appears in no line.
  void redact(const secret& hidden);
  /// The same list for everything else that leaves the agent.
  const redactor& secrets() const noexcept;

  /// For whoever writes to the same place as the sink: asked before each line whether a line of its own is unfinished
  /// there. Then ours begins on a new one, and the question is not to be answered with yes again before more came.
  void ask_for_unfinished_line(std::function<bool()> take_unfinished_line);

  void set_level(log_level level);
  log_level level() const noexcept;

 private:
  struct backend;
  std::unique_ptr<backend> backend_;
};

}  // namespace gamekeeper::base
