#include "emulator/api/paging.hpp"

#include "base/limits.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gamekeeper::emulator {

namespace json = boost::json;

page_request read_page(const query_parameters& query) {
  page_request page;
  page.number = static_cast<std::size_t>(query.integer("page", 1, 1'000'000'000).value_or(1));
  page.size = static_cast<std::size_t>(query.integer("limit", 1, base::limits::emulator_page_max)
                                           .value_or(base::limits::emulator_page_default));
  return page;
}

void add_pagination(json::object& into, const page_request& page, std::size_t total) {
  const auto pages = page.pages(total);
  const bool next = page.number < pages;
  const bool previous = page.number > 1;
  into["total_count"] = total;
  into["pagination"] = {{"number", page.number},
                        {"next_page_number", next ? json::value(page.number + 1) : json::value(nullptr)},
                        {"previous_page_number",
                         previous ? json::value(std::min(page.number - 1, pages)) : json::value(nullptr)},
                        {"paginator", {{"num_pages", pages}}},
                        {"has_next", next},
                        {"has_previous", previous}};
}

std::string past_the_end_text(const page_request& page, std::size_t total) {
  if (!page.past_the_end(total)) return "";
  return "page " + std::to_string(page.number) + " is past the end: there are " +
         std::to_string(page.pages(total)) + " pages";
}

}  // namespace gamekeeper::emulator
