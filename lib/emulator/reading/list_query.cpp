#include "emulator/reading/list_query.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "emulator/model/platform_time.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace gamekeeper::emulator {

namespace json = boost::json;
namespace limits = base::limits;

namespace {

constexpr std::array<std::string_view, 5> field_names{"status", "application", "version", "tags",
                                                      "created_at"};
constexpr std::array<std::string_view, 8> operator_names{"eq", "neq", "in", "nin", "lt", "lte", "gt", "gte"};

template <std::size_t N>
std::string listed(const std::array<std::string_view, N>& names) {
  std::string text;
  for (const auto each : names) text.append(text.empty() ? "" : ", ").append(each);
  return text;
}

/// The position of the member's text in `names`, or a problem that lists them.
template <std::size_t N>
std::optional<std::size_t> one_of(const fields& in, std::string_view key,
                                  const std::array<std::string_view, N>& names) {
  const auto text = in.text(key, presence::required, limits::emulator_name_bytes);
  if (!text) return std::nullopt;
  const auto found = std::find(names.begin(), names.end(), *text);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  in.add_problem(key, "'" + *text + "' is none of " + listed(names));
  return std::nullopt;
}

bool takes_many(list_operator compare) {
  return compare == list_operator::in || compare == list_operator::nin;
}

bool is_ordering(list_operator compare) {
  return compare >= list_operator::lt;
}

void read_values(const fields& given, list_filter& filter) {
  if (takes_many(filter.compare)) {
    filter.values = given.texts("value", presence::required, limits::emulator_value_bytes);
  } else if (const auto value = given.text("value", presence::required, limits::emulator_value_bytes)) {
    filter.values.push_back(*value);
  }
}

void check_status_values(const fields& given, list_filter& filter) {
  for (auto& value : filter.values) {
    std::string upper;
    for (const unsigned char c : value) upper += static_cast<char>(std::toupper(c));
    if (!parse_status(upper)) given.add_problem("value", "'" + value + "' is none of " + all_status_names());
    value = std::move(upper);
  }
}

void check_time_value(const fields& given, list_filter& filter) {
  if (takes_many(filter.compare)) {
    given.add_problem("operator", "created_at takes eq, neq, lt, lte, gt, gte");
  } else if (!filter.values.empty()) {
    if (const auto when = parse_time(filter.values.front()))
      filter.when = *when;
    else
      given.add_problem("value",
                        "'" + filter.values.front() +
                            "' is no time; write 2026-04-22 12:00:46.444265 or 2026-04-22T12:00:46Z (UTC)");
  }
}

std::optional<list_filter> read_filter(const fields& given, std::set<list_field>& seen) {
  const auto field = one_of(given, "field", field_names);
  const auto compare = one_of(given, "operator", operator_names);
  if (!field || !compare) return std::nullopt;
  list_filter filter;
  filter.field = static_cast<list_field>(*field);
  filter.compare = static_cast<list_operator>(*compare);
  read_values(given, filter);
  if (!seen.insert(filter.field).second)
    given.add_problem("field", "there is another filter for it already; one filter per field");
  if (filter.field == list_field::created_at)
    check_time_value(given, filter);
  else if (is_ordering(filter.compare))
    given.add_problem("operator", "'" + std::string(operator_names[*compare]) + "' is for created_at alone");
  if (filter.field == list_field::status) check_status_values(given, filter);
  return filter;
}

std::optional<list_order> read_order(const fields& given) {
  static constexpr std::array<std::string_view, 2> orders{"asc", "desc"};
  const auto field = one_of(given, "field", field_names);
  const auto order = one_of(given, "order", orders);
  if (!field || !order) return std::nullopt;
  return list_order{static_cast<list_field>(*field), *order == 1};
}

const json::array* bounded_array(const fields& root, std::string_view key) {
  const auto* all = root.array(key, presence::optional);
  if (!all || all->size() <= limits::emulator_filters) return all;
  root.add_problem(key, "holds " + std::to_string(all->size()) + " entries; at most " +
                            std::to_string(limits::emulator_filters) + " are allowed");
  return nullptr;
}

/// What a filter compares: one text, or each tag.
std::vector<std::string> texts_of(list_field field, const deployment& d) {
  switch (field) {
    case list_field::status:
      return {std::string(name_of(d.status))};
    case list_field::application:
      return {d.version->application};
    case list_field::version:
      return {d.version->version};
    case list_field::tags:
      return names_of(d.tags);
    case list_field::created_at:
      break;
  }
  return {v1_time(d.created_at)};
}

bool holds(const list_filter& filter, const deployment& d) {
  const auto when = d.created_at;
  if (filter.field == list_field::created_at) switch (filter.compare) {
      case list_operator::neq:
        return when != filter.when;
      case list_operator::lt:
        return when < filter.when;
      case list_operator::lte:
        return when <= filter.when;
      case list_operator::gt:
        return when > filter.when;
      case list_operator::gte:
        return when >= filter.when;
      default:
        return when == filter.when;
    }
  const auto mine = texts_of(filter.field, d);
  const bool any =
      std::find_first_of(mine.begin(), mine.end(), filter.values.begin(), filter.values.end()) != mine.end();
  const bool negated = filter.compare == list_operator::neq || filter.compare == list_operator::nin;
  return any != negated;
}

}  // namespace

std::optional<list_query> parse_list_query(std::string_view text, std::vector<problem>& problems) {
  static constexpr std::array<std::string_view, 2> known{"filters", "order_by"};
  const std::string pointer = "?query";
  const auto before = problems.size();
  const auto parsed = base::parse_json(text);
  if (!parsed) {
    problems.push_back({pointer, parsed.error().message()});
    return std::nullopt;
  }
  const fields root(*parsed, problems, pointer);
  root.allow_only(known);
  list_query query;
  std::set<list_field> seen;
  const auto* filters = bounded_array(root, "filters");
  for (std::size_t i = 0; filters && i < filters->size(); ++i) {
    const fields given((*filters)[i], problems, pointer + "/filters/" + std::to_string(i));
    if (auto filter = given.is_object() ? read_filter(given, seen) : std::nullopt)
      query.filters.push_back(std::move(*filter));
  }
  const auto* orders = bounded_array(root, "order_by");
  for (std::size_t i = 0; orders && i < orders->size(); ++i) {
    const fields given((*orders)[i], problems, pointer + "/order_by/" + std::to_string(i));
    if (auto order = given.is_object() ? read_order(given) : std::nullopt) query.order_by.push_back(*order);
  }
  if (problems.size() != before) return std::nullopt;
  return query;
}

bool matches(const list_query& query, const deployment& d) {
  return std::all_of(query.filters.begin(), query.filters.end(),
                     [&d](const list_filter& filter) { return holds(filter, d); });
}

void sort(const list_query& query, std::vector<const deployment*>& all) {
  const auto before = [&query](const deployment* a, const deployment* b) {
    for (const auto& order : query.order_by) {
      const auto left = texts_of(order.field, *a), right = texts_of(order.field, *b);
      if (left != right) return order.descending ? right < left : left < right;
    }
    return false;
  };
  std::stable_sort(all.begin(), all.end(), before);
}

}  // namespace gamekeeper::emulator
