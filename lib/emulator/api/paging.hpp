#pragma once

#include "emulator/reading/query_parameters.hpp"

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <string>

namespace gamekeeper::emulator {

/// Which page of a list, and where it lies in it.
struct page_request {
  std::size_t number = 1;  ///< from 1
  std::size_t size = 0;    ///< entries of one page

  std::size_t first() const noexcept { return (number - 1) * size; }
  /// Pages of `total` entries; an empty list has one page, which is empty.
  std::size_t pages(std::size_t total) const noexcept { return total == 0 ? 1 : (total + size - 1) / size; }
  bool past_the_end(std::size_t total) const noexcept { return number > pages(total); }
};

/// From the parameters page and limit.
page_request read_page(const query_parameters& query);

/// Adds total_count and pagination, as PaginatedResponse of both specifications has them. A page past the end
/// is an empty one: who walks pages while deployments end would otherwise get an error for it. The documents
/// do not say.
void add_pagination(boost::json::object& into, const page_request& page, std::size_t total);
/// "page 9 is past the end: there are 2 pages", or empty.
std::string past_the_end_text(const page_request& page, std::size_t total);

}  // namespace gamekeeper::emulator
