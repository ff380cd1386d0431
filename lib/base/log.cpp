#include "base/log.hpp"

#include "base/limits.hpp"
#include "base/terminal_text.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

// spdlog and fmt are compiled here and nowhere else, from their headers: Debian has neither as a static library.
#define SPDLOG_FMT_EXTERNAL
#define SPDLOG_NO_THREAD_ID  // no line has one, and asking is a system call
#define SPDLOG_LEVEL_NAMES \
  { "trace", "debug", "info", "warn", "error", "critical", "off" }
#define FMT_HEADER_ONLY
#define FMT_STATIC_THOUSANDS_SEPARATOR ','  // what keeps std::locale out, half a megabyte of a static program
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/sink.h>

#include <algorithm>
#include <functional>

namespace gamekeeper::base {

namespace {

/// What stands in a line and where, in spdlog's terms (%v: the message and the fields).
constexpr const char* json_pattern =
    R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","source":"%n","level":"%l",%v})";  // UTC, for a machine
constexpr const char* text_pattern = "%H:%M:%S.%e %n %^%-5l%$ %v";        // local time, for a person

spdlog::level::level_enum spdlog_level(log_level level) noexcept {
  switch (level) {
    case log_level::debug:
      return spdlog::level::debug;
    case log_level::info:
      return spdlog::level::info;
    case log_level::warn:
      return spdlog::level::warn;
    case log_level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::string_view colour_of(spdlog::level::level_enum level) noexcept {
  switch (level) {
    case spdlog::level::debug:
      return "\x1b[36m";
    case spdlog::level::info:
      return "\x1b[32m";
    case spdlog::level::warn:
      return "\x1b[33m";
    default:
      return "\x1b[31m";
  }
}

/// How many bytes the UTF-8 character at the front has; 0 when it is none (RFC 3629: no surrogate, nothing
/// above U+10FFFF, no longer form than needed).
std::size_t utf8_length(std::string_view text) noexcept {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto first = at(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  const auto lowest = first == 0xe0 ? 0xa0U : first == 0xf0 ? 0x90U : 0x80U;
  const auto highest = first == 0xed ? 0x9fU : first == 0xf4 ? 0x8fU : 0xbfU;
  if (at(1) < lowest || at(1) > highest) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if (at(i) < 0x80 || at(i) > 0xbf) return 0;
  return length;
}

/// Each byte that is no part of a character becomes U+FFFD: a collector throws a line away that is no UTF-8.
std::string as_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const auto length = utf8_length(text);
    valid += length > 0 ? text.substr(0, length) : std::string_view("\xef\xbf\xbd");
    text.remove_prefix(std::max(length, std::size_t{1}));
  }
  return valid;
}

// JSON lines are read on terminals, too (docker logs): what drives one is escaped there as well.
std::string json_string(std::string_view text) {
  return terminal_json(boost::json::serialize(boost::json::string(text)));
}

// On a terminal a value is quoted only when it would be ambiguous, or holds what would drive the terminal.
std::string readable(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_of(" \"=\\") == std::string_view::npos;
  return plain && terminal_text(text) == text ? std::string(text) : json_string(text);
}

std::string shortened(std::string_view text) {
  if (text.size() <= limits::log_text_bytes) return as_utf8(text);
  auto end = limits::log_text_bytes;  // not within a character: at most three of its bytes stand before
  for (int i = 0; i < 3 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80; ++i) --end;
  return as_utf8(text.substr(0, end)) + "…";
}

}  // namespace

result<log_level> parse_log_level(std::string_view text) {
  for (auto level : {log_level::debug, log_level::info, log_level::warn, log_level::error})
    if (to_string(level) == text) return level;
  return error(errc::invalid_input,
               "'" + std::string(text) + "' is no log level; allowed: debug, info, warn, error");
}

std::string_view to_string(log_level level) noexcept {
  switch (level) {
    case log_level::debug:
      return "debug";
    case log_level::info:
      return "info";
    case log_level::warn:
      return "warn";
    case log_level::error:
      return "error";
  }
  return "info";
}

namespace {

/// spdlog's way to a log_sink: a line is formatted here, with the level in its colour, on a line of its own.
class line_sink final : public spdlog::sinks::sink {
 public:
  line_sink(std::unique_ptr<log_sink> out, log_format format, bool colour)
      : out_(std::move(out)), colour_(colour) {
    const bool json = format == log_format::json;
    const auto time = json ? spdlog::pattern_time_type::utc : spdlog::pattern_time_type::local;
    set_formatter(std::make_unique<spdlog::pattern_formatter>(json ? json_pattern : text_pattern, time));
  }

