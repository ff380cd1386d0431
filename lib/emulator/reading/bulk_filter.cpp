#include "emulator/reading/bulk_filter.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace gamekeeper::emulator {

namespace json = boost::json;
namespace limits = base::limits;

bool bulk_filter::passes(const std::vector<std::string>& mine) const {
  const auto have = [&mine](const std::string& value) {
    return std::find(mine.begin(), mine.end(), value) != mine.end();
  };
  switch (type) {
    case filter_type::any:
      return std::any_of(values.begin(), values.end(), have);
    case filter_type::all:
      return std::all_of(values.begin(), values.end(), have);
    case filter_type::none:
      break;
  }
  return std::none_of(values.begin(), values.end(), have);
}

std::optional<bulk_filter> read_bulk_filter(const fields& given, std::span<const std::string_view> allowed) {
  bulk_filter filter;
  const auto field = given.text("field", presence::required, limits::emulator_name_bytes);
  if (field && !allowed.empty() && std::find(allowed.begin(), allowed.end(), *field) == allowed.end()) {
    std::string names;
    for (const auto each : allowed) names.append(names.empty() ? "" : ", ").append(each);
    given.add_problem("field", "'" + *field + "' is none of " + names);
    return std::nullopt;
  }
  const auto type = given.text("filter_type", presence::required, limits::emulator_name_bytes);
  if (type && *type != "any" && *type != "all" && *type != "not") {
    given.add_problem("filter_type", "'" + *type + "' is none of any, all, not");
    return std::nullopt;
  }
  filter.values = given.texts("values", presence::required, limits::emulator_value_bytes);
  if (!field || !type) return std::nullopt;
  if (filter.values.empty()) {
    given.add_problem("values", "must hold at least one text");
    return std::nullopt;
  }
  filter.field = *field;
  filter.type = *type == "any" ? filter_type::any : *type == "all" ? filter_type::all : filter_type::none;
  return filter;
}

std::optional<std::vector<bulk_filter>> parse_bulk_stop(std::string_view body,
                                                        std::vector<problem>& problems) {
  static constexpr std::array<std::string_view, 2> allowed{"request_id", "deployment_tags"};
  const auto parsed = base::parse_json(body);
  if (!parsed) {
    problems.push_back({"", parsed.error().message()});
    return std::nullopt;
  }
  const fields root(*parsed, problems);
  const auto* given = root.array("filters", presence::required);
  if (given && given->empty()) root.add_problem("filters", "must hold at least one filter");
  if (given && given->size() > limits::emulator_filters)
    root.add_problem("filters",
                     "at most " + std::to_string(limits::emulator_filters) + " filters are allowed");
  std::vector<bulk_filter> filters;
  for (std::size_t i = 0; given && problems.empty() && i < given->size(); ++i) {
    const fields one((*given)[i], problems, "/filters/" + std::to_string(i));
    if (auto filter = one.is_object() ? read_bulk_filter(one, allowed) : std::nullopt)
      filters.push_back(std::move(*filter));
  }
  if (!problems.empty()) return std::nullopt;
  return filters;
}

bool matches(const std::vector<bulk_filter>& filters, const deployment& d) {
  return std::all_of(filters.begin(), filters.end(), [&d](const bulk_filter& filter) {
    return filter.passes(filter.field == "request_id" ? std::vector<std::string>{d.request_id}
                                                      : names_of(d.tags));
  });
}

}  // namespace gamekeeper::emulator
