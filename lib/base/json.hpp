#pragma once

#include "base/error.hpp"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::base {

/// Parses one JSON text that a stranger wrote: at most limits::json_depth levels deep, nothing behind it, and in
/// front of it at most a byte order mark. The error is `malformed` and says at which byte.
result<boost::json::value> parse_json(std::string_view text);

/// Reads the members of a JSON object without trusting it. A key that is absent or null gives nothing,
/// silently; a value of the wrong type gives nothing and a sentence in problems() that starts with its JSON
/// pointer; unknown keys are not looked at. Numbers and booleans are also taken from text ("5", "5.0", "true"),
/// since the platform's clients do both. Refers to the value it reads and to the list of problems: both
/// outlive it.
class json_reader {
 public:
  /// `value` that is no object is one problem, and every member of it is absent.
  json_reader(const boost::json::value& value, std::vector<std::string>& problems, std::string pointer = "");

  std::optional<std::string> text(std::string_view key) const;
  std::optional<std::int64_t> integer(std::string_view key) const;
  std::optional<double> number(std::string_view key) const;
  std::optional<bool> boolean(std::string_view key) const;
  std::optional<std::vector<std::string>> texts(std::string_view key) const;
  std::optional<json_reader> object(std::string_view key) const;
  /// The objects of an array, each with its own pointer; an element that is no object is a problem and left
  /// out.
  std::vector<json_reader> objects(std::string_view key) const;

  /// The member as it is, when it is there and not null.
  const boost::json::value* member(std::string_view key) const;
  /// The keys of this object, in their order.
  std::vector<std::string> keys() const;
  std::string pointer_to(std::string_view key) const;
  void problem(std::string_view key, std::string_view what) const;

 private:
  const boost::json::object* object_ = nullptr;
  std::vector<std::string>* problems_;
  std::string pointer_;
};

/// "an object", "a string", …: how a value is called in an error.
std::string_view kind_of(const boost::json::value& value) noexcept;

}  // namespace gamekeeper::base