  void log(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t formatted;
    formatter_->format(message, formatted);
    std::string line = take_unfinished_line && take_unfinished_line() ? "\n" : "";
    const auto level_at = line.size() + message.color_range_start;
    const auto level_end = line.size() + message.color_range_end;
    line.append(formatted.data(), formatted.size());
    if (colour_ && level_end > level_at)
      line.insert(level_end, "\x1b[0m").insert(level_at, colour_of(message.level));
    out_->write(line);
  }
  void flush() override {}  // a log_sink keeps nothing back
  void set_pattern(const std::string& pattern) override {
    set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern));
  }
  void set_formatter(std::unique_ptr<spdlog::formatter> formatter) override {
    formatter_ = std::move(formatter);
  }

  std::function<bool()> take_unfinished_line;

 private:
  std::unique_ptr<log_sink> out_;
  std::unique_ptr<spdlog::formatter> formatter_;
  bool colour_;
};

}  // namespace

struct logger::backend {
  backend(std::unique_ptr<log_sink> out, log_format form, log_level level, bool colour)
      : format(form),
        sink(std::make_shared<line_sink>(std::move(out), form, colour)),
        log("gamekeeper", sink) {
    log.set_level(spdlog_level(level));
    // A line fails only when there is no memory for it. spdlog's own handler prints to stderr, which may block.
    log.set_error_handler([](const std::string&) {});
  }

  std::string hide(std::string_view text) const { return shortened(hidden.redact(std::string(text))); }

  /// The message and the fields without any secret: what spdlog puts in the place of %v.
  std::string payload(std::string_view message, fields values) const {
    const bool json = format == log_format::json;
    auto line = json ? "\"message\":" + json_string(hide(message)) : terminal_text(hide(message));
    for (const auto& each : values) {
      line += json ? "," + json_string(each.key()) + ":" : " " + std::string(each.key()) + "=";
      if (const auto* text = std::get_if<std::string>(&each.value())) {
        line += json ? json_string(hide(*text)) : readable(hide(*text));
      } else if (const auto* number = std::get_if<std::int64_t>(&each.value())) {
        line += std::to_string(*number);
      } else {
        line += std::get<bool>(each.value()) ? "true" : "false";
      }
    }
    return line;
  }

  log_format format;
  std::shared_ptr<line_sink> sink;
  spdlog::logger log;
  redactor hidden;
};

logger::logger(std::unique_ptr<log_sink> sink, log_format format, log_level level, bool colour)
    : backend_(new backend(std::move(sink), format, level, colour)) {}

logger::~logger() = default;

void logger::write(log_level level, std::string_view message, fields values) {
  auto& log = backend_->log;
  if (!log.should_log(spdlog_level(level))) return;
  const auto payload = backend_->payload(message, values);
  log.log(spdlog_level(level), spdlog::string_view_t(payload));
}

void logger::redact(const secret& hidden) {
  backend_->hidden.add(hidden);
}

const redactor& logger::secrets() const noexcept {
  return backend_->hidden;
}

void logger::ask_for_unfinished_line(std::function<bool()> take_unfinished_line) {
  backend_->sink->take_unfinished_line = std::move(take_unfinished_line);
}

void logger::set_level(log_level level) {
  backend_->log.set_level(spdlog_level(level));
}

log_level logger::level() const noexcept {
  for (auto level : {log_level::debug, log_level::info, log_level::warn})
    if (backend_->log.should_log(spdlog_level(level))) return level;
  return log_level::error;
}

}  // namespace gamekeeper::base
