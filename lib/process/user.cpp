#include "process/user.hpp"

#include "base/limits.hpp"
#include "process/proc_file.hpp"

#include <charconv>
#include <functional>
#include <optional>

namespace gamekeeper::process {

namespace {

using fields = std::vector<std::string_view>;

fields split(std::string_view line, char by) {
  fields parts;
  for (;;) {
    const auto at = line.find(by);
    parts.push_back(line.substr(0, at));
    if (at == std::string_view::npos) return parts;
    line.remove_prefix(at + 1);
  }
}

/// Neither -1, which means "leave it" to setresuid(2), nor more.
std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end != text.data() + text.size() || value == static_cast<unsigned>(-1))
    return std::nullopt;
  return value;
}

/// Calls `each` with the fields of every line that has at least `count` of them, until it says true.
void search(std::string_view text, std::size_t count, const std::function<bool(const fields&)>& each) {
  for (const auto line : split(text, '\n')) {
    const auto parts = split(line, ':');
    if (parts.size() >= count && each(parts)) return;
  }
}

/// NAME:PASSWORD:UID:GID:GECOS:HOME:SHELL. False when nobody there is called that.
bool fill_user(std::string_view who, std::string_view file, user_identity& into) {
  const auto wanted = number(who);
  bool found = false;
  search(file, 6, [&](const fields& each) {
    const auto user = number(each[2]);
    const auto group = number(each[3]);
    if (!user || !group || (each[0] != who && user != wanted)) return false;
    into = {*user, *group, {}, std::string(each[0]), std::string(each[5].empty() ? "/" : each[5])};
    return found = true;
  });
  if (!found && wanted) into.user = *wanted;
  return found || wanted.has_value();
}

/// NAME:PASSWORD:GID:MEMBER,MEMBER
std::optional<gid_t> find_group(std::string_view which, std::string_view file) {
  auto found = number(which);
  if (found) return found;
  search(file, 3, [&](const fields& each) {
    if (each[0] == which) found = number(each[2]);
    return found.has_value();
  });
  return found;
}

std::vector<gid_t> groups_of(const user_identity& user, std::string_view file) {
  std::vector<gid_t> all;
  search(file, 4, [&](const fields& each) {
    const auto group = number(each[2]);
    for (const auto member : split(each[3], ','))
      if (group && !user.name.empty() && member == user.name && *group != user.group) all.push_back(*group);
    return false;
  });
  return all;
}

/// An image from scratch has neither file, and numbers need none.
std::string text_of(const std::string& file) {
  auto text = read_text(file, base::limits::user_file_bytes);
  return text ? std::move(*text) : std::string();
}

base::error missing(std::string_view kind, std::string_view name, const std::string& file) {
  std::string message(kind);
  message.append(" '").append(name).append("' does not stand in ").append(file);
  return base::error(base::errc::not_found, std::move(message));
}

}  // namespace

base::result<user_identity> find_user(std::string_view text, const std::string& users,
                                      const std::string& groups) {
  const auto parts = split(text, ':');
  if (parts.size() > 2 || parts[0].empty() || parts.back().empty())
    return base::error(base::errc::invalid_input,
                       "'" + std::string(text) + "' is neither USER nor USER:GROUP");
  const auto user_file = text_of(users);
  const auto group_file = text_of(groups);
  user_identity who;
  if (!fill_user(parts[0], user_file, who)) return missing("user", parts[0], users);
  if (parts.size() == 1) {
    who.groups = groups_of(who, group_file);
    return who;
  }
  const auto group = find_group(parts[1], group_file);
  if (!group) return missing("group", parts[1], groups);
  who.group = *group;
  return who;
}

}  // namespace gamekeeper::process
