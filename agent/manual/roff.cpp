#include "manual/page.hpp"

#include <algorithm>
#include <cctype>

namespace gamekeeper::manual {

namespace {

// A dash is one that can be typed, and a line that begins with a dot is text.
std::string escaped(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '~')
      out += "\\(ti";
    else if (c == '^')
      out += "\\(ha";
    else
      out += c;
    line_begins = c == '\n';
  }
  return out;
}

std::string bold(std::string_view text) {
  return "\\fB" + escaped(text) + "\\fR";
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::string described(const entry& one) {
  std::string head;
  for (const auto& name : one.names) head.append(head.empty() ? "" : ", ").append(bold(name));
  if (!one.value.empty()) head.append(head.empty() ? "" : " ").append("\\fI" + escaped(one.value) + "\\fR");
  auto text = ".TP\n" + head + "\n" + escaped(one.help) + (one.required ? " (has to be given)" : "") + "\n";
  for (const auto& note : one.notes) text += ".br\n" + escaped(note) + "\n";
  return text;
}

std::string described(const std::vector<entry>& all) {
  std::string text;
  for (const auto& each : all) text += described(each);
  return text;
}

std::string described(const command& one) {
  auto text = ".SS " + escaped(one.name) + "\n" + bold(one.usage) + "\n.PP\n" + escaped(one.help) + ".\n";
  text += described(one.words) + described(one.options);
  return one.takes_settings ? text + ".PP\nand every setting.\n" : text;
}

// Each line of its own.
std::string lines(std::string_view text) {
  std::string out = ".nf\n" + escaped(text);
  if (!out.ends_with('\n')) out += '\n';
  return out + ".fi\n";
}

}  // namespace

std::string manual_page(const page& of) {
  std::string text = ".\\\" Written by agent/manual out of the tables that the program itself uses.\n";
  text += ".TH " + upper(of.name) + " 1 \"\" \"gamekeeper " GAMEKEEPER_VERSION "\" \"User Commands\"\n";
  const auto first_line = of.summary.substr(0, of.summary.find('\n'));
  text += ".SH NAME\n" + escaped(of.name) + " \\- " + escaped(first_line) + "\n";
  text += ".SH SYNOPSIS\n" + bold(of.usage) + "\n";
  if (first_line != of.summary) text += ".SH DESCRIPTION\n" + escaped(of.summary) + "\n";
  text += ".SH OPTIONS\n" + described(of.options);
  if (!of.commands.empty()) text += ".SH COMMANDS\n";
  for (const auto& each : of.commands) text += described(each);
  if (!of.settings.empty())
    text +=
        ".SH SETTINGS\nA flag counts before a variable of the environment, that before the file, that before "
        "the default.\n" +
        described(of.settings);
  if (!of.notes.empty()) text += ".SH NOTES\n" + lines(of.notes);
  return text;
}

}  // namespace gamekeeper::manual
