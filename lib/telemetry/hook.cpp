#include "telemetry/hook.hpp"

#include "base/limits.hpp"
#include "base/masked_text.hpp"
#include "base/nearest.hpp"
#include "base/text.hpp"
#include "telemetry/event_types.hpp"

#include <algorithm>
#include <optional>

namespace gamekeeper::telemetry {

namespace {

using base::errc;
using base::error;
using base::result;

constexpr std::string_view every = "*";
constexpr std::string_view command_mark = "command:";
constexpr std::string_view file_mark = "file:";
constexpr std::string_view variable_mark = "env:";

error wrong(std::string what) {
  return error(errc::invalid_input, std::move(what));
}

// The address of a hook may be a secret, and a person may leave out the events before it: its '=' would end what looks
// like their names.
bool is_plain_word(std::string_view text) {
  constexpr std::size_t most = 24;
  return text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

result<std::vector<std::string>> events_of(std::string_view list) {
  std::vector<std::string> on;
  for (std::size_t begin = 0; begin <= list.size();) {
    const auto end = std::min(list.find(',', begin), list.size());
    const auto type = list.substr(begin, end - begin);
    begin = end + 1;
    const auto all = event_types();
    if (type != every && std::find(all.begin(), all.end(), type) == all.end()) {
      const auto meant = base::nearest(type, all);
      return wrong(
          (is_plain_word(type) ? "there is no event '" + std::string(type) + "'" : "there is no such event") +
          (meant.empty() ? "" : "; did you mean '" + std::string(meant) + "'?") + " ('*' is every event)");
    }
    on.emplace_back(type);
  }
  return on;
}

// Blanks part the words; quotes keep them together, and nothing else has a meaning.
result<std::vector<std::string>> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::optional<std::string> word;
  char quote = 0;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote)
        quote = 0;
      else
        *word += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      if (!word) word.emplace();
    } else if (c == ' ' || c == '\t') {
      if (word) words.push_back(std::move(*word));
      word.reset();
    } else {
      if (!word) word.emplace();
      *word += c;
    }
  }
  if (quote != 0) return wrong(std::string("a ") + quote + " is never closed");
  if (word) words.push_back(std::move(*word));
  return words;
}

bool is_address(std::string_view text) noexcept {
  const bool known = text.starts_with("https://") || text.starts_with("http://");
  return known && text.find("//") + 2 < text.size() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

bool is_variable_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_header_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool add_header(hook& to, std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_header_name(line.substr(0, colon))) return false;
  const auto value = base::trimmed(line.substr(colon + 1));
  if (!std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < 0x7f; })) return false;
  to.headers.emplace_back(line.substr(0, colon), value);
  return true;
}

}  // namespace

bool hook::wants(std::string_view type) const noexcept {
  return std::any_of(on.begin(), on.end(),
                     [type](const auto& each) { return each == every || each == type; });
}

result<hook> parse_hook(std::string_view text) {
  if (text.size() > base::limits::hook_text_bytes)
    return wrong("longer than " + std::to_string(base::limits::hook_text_bytes) + " bytes");
  const auto equals = text.find('=');
  if (equals == std::string_view::npos)
    return wrong("expected EVENT=command:/path … or EVENT=https://…, found no '='");
  auto on = events_of(text.substr(0, equals));
  if (!on) return on.error();
  hook made;
  made.on = std::move(*on);
  const auto action = text.substr(equals + 1);
  if (action.starts_with(command_mark)) {
    auto words = words_of(action.substr(command_mark.size()));
    if (!words) return words.error();
    if (words->empty() || !words->front().starts_with('/'))
      return wrong("a command starts with an absolute path, as in command:/usr/local/bin/notify");
    made.command = std::move(*words);
    made.name = made.command.front();
  } else if (is_address(action)) {
    made.url = action;
    made.name = base::mask_address(action);  // its path may be what opens it
  } else if (action.starts_with(file_mark)) {
    made.file = action.substr(file_mark.size());
    if (!made.file.starts_with('/')) return wrong("behind 'file:' an absolute path is expected");
    made.name = action;
  } else if (action.starts_with(variable_mark)) {
    made.variable = action.substr(variable_mark.size());
    if (!is_variable_name(made.variable)) return wrong("behind 'env:' the name of a variable is expected");
    made.name = action;
  } else {
    return wrong("expected command:/path …, file:/path, env:NAME or an https:// address behind '='");
  }
  return made;
}

result<hook> with_address(hook kept, std::string_view text) {
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = base::trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty()) continue;
    const auto where = "line " + std::to_string(number);
    if (kept.url.empty() && !is_address(line)) return wrong(where + " is no https:// address");
    if (kept.url.empty())
      kept.url = line;
    else if (!add_header(kept, line))
      return wrong(where + " is no header; write it as Name: value");
  }
  if (kept.url.empty()) return wrong("it is empty");
  return kept;
}

parsed_hooks parse_hooks(std::span<const std::string> texts) {
  parsed_hooks out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto where = "hooks[" + std::to_string(i) + "]";
    if (i >= base::limits::hooks) {
      out.problems.push_back(where + ": at most " + std::to_string(base::limits::hooks) +
                             " hooks are allowed");
      break;
    }
    auto made = parse_hook(texts[i]);
    if (made)
      out.usable.push_back(std::move(*made));
    else
      out.problems.push_back(where + ": " + made.error().message());
  }
  return out;
}

}  // namespace gamekeeper::telemetry
