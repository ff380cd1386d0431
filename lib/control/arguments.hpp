#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "net/http.hpp"

#include <boost/json.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::control {

/// A request's body, already known to be a JSON object (or nothing at all, which counts as {}). Every failure
/// is invalid_input and names the member and what is allowed.
class arguments {
 public:
  /// Refuses members that are not among `known`.
  static base::result<arguments> of(const net::http_request& request,
                                    std::initializer_list<std::string_view> known);

  /// Empty when it is absent.
  base::result<std::string> text(std::string_view key, std::size_t max) const;
  /// The same, but it has to be there and not empty.
  base::result<std::string> required_text(std::string_view key, std::size_t max) const;
  /// 3, and also 3.0 and "3" (whole_number.hpp).
  base::result<int> count(std::string_view key, int max) const;
  /// "1m30s", more than nothing and at most `max`.
  base::result<base::duration> duration(std::string_view key, base::duration max) const;
  base::result<std::optional<base::duration>> optional_duration(std::string_view key,
                                                                base::duration max) const;
  /// An object as its text; empty when it is absent.
  base::result<std::string> object_text(std::string_view key, std::size_t max) const;
  const boost::json::value* member(std::string_view key) const { return members_.if_contains(key); }

  static base::error invalid(std::string where, std::string_view what);
  static base::error wrong_kind(std::string_view key, std::string_view expected,
                                const boost::json::value& found);

 private:
  boost::json::object members_;
};

/// The value of `key` in a request's query, percent-decoded; nothing when it is absent.
std::optional<std::string> query_value(const net::http_request& request, std::string_view key);
/// A whole number of 0 and more; 0 when it is absent.
base::result<std::uint64_t> query_number(const net::http_request& request, std::string_view key);
/// A duration of at most `max` (a longer one is cut to it); nothing when it is absent.
base::result<base::duration> query_duration(const net::http_request& request, std::string_view key,
                                            base::duration max);

}  // namespace gamekeeper::control
