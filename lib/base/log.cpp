#include "base/log.hpp"

#include "base/limits.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <poll.h>
#include <unistd.h>

#include <cctype>
#include <mutex>
#include <vector>

namespace gamekeeper::base {

namespace {

constexpr std::string_view text_pattern = "%H:%M:%S.%e gamekeeper %^%-7l%$ %v";
constexpr std::string_view json_pattern =
    R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","source":"gamekeeper","level":"%l",%v})";

spdlog::level::level_enum native(log_level level) {
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

class fd_sink final : public log_sink {
 public:
  explicit fd_sink(int fd) : fd_(fd) {}

  void write(std::string_view line) override {
    if (lost_ > 0 && put(fmt::format("gamekeeper: {} log lines were lost, nobody read them\n", lost_)))
      lost_ = 0;
    if (!put(line)) ++lost_;
  }

 private:
  // A pipe that polls writable takes PIPE_BUF bytes without blocking, so longer lines go in such pieces.
  bool put(std::string_view text) {
    constexpr std::size_t piece = 4096;
    while (!text.empty()) {
      pollfd ready{fd_, POLLOUT, 0};
      if (::poll(&ready, 1, 0) != 1 || !(ready.revents & POLLOUT)) return false;
      const auto written = ::write(fd_, text.data(), std::min(text.size(), piece));
      if (written <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

  int fd_;
  std::uint64_t lost_ = 0;
};

class forwarding_sink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit forwarding_sink(std::unique_ptr<log_sink> target) : target_(std::move(target)) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    target_->write(std::string_view(line.data(), line.size()));
  }
  void flush_() override {}

 private:
  std::unique_ptr<log_sink> target_;
};

std::string quoted(std::string_view text) {
  return boost::json::serialize(boost::json::string(text));
}

// On a terminal a value is quoted only when it would be ambiguous, and control characters never reach the
// screen.
std::string readable(std::string_view text) {
  const bool plain =
      !text.empty() && text.find_first_of(" \"=\\") == std::string_view::npos &&
      std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  return plain ? std::string(text) : quoted(text);
}

std::string shortened(std::string_view text) {
  if (text.size() <= limits::log_text_bytes) return std::string(text);
  return std::string(text.substr(0, limits::log_text_bytes)) + "…";
}

}  // namespace

result<log_level> parse_log_level(std::string_view text) {
  for (auto level : {log_level::debug, log_level::info, log_level::warn, log_level::error})
    if (to_string(level) == text) return level;
  return error(errc::invalid_input,
               fmt::format("'{}' is no log level; allowed: debug, info, warn, error", text));
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
  backend(std::unique_ptr<log_sink> target, log_format chosen, log_level at)
      : format(chosen), level(at), log("", std::make_shared<forwarding_sink>(std::move(target))) {}

  std::string hide(std::string text) const {
    for (const auto& each : hidden)
      for (auto at = text.find(each.reveal()); at != std::string::npos; at = text.find(each.reveal(), at + 3))
        text.replace(at, each.reveal().size(), "***");
    return text;
  }

  std::string payload(std::string_view message, fields values) const {
    const bool json = format == log_format::json;
    auto line = json ? "\"message\":" + quoted(shortened(hide(std::string(message))))
                     : shortened(hide(std::string(message)));
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

  log_format format;
  log_level level;
  std::vector<secret> hidden;
  spdlog::logger log;
};

logger::logger(std::unique_ptr<log_sink> sink, log_format format, log_level level, bool colour)
    : backend_(std::make_unique<backend>(std::move(sink), format, level)) {
  std::string pattern(format == log_format::json ? json_pattern : text_pattern);
  if (!colour) {
    for (std::string_view mark : {"%^", "%$"})
      if (const auto at = pattern.find(mark); at != std::string::npos) pattern.erase(at, mark.size());
  }
  const auto time =
      format == log_format::json ? spdlog::pattern_time_type::utc : spdlog::pattern_time_type::local;
  backend_->log.set_formatter(std::make_unique<spdlog::pattern_formatter>(std::move(pattern), time, "\n"));
  backend_->log.set_level(spdlog::level::trace);
}

logger::~logger() = default;

void logger::write(log_level level, std::string_view message, fields values) {
  if (level < backend_->level) return;
  const auto line = backend_->payload(message, values);
  backend_->log.log(native(level), spdlog::string_view_t(line.data(), line.size()));
}

void logger::redact(const secret& hidden) {
  if (hidden.reveal().size() >= 4) backend_->hidden.push_back(hidden);
}

void logger::set_level(log_level level) {
  backend_->level = level;
}
log_level logger::level() const noexcept {
  return backend_->level;
}

}  // namespace gamekeeper::base
