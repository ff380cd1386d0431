#include "emulator/platform/tagging.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gamekeeper::emulator {

namespace {

auto find_tag(deployment& d, std::string_view name) {
  return std::find_if(d.tags.begin(), d.tags.end(),
                      [name](const deployment_tag& tag) { return tag.name == name; });
}

base::error taken(const deployment& d, std::string_view name) {
  return base::error(base::errc::denied,
                     "deployment '" + d.request_id + "' has the tag '" + std::string(name) + "' already");
}

}  // namespace

base::result<deployment_tag> add_tag(platform& owner, deployment& d, std::string name) {
  if (find_tag(d, name) != d.tags.end()) return taken(d, name);
  if (d.tags.size() >= base::limits::emulator_tags)
    return base::error(base::errc::busy,
                       "a deployment has at most " + std::to_string(base::limits::emulator_tags) + " tags");
  const auto now = owner.time().wall();
  d.tags.push_back({std::move(name), now, now});
  owner.save(d);
  return d.tags.back();
}

base::result<deployment_tag> rename_tag(platform& owner, deployment& d, std::string_view name,
                                        std::string new_name) {
  const auto found = find_tag(d, name);
  if (found == d.tags.end())
    return base::error(base::errc::not_found,
                       "deployment '" + d.request_id + "' has no tag '" + std::string(name) + "'");
  const auto other = find_tag(d, new_name);
  if (other != d.tags.end() && other != found) return taken(d, new_name);
  found->name = std::move(new_name);
  found->updated = owner.time().wall();
  owner.save(d);
  return *found;
}

bool remove_tag(platform& owner, deployment& d, std::string_view name) {
  const auto found = find_tag(d, name);
  if (found == d.tags.end()) return false;
  d.tags.erase(found);
  owner.save(d);
  return true;
}

}  // namespace gamekeeper::emulator
