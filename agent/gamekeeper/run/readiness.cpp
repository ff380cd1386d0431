#include "gamekeeper/run/readiness.hpp"

#include "base/limits.hpp"
#include "process/bound_ports.hpp"

#include <sys/stat.h>

#include <charconv>

namespace gamekeeper::run {

namespace {

using kind = settings::ready_condition::kind;

std::optional<std::uint16_t> port_of(std::string_view text, const std::vector<edgegap::port>& mapping) {
  for (const auto& each : mapping)
    if (each.name == text) return each.internal;
  std::uint16_t number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (ec != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

}  // namespace

readiness::readiness(base::clock& time, const process::process_host& host, settings::ready_condition when,
                     const std::vector<edgegap::port>& mapping, std::function<void(std::string)> tell)
    : time_(time), host_(host), when_(std::move(when)), tell_(std::move(tell)), alarm_(time.make_timer()) {
  if (when_.what == kind::tcp || when_.what == kind::udp) {
    port_ = port_of(when_.text, mapping);
    if (!port_) problem_ = "ready.when: '" + when_.text + "' is no port and no name in the port mapping";
  }
  if (when_.what == kind::log) {
    auto compiled = occupancy::line_pattern::compile(when_.text);
    if (compiled)
      pattern_ = std::move(*compiled);
    else
      problem_ = "ready.when: " + compiled.error().message();
  }
}

void readiness::game_started() {
  waiting_ = true;
  if (port_ || when_.what == kind::file) look();
}

void readiness::game_ended() {
  waiting_ = false;
  alarm_->disarm();
}

void readiness::look() {
  if (!waiting_) return;
  if (fulfilled()) return fulfil();
  alarm_->arm(time_.now() + base::limits::readiness_look_every, [this] { look(); });
}

bool readiness::fulfilled() const {
  if (when_.what == kind::file) {
    struct stat info {};
    return ::stat(when_.text.c_str(), &info) == 0;
  }
  const auto what = when_.what == kind::tcp ? process::transport::tcp : process::transport::udp;
  const auto owner = process::who_has_port(what, *port_, host_.descendants());
  // Where descriptors cannot be read, somebody in this container has it: in all likelihood the game.
  return owner != process::port_owner::nobody;
}

void readiness::line(std::string_view text) {
  if (waiting_ && pattern_ && pattern_->find(text)) fulfil();
}

void readiness::fulfil() {
  waiting_ = false;
  switch (when_.what) {
    case kind::file:
      return tell_("file");
    case kind::log:
      return tell_("log");
    default:
      return tell_("port");
  }
}

}  // namespace gamekeeper::run
