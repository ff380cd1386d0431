#pragma once

#include <optional>

namespace gamekeeper::fleet {

/// Which part of a list is asked for.
struct page_options {
  std::optional<int> number;  ///< this page only; absent: all of them
  std::optional<int> size;    ///< items per page; absent: the platform's own
};

}  // namespace gamekeeper::fleet
