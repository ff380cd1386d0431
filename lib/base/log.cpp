#include "base/log.hpp"

#include "base/fd.hpp"
#include "base/limits.hpp"
#include "base/terminal_text.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <vector>

namespace gamekeeper::base {

namespace {

std::string_view colour_of(log_level level) noexcept {
  switch (level) {
    case log_level::debug:
      return "\x1b[36m";
    case log_level::info:
      return "\x1b[32m";
    case log_level::warn:
      return "\x1b[33m";
    case log_level::error:
      return "\x1b[31m";
  }
  return "";
}

/// Now, to the millisecond: "2026-01-31T23:59:59.999Z" for a machine, the local "23:59:59.999" for a person.
std::string timestamp(log_format format) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  tm parts{};
  const bool json = format == log_format::json;
  json ? ::gmtime_r(&now.tv_sec, &parts) : ::localtime_r(&now.tv_sec, &parts);
  std::array<char, 32> text{};
  auto length = std::strftime(text.data(), text.size(), json ? "%Y-%m-%dT%H:%M:%S" : "%H:%M:%S", &parts);
  const auto milliseconds = static_cast<int>(now.tv_nsec / 1'000'000);
  length += static_cast<std::size_t>(
      std::snprintf(text.data() + length, text.size() - length, json ? ".%03dZ" : ".%03d", milliseconds));
  return std::string(text.data(), length);
}

class fd_sink final : public log_sink {
 public:
  explicit fd_sink(int fd) : fd_(fd) {
    struct stat about {};
    if (::fstat(fd, &about) != 0) return;
    is_socket_ = S_ISSOCK(about.st_mode);
    if (!S_ISCHR(about.st_mode) && !S_ISFIFO(about.st_mode)) return;
    // A description of our own may be non-blocking: a terminal polls writable with room for less than a line,
    // and the rest of the line would wait for whoever reads it.
    const auto path = "/proc/self/fd/" + std::to_string(fd);
    reopened_.reset(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  }

  void write(std::string_view line) override {
    if (lost_ > 0 && put((cut_ ? "\ngamekeeper: " : "gamekeeper: ") + std::to_string(lost_) +
                         " log lines were lost, nobody read them\n"))
      lost_ = 0;
    if (!put(line)) ++lost_;
  }

 private:
  // A pipe that polls writable takes PIPE_BUF bytes without blocking, so longer lines go in such pieces.
  bool put(std::string_view text) {
    constexpr std::size_t piece = 4096;
    const int to = reopened_.valid() ? reopened_.get() : fd_;
    for (bool begun = false; !text.empty(); begun = true) {
      cut_ = cut_ || begun;  // until all of it is written
      pollfd ready{to, POLLOUT, 0};
      if (::poll(&ready, 1, 0) != 1 || !(ready.revents & POLLOUT)) return false;
      const auto size = std::min(text.size(), piece);
      const auto written = is_socket_ ? ::send(to, text.data(), size, MSG_DONTWAIT | MSG_NOSIGNAL)
                                      : ::write(to, text.data(), size);
      if (written <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    cut_ = false;
    return true;
  }

  int fd_;
  bool is_socket_ = false;
  unique_fd reopened_;
  std::uint64_t lost_ = 0;
  bool cut_ = false;  // what was written last is the beginning of a line
};

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
std::string quoted(std::string_view text) {
  return terminal_json(boost::json::serialize(boost::json::string(text)));
}

// On a terminal a value is quoted only when it would be ambiguous, or holds what would drive the terminal.
std::string readable(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_of(" \"=\\") == std::string_view::npos;
  return plain && terminal_text(text) == text ? std::string(text) : quoted(text);
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

std::unique_ptr<log_sink> make_fd_sink(int fd) {
  return std::make_unique<fd_sink>(fd);
}

struct logger::backend {
  std::string hide(std::string text) const { return hidden.redact(std::move(text)); }

  std::string payload(std::string_view message, fields values) const {
    const bool json = format == log_format::json;
    auto line = json ? "\"message\":" + quoted(shortened(hide(std::string(message))))
                     : terminal_text(shortened(hide(std::string(message))));
    for (const auto& each : values) {
      line += json ? "," + quoted(each.key()) + ":" : " " + std::string(each.key()) + "=";
      if (const auto* text = std::get_if<std::string>(&each.value())) {
        const auto safe = shortened(hide(*text));
        line += json ? quoted(safe) : readable(safe);
      } else if (const auto* number = std::get_if<std::int64_t>(&each.value())) {
        line += std::to_string(*number);
      } else {
        line += std::get<bool>(each.value()) ? "true" : "false";
      }
    }
    return line;
  }

  /// What stands before the message.
  std::string head(log_level of) const {
    if (format == log_format::json)
      return R"({"time":")" + timestamp(format) + R"(","source":"gamekeeper","level":")" +
             std::string(to_string(of)) + R"(",)";
    std::string name(to_string(of));
    name.resize(std::max(name.size(), std::size_t{5}), ' ');  // "error" is the longest
    if (colour) name = std::string(colour_of(of)) + name + "\x1b[0m";
    return timestamp(format) + " gamekeeper " + name + " ";
  }

  std::unique_ptr<log_sink> sink;
  log_format format;
  log_level level;
  bool colour;
  redactor hidden;
  std::function<bool()> take_unfinished_line;
};

logger::logger(std::unique_ptr<log_sink> sink, log_format format, log_level level, bool colour)
    : backend_(new backend{std::move(sink), format, level, colour, {}, nullptr}) {}

logger::~logger() = default;

void logger::write(log_level level, std::string_view message, fields values) {
  if (level < backend_->level) return;
  const auto& unfinished = backend_->take_unfinished_line;
  std::string line = unfinished && unfinished() ? "\n" : "";
  line += backend_->head(level) + backend_->payload(message, values);
  backend_->sink->write(line += backend_->format == log_format::json ? "}\n" : "\n");
}

void logger::redact(const secret& hidden) {
  backend_->hidden.add(hidden);
}

const redactor& logger::secrets() const noexcept {
  return backend_->hidden;
}

void logger::ask_for_unfinished_line(std::function<bool()> take_unfinished_line) {
  backend_->take_unfinished_line = std::move(take_unfinished_line);
}

void logger::set_level(log_level level) {
  backend_->level = level;
}
log_level logger::level() const noexcept {
  return backend_->level;
}

}  // namespace gamekeeper::base
