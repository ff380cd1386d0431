#include "gamekeeper/check/watched_output.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/secret_names.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gamekeeper::check {

namespace limits = base::limits;

namespace {

constexpr std::size_t telling_bytes = 8;  // a shorter value may be an ordinary word
constexpr std::size_t line_bytes_at_once = 64 * 1024;
constexpr std::string_view agent_begin = R"({"time":")";
constexpr std::string_view agent_mark = R"("source":"gamekeeper")";

}  // namespace

std::vector<guarded> secrets_of(const std::vector<std::string>& environment) {
  std::vector<guarded> all;
  for (const auto& entry : environment) {
    const auto equals = entry.find('=');
    if (equals == std::string::npos || entry.size() - equals - 1 < telling_bytes) continue;
    auto name = entry.substr(0, equals);
    // A path is where a secret is kept, and no secret.
    if (!base::names_a_secret(name) || entry[equals + 1] == '/') continue;
    all.push_back({std::move(name), base::secret(entry.substr(equals + 1))});
  }
  return all;
}

void watched_output::take(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto end = bytes.find('\n');
    begun_.append(bytes.substr(0, end));
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    if (end == std::string_view::npos && begun_.size() < line_bytes_at_once) return;
    line(begun_);
    begun_.clear();
  }
}

void watched_output::finish() {
  if (!begun_.empty()) line(begun_);
  begun_.clear();
}

std::string watched_output::without_secrets(std::string_view text) const {
  std::string out(text);
  for (const auto& each : secrets_)
    for (auto at = out.find(each.value.reveal()); at != std::string::npos;
         at = out.find(each.value.reveal(), at))
      out.replace(at, each.value.reveal().size(), "***");
  out.resize(std::min(out.size(), limits::check_line_bytes));
  return out;
}

void watched_output::line(std::string_view text) {
  if (text.ends_with('\r')) text.remove_suffix(1);
  // What the game had begun without an end stands on the agent's line.
  const auto agents = text.find(agent_begin);
  if (agents != std::string_view::npos && agent_line(text.substr(agents))) text = text.substr(0, agents);
  if (text.empty()) return;
  for (const auto& each : secrets_) {
    if (text.find(each.value.reveal()) == std::string_view::npos) continue;
    if (std::find(leaked_.begin(), leaked_.end(), each.variable) != leaked_.end()) continue;
    leaked_.push_back(each.variable);
    leaks_.push_back(each.variable + ": " + without_secrets(text));
  }
  last_.push_back(without_secrets(text));
  if (last_.size() > limits::check_named) last_.pop_front();
}

bool watched_output::agent_line(std::string_view text) {
  if (text.find(agent_mark) == std::string_view::npos) return false;
  const auto read = base::parse_json(text);
  if (!read) return false;
  std::vector<std::string> ignored;
  const base::json_reader said(*read, ignored);
  const auto message = said.text("message").value_or("");
  if (message == "the game cannot be started")
    agent_.start_failure = said.text("what").value_or("");
  else if (message == "game started")
    agent_.pid = static_cast<int>(said.integer("pid").value_or(0));
  else if (message == "the game is ready")
    agent_.ready = true;
  else if (message == "game ended")
    agent_.ended = said.text("how").value_or("");
  else if (message == "the time to end is over: killing what is left")
    agent_.killed = said.text("processes").value_or("");
  else if (said.text("level") == "error" && message != "the end is decided" && message != "ended" &&
           agent_.wrong.size() < limits::check_named)
    agent_.wrong.push_back(message + ": " + said.text("what").value_or(""));
  return true;
}

}  // namespace gamekeeper::check
