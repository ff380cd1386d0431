#include "settings/assign.hpp"

namespace gamekeeper::settings {

void assign(std::string& into, const value& checked) {
  into = checked.text;
}
void assign(std::vector<std::string>& into, const value& checked) {
  into = checked.items;
}
void assign(int& into, const value& checked) {
  into = static_cast<int>(checked.number);
}
void assign(base::duration& into, const value& checked) {
  into = base::duration(checked.number);
}

void assign(std::optional<base::duration>& into, const value& checked) {
  into.reset();
  if (!checked.word) into = base::duration(checked.number);
}

void assign(location& into, const value& checked) {
  if (!checked.word)
    into = {location::choice::path, checked.text};
  else
    into = {checked.text == "off" ? location::choice::off : location::choice::automatic, {}};
}

void assign(platform_source& into, const value& checked) {
  into = checked.text == "context"  ? platform_source::context
         : checked.text == "status" ? platform_source::status
         : checked.text == "off"    ? platform_source::off
                                    : platform_source::automatic;
}

void assign(bool& into, const value& checked) {
  into = checked.number != 0;
}

void assign(subreaper_choice& into, const value& checked) {
  into = checked.text == "on"    ? subreaper_choice::on
         : checked.text == "off" ? subreaper_choice::off
                                 : subreaper_choice::automatic;
}

void assign(base::log_level& into, const value& checked) {
  into = base::parse_log_level(checked.text).value();
}

void assign(std::optional<base::log_format>& into, const value& checked) {
  into.reset();
  if (checked.text != "auto") into = checked.text == "json" ? base::log_format::json : base::log_format::text;
}

void assign(end_action& into, const value& checked) {
  into = checked.text == "restart" ? end_action::restart
         : checked.text == "exit"  ? end_action::exit
                                   : end_action::stop;
}

}  // namespace gamekeeper::settings
