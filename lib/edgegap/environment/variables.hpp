#pragma once

#include "base/secret.hpp"
#include "edgegap/messages/types.hpp"
#include "net/url.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::edgegap {

/// The ARBITRIUM_* variables of one environment, and the warnings that reading them gives. Every reader takes
/// what is lost when the value is of no use, as the end of a sentence. An absent or empty variable gives
/// nothing, silently. Refers to the list it was made from.
class variables {
 public:
  explicit variables(std::span<const std::string> name_equals_value_list);

  /// Names and what they say (base/variable_text.hpp).
  const std::map<std::string_view, std::string_view>& all() const noexcept { return values_; }
  bool has(std::string_view name) const noexcept;

  std::string text(std::string_view name, std::string_view lost);
  base::secret token(std::string_view name, std::string_view lost);
  std::optional<net::url> trusted_url(std::string_view name, std::string_view lost);
  /// A whole number of at least one.
  std::optional<int> count(std::string_view name, std::string_view lost);
  std::optional<std::uint16_t> port(std::string_view name, std::string_view lost);
  std::optional<bool> flag(std::string_view name, std::string_view lost);

  void warn(std::string_view name, std::string_view what, std::string_view lost);
  /// The warnings so far, without any of these texts.
  std::vector<std::string> warnings_without(std::span<const base::secret* const> hidden) const;

 private:
  std::string_view find(std::string_view name) const noexcept;

  std::map<std::string_view, std::string_view> values_;
  std::vector<std::string> warnings_;
};

}  // namespace gamekeeper::edgegap
