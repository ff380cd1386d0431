#include "emulator/reading/deploy_fields.hpp"

#include "base/limits.hpp"
#include "net/url.hpp"

#include <boost/json.hpp>

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>

namespace gamekeeper::emulator {

namespace limits = base::limits;

namespace {

// To what keys are sanitised the specification does not say: here to what a shell takes.
std::string sanitised(std::string_view key) {
  std::string name;
  for (const unsigned char c : key) name += c < 0x80 && std::isalnum(c) ? static_cast<char>(c) : '_';
  if (std::isdigit(static_cast<unsigned char>(name.front()))) name.insert(0, "_");
  return name;
}

}  // namespace

bool is_ip_address(const std::string& text) {
  in6_addr space;
  return ::inet_pton(AF_INET, text.c_str(), &space) == 1 || ::inet_pton(AF_INET6, text.c_str(), &space) == 1;
}

std::map<std::string, std::string> read_variables(const fields& body, std::string_view member,
                                                  presence is_hidden, std::vector<problem>& problems) {
  std::map<std::string, std::string> made;
  const auto* given = body.array(member, presence::optional);
  for (std::size_t i = 0; given && i < given->size(); ++i) {
    const fields variable((*given)[i], problems, body.pointer_to(member) + "/" + std::to_string(i));
    const auto key = variable.text("key", presence::required, limits::emulator_name_bytes);
    const auto value = variable.any_text("value", presence::required, limits::emulator_value_bytes);
    // Decides what the dashboard shows, and this platform has none.
    variable.boolean("is_hidden", is_hidden);
    if (key && value) made[sanitised(*key)] = *value;
  }
  return made;
}

std::vector<std::string> read_tags(const fields& body) {
  std::vector<std::string> tags;
  const auto given = body.texts("tags", presence::optional, limits::emulator_value_bytes);
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto& tag = given[i];
    if (const auto wrong = unfit_tag_name(tag); !wrong.empty())
      body.add_problem("tags", "'" + tag + "' " + wrong);
    else if (tag.find(',') != std::string::npos)
      body.add_problem("tags", "'" + tag + "' must not contain a comma");
    else if (std::find(tags.begin(), tags.end(), tag) == tags.end())
      tags.push_back(tag);
  }
  if (tags.size() > limits::emulator_tags)
    body.add_problem("tags", "at most " + std::to_string(limits::emulator_tags) + " tags are allowed");
  return tags;
}

std::string read_webhook_url(const fields& in, std::string_view key, presence need) {
  const auto text = in.text(key, need, limits::emulator_value_bytes);
  if (!text) return "";
  if (!text->starts_with("http://") && !text->starts_with("https://")) {
    in.add_problem(key, "must start with http:// or https://");
  } else if (const auto parsed = net::parse_url(*text); !parsed) {
    in.add_problem(key, parsed.error().message());
  }
  return *text;
}

}  // namespace gamekeeper::emulator
