#include "gamekeeper/run/readiness.hpp"

#include "base/detached_call.hpp"
#include "base/limits.hpp"
#include "base/port_name.hpp"
#include "process/bound_ports.hpp"

#include <sys/stat.h>

#include <charconv>

namespace gamekeeper::run {

namespace {

using kind = settings::ready_condition::kind;

base::result<std::uint16_t> port_of(std::string_view text, const std::vector<edgegap::port>& mapping) {
  std::uint16_t number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (ec == std::errc() && end == text.data() + text.size() && number != 0) return number;
  std::vector<std::string> names;
  std::vector<std::uint16_t> numbers;
  for (const auto& each : mapping) {
    if (!each.internal) continue;
    names.push_back(each.name);
    numbers.push_back(*each.internal);
  }
  if (const auto found = base::find_port_name(text, names)) return numbers[*found];
  return base::error(base::errc::not_found, base::no_such_port(text, names, ""));
}

}  // namespace

readiness::readiness(base::clock& time, const process::process_host& host, settings::ready_condition when,
                     const std::vector<edgegap::port>& mapping, std::function<void(std::string)> tell,
                     file_check file_exists)
    : time_(time),
      host_(host),
      when_(std::move(when)),
      tell_(std::move(tell)),
      file_exists_(std::move(file_exists)),
      alarm_(time.make_timer()) {
  if (when_.what == kind::tcp || when_.what == kind::udp) {
    if (const auto found = port_of(when_.text, mapping))
      port_ = *found;
    else
      problem_ = "ready.when: " + found.error().message();
  }
  if (when_.what == kind::log) {
    auto compiled = occupancy::regex::compile(when_.text);
    if (compiled)
      pattern_ = std::move(*compiled);
    else
      problem_ = "ready.when: " + compiled.error().message();
  }
}

void readiness::game_started() {
  waiting_ = true;
  answers_for_earlier_game_ = file_answer_.valid();
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

bool readiness::is_file_there(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0;
}

/// The answer to the last look, or that there is none yet; each look begins when the one before has been answered.
bool readiness::is_file_found() {
  const bool is_asked = file_answer_.valid();
  if (is_asked && file_answer_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return false;
  if (is_asked && file_answer_.get() && !answers_for_earlier_game_) return true;
  answers_for_earlier_game_ = false;
  file_answer_ = base::start_detached([exists = file_exists_, path = when_.text] { return exists(path); });
  return false;
}

bool readiness::fulfilled() {
  if (when_.what == kind::file) return is_file_found();
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
