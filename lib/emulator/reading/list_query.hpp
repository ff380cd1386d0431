#pragma once

#include "emulator/model/deployment.hpp"
#include "emulator/reading/fields.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// What GET /v1/deployments can filter and sort by.
enum class list_field { status, application, version, tags, created_at };
enum class list_operator { eq, neq, in, nin, lt, lte, gt, gte };

/// One of the filters; all of them have to hold.
struct list_filter {
  list_field field = list_field::status;
  list_operator compare = list_operator::eq;
  std::vector<std::string> values;  ///< one, or any number for in and nin; a status in upper case
  base::wall_time when{};           ///< created_at: the value
};

struct list_order {
  list_field field = list_field::created_at;
  bool descending = false;
};

struct list_query {
  std::vector<list_filter> filters;
  std::vector<list_order> order_by;  ///< the first counts most; equal ones stay in the order of their making
};

/// The JSON in the parameter `query`:
///   {"filters":[{"field":"status","operator":"eq","value":"ready"}],"order_by":[{"field":"created_at","order":"asc"}]}
/// The platform's filtering guide is not published with the specification: fields, operators and the rule of
/// one filter per field are those that its clients use. Nothing when there is any problem; the pointers
/// start with "?query".
std::optional<list_query> parse_list_query(std::string_view text, std::vector<problem>& problems);

bool matches(const list_query& query, const deployment& d);
void sort(const list_query& query, std::vector<const deployment*>& all);

}  // namespace gamekeeper::emulator
