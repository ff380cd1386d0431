#pragma once

#include "emulator/model/deployment.hpp"
#include "emulator/reading/fields.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

enum class filter_type { any, all, none };

/// Reads the members field (one of `allowed`; empty: any text), filter_type (any, all, not) and values that
/// the filters of bulk-stop and of deploy v1 have in common.
struct bulk_filter {
  std::string field;
  filter_type type = filter_type::any;
  std::vector<std::string> values;

  /// Whether something with these texts passes: any of `values` is among them, all are, or none is.
  bool passes(const std::vector<std::string>& mine) const;
};

/// Nothing, and at least one problem, when it is no filter.
std::optional<bulk_filter> read_bulk_filter(const fields& given, std::span<const std::string_view> allowed);

/// The body of POST /v1/deployments/bulk-stop. No filter at all is refused: it would stop everything, and
/// the documents do not promise that. Nothing when there is any problem.
std::optional<std::vector<bulk_filter>> parse_bulk_stop(std::string_view body,
                                                        std::vector<problem>& problems);

bool matches(const std::vector<bulk_filter>& filters, const deployment& d);

}  // namespace gamekeeper::emulator
