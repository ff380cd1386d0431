#include "edgegap/client/paginator.hpp"

#include <string>
#include <utility>

namespace gamekeeper::edgegap {

api_error endless_list(operation_id what, int at, std::optional<int> next) {
  auto why = "page " + std::to_string(at);
  why += next ? " says that page " + std::to_string(*next) + " comes next, which leads nowhere"
              : " is one more than a list may have";
  return api_error::from_failure(what, base::error(base::errc::malformed, std::move(why)));
}

}  // namespace gamekeeper::edgegap
