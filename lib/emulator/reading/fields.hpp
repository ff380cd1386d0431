#pragma once

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// What is wrong with one member, and what is allowed there.
struct problem {
  std::string pointer;  ///< JSON pointer, "" for the whole text
  std::string what;
};

/// "POINTER: what; POINTER: what"
std::string to_text(const std::vector<problem>& problems);

enum class presence { optional, required };

/// Reads the members of a JSON object strictly: a server that took "5" for 5 would hide its clients'
/// mistakes. null counts as absent. Refers to the value and to the list of problems: both outlive it.
class fields {
 public:
  fields(const boost::json::value& value, std::vector<problem>& problems, std::string pointer = "");

  /// Not empty, at most `longest` bytes, no NUL.
  std::optional<std::string> text(std::string_view key, presence need, std::size_t longest) const;
  /// The same, but may be empty.
  std::optional<std::string> any_text(std::string_view key, presence need, std::size_t longest) const;
  std::optional<std::int64_t> integer(std::string_view key, presence need, std::int64_t least,
                                      std::int64_t most) const;
  std::optional<double> number(std::string_view key, presence need, double least, double most) const;
  std::optional<bool> boolean(std::string_view key, presence need) const;
  std::optional<fields> object(std::string_view key, presence need) const;
  const boost::json::array* array(std::string_view key, presence need) const;
  /// Each of 1 to `longest` bytes, no NUL.
  std::vector<std::string> texts(std::string_view key, presence need, std::size_t longest) const;

  /// The members' names, in their order; empty when this is no object.
  std::vector<std::string> keys() const;
  /// A problem for each other key, with the nearest of these.
  void allow_only(std::span<const std::string_view> known) const;
  void add_problem(std::string_view key, std::string what) const;
  std::string pointer_to(std::string_view key) const;
  /// Of this object itself.
  const std::string& pointer() const noexcept { return pointer_; }
  bool is_object() const noexcept { return object_ != nullptr; }

 private:
  const boost::json::value* member(std::string_view key, presence need, std::string_view wanted) const;

  const boost::json::object* object_ = nullptr;
  std::vector<problem>* problems_;
  std::string pointer_;
};

}  // namespace gamekeeper::emulator
