#include "emulator/reading/location_reader.hpp"

#include "base/limits.hpp"

#include <boost/json.hpp>

#include <array>
#include <stdexcept>

namespace gamekeeper::emulator {

namespace json = boost::json;
namespace limits = base::limits;

location read_location(const fields& given) {
  static constexpr std::array<std::string_view, 7> known{
      "city", "country", "continent", "administrative_division", "timezone", "latitude", "longitude"};
  location place;
  given.allow_only(known);
  const auto read = [&given](std::string_view key, std::string& into) {
    into = given.text(key, presence::optional, limits::emulator_name_bytes).value_or(into);
  };
  read("city", place.city);
  read("country", place.country);
  read("continent", place.continent);
  read("administrative_division", place.administrative_division);
  read("timezone", place.timezone);
  place.latitude = given.number("latitude", presence::optional, -90, 90).value_or(place.latitude);
  place.longitude = given.number("longitude", presence::optional, -180, 180).value_or(place.longitude);
  return place;
}

std::vector<location> read_locations(const json::array& given, std::vector<problem>& problems,
                                     const std::string& pointer) {
  static constexpr std::array<std::string_view, 7> needed{
      "city", "country", "continent", "administrative_division", "timezone", "latitude", "longitude"};
  std::vector<location> all;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const fields one(given[i], problems, pointer + "/" + std::to_string(i));
    const auto* object = given[i].if_object();
    for (const auto key : needed)
      if (object && !object->contains(key)) one.add_problem(key, "is required");
    if (object) all.push_back(read_location(one));
  }
  return all;
}

json::object location_view(const location& place) {
  return {{"city", place.city},           {"country", place.country},
          {"continent", place.continent}, {"administrative_division", place.administrative_division},
          {"timezone", place.timezone},   {"latitude", place.latitude},
          {"longitude", place.longitude}};
}

const std::vector<location>& default_locations() {
  static const std::vector<location> all = [] {
    json::parse_options options;
    options.allow_comments = true;
    const auto parsed = json::parse(json::string_view(built_in_locations()), {}, options);
    std::vector<problem> problems;
    auto read = read_locations(parsed.as_array(), problems, "");
    if (!problems.empty()) throw std::logic_error("config/locations.json: " + to_text(problems));
    return read;
  }();
  return all;
}

}  // namespace gamekeeper::emulator
