// For scripts and CI, which may show it on a terminal.
#include "base/terminal_text.hpp"
#include "gamekeeper/findings/finding.hpp"
#include "telemetry/readable_text.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gamekeeper::findings {

namespace json = boost::json;

namespace {

std::string escaped(std::string_view raw) {
  std::string text;
  for (const char c : base::terminal_lines(raw)) {
    if (c == '&')
      text += "&amp;";
    else if (c == '<')
      text += "&lt;";
    else if (c == '>')
      text += "&gt;";
    else if (c == '"')
      text += "&quot;";
    else
      text += c;
  }
  return text;
}

std::string details_of(const finding& one) {
  std::string text = one.seen;
  for (const auto& each : one.details) text.append("\n").append(each);
  if (!one.advice.empty()) text.append("\n-> ").append(one.advice);
  return text;
}

std::string test_case(std::string_view suite, const finding& one) {
  const auto text = escaped(details_of(one));
  std::string xml = "  <testcase classname=\"" + escaped(suite) + "\" name=\"" + escaped(one.what) + "\">\n";
  switch (one.how) {
    case outcome::fail:
      xml += "    <failure message=\"" + escaped(one.seen) + "\">" + text + "</failure>\n";
      break;
    case outcome::skip:
      xml += "    <skipped message=\"" + text + "\"/>\n";
      break;
    case outcome::ok:
    case outcome::warn:
      xml += "    <system-out>" + std::string(to_string(one.how)) + ": " + text + "</system-out>\n";
      break;
  }
  return xml + "  </testcase>\n";
}

}  // namespace

std::string as_json(std::string_view title, const std::vector<finding>& all) {
  json::array findings;
  for (const auto& each : all) {
    json::array details;
    for (const auto& line : each.details) details.emplace_back(telemetry::readable(line));
    std::string how(to_string(each.how));
    if (each.how == outcome::fail) how = "fail";
    findings.emplace_back(json::object{{"what", telemetry::readable(each.what)},
                                       {"outcome", std::move(how)},
                                       {"seen", telemetry::readable(each.seen)},
                                       {"advice", telemetry::readable(each.advice)},
                                       {"details", std::move(details)}});
  }
  return base::terminal_json(json::serialize(json::object{{"title", telemetry::readable(title)},
                                                          {"passed", passed(all)},
                                                          {"findings", std::move(findings)}})) +
         "\n";
}

std::string as_junit(std::string_view title, const std::vector<finding>& all) {
  const auto number = [&all](outcome how) {
    return std::to_string(
        std::count_if(all.begin(), all.end(), [how](const finding& each) { return each.how == how; }));
  };
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"" + escaped(title) +
                    "\" tests=\"" + std::to_string(all.size()) + "\" failures=\"" + number(outcome::fail) +
                    "\" skipped=\"" + number(outcome::skip) + "\">\n";
  for (const auto& each : all) xml += test_case(title, each);
  return xml + "</testsuite>\n";
}

}  // namespace gamekeeper::findings
