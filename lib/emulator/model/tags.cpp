#include "emulator/model/tags.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gamekeeper::emulator {

std::string unfit_tag_name(std::string_view name) {
  if (name.empty()) return "must not be empty";
  if (name.find('\0') != std::string_view::npos) return "must not contain a NUL character";
  // In UTF-8 every character has one byte that is not a continuation.
  const auto characters = std::count_if(
      name.begin(), name.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
  if (static_cast<std::size_t>(characters) <= base::limits::emulator_tag_characters) return "";
  return "has " + std::to_string(characters) + " characters; at most " +
         std::to_string(base::limits::emulator_tag_characters) + " are allowed";
}

std::vector<std::string> names_of(const std::vector<deployment_tag>& tags) {
  std::vector<std::string> names;
  names.reserve(tags.size());
  for (const auto& tag : tags) names.push_back(tag.name);
  return names;
}

}  // namespace gamekeeper::emulator
