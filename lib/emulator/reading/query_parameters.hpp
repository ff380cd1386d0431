#pragma once

#include "emulator/reading/fields.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// The parameters behind '?': name=value, '&' between, %XX and '+' decoded. A name that comes twice counts
/// once, the last. Those that no operation asks for are not looked at, as on the platform. A problem's
/// pointer is "?name".
class query_parameters {
 public:
  /// An escape that is cut or wrong is a problem. `problems` outlives this.
  query_parameters(std::string_view raw, std::vector<problem>& problems);

  std::optional<std::string> text(const std::string& name) const;
  std::optional<std::int64_t> integer(const std::string& name, std::int64_t least, std::int64_t most) const;
  /// true, false, 1 or 0, in any case of letters: Python's clients write True.
  std::optional<bool> boolean(const std::string& name) const;
  void add_problem(const std::string& name, std::string what) const;

 private:
  std::map<std::string, std::string> values_;
  std::vector<problem>* problems_;
};

}  // namespace gamekeeper::emulator
