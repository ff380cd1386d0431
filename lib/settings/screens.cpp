#include "settings/screens.hpp"

#include "settings/list_text.hpp"
#include "settings/setting.hpp"
#include "settings/value.hpp"

#include <algorithm>

namespace gamekeeper::settings {

namespace {

constexpr std::size_t line_width = 100;

// Each line begins with `margin` and ends at a space before line_width where there is one.
std::string wrapped(std::string_view text, std::string_view margin) {
  std::string lines;
  std::size_t column = 0;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (column == 0 || column + 1 + word.size() > line_width) {
      lines.append(column == 0 ? "" : "\n").append(margin).append(word);
      column = margin.size() + word.size();
    } else {
      lines.append(" ").append(word);
      column += 1 + word.size();
    }
  }
  return lines.append("\n");
}

std::string_view or_empty(std::string_view text) {
  return text.empty() ? "(empty)" : text;
}

std::string json_value(const setting& row) {
  // No default holds a character that JSON would escape; a test loads what comes out.
  const std::string text(row.default_text);
  switch (row.what) {
    case setting::kind::integer:
      return text;
    case setting::kind::boolean:
      return text == "on" ? "true" : "false";
    case setting::kind::list:
      return write_list(parse_list(text).value());
    default:
      return "\"" + text + "\"";
  }
}

// "--signal-rewrite SIGNAL=SIGNAL, --rewrite SIGNAL=SIGNAL (may be repeated)"
std::string flags_of(const setting& row) {
  std::string text;
  for (const auto& form : row.flags()) {
    text.append(text.empty() ? "" : ", ").append(form.name);
    if (form.implied.empty()) text.append(" ").append(row.placeholder());
  }
  return row.what == setting::kind::list ? text + " (may be repeated)" : text;
}

constexpr std::string_view file_introduction =
    "gamekeeper's settings, every one at its default. Read from /etc/gamekeeper.json, or from where --config "
    "or "
    "GAMEKEEPER_CONFIG says. Comments and trailing commas are fine, and a file needs only the settings it "
    "changes. "
    "A variable goes over the file, a flag over the variable: drain.kill_wait is GAMEKEEPER_DRAIN_KILL_WAIT "
    "and "
    "--drain-kill-wait. `gamekeeper config check` says what is wrong, `gamekeeper config show` what is in "
    "force.";

}  // namespace

std::string help_text() {
  std::string text;
  for (const auto& row : table()) {
    text += wrapped(flags_of(row), "  ");
    text += wrapped(row.help, "      ");
    text += wrapped("Default: " + std::string(or_empty(row.default_text)) + ". Allowed: " + row.allowed() +
                        ". Variable: " + row.variable() + ".",
                    "      ");
  }
  return text;
}

std::string show(const loaded& settings) {
  const auto effective = settings.effective();
  std::size_t key_width = 0;
  std::size_t text_width = 0;
  for (const auto& each : effective) {
    key_width = std::max(key_width, each.key.size());
    text_width = std::max(text_width, or_empty(each.text).size());
  }
  std::string lines;
  for (const auto& each : effective) {
    const auto text = or_empty(each.text);
    lines.append(each.key).append(key_width - each.key.size() + 2, ' ');
    lines.append(text).append(text_width - text.size() + 2, ' ');
    lines.append(each.from.describe()).append("\n");
  }
  return lines;
}

std::string annotated_default() {
  std::string text = wrapped(file_introduction, "// ");
  text += "{\n";
  const auto rows = table();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    const bool first = i == 0 || rows[i - 1].group() != row.group();
    const bool last = i + 1 == rows.size() || rows[i + 1].group() != row.group();
    if (first) text.append("  \"").append(row.group()).append("\": {\n");
    text += wrapped(row.help, "    // ");
    text += wrapped("Allowed: " + row.allowed() + ".", "    // ");
    text.append("    \"")
        .append(row.name())
        .append("\": ")
        .append(json_value(row))
        .append(last ? "\n" : ",\n");
    if (last) text += i + 1 == rows.size() ? "  }\n" : "  },\n";
  }
  return text + "}\n";
}

}  // namespace gamekeeper::settings
