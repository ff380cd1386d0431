#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace gamekeeper::telemetry {

/// Something that is JSON already, for free metadata: known to be valid by whoever makes one.
struct json_text {
  std::string text;
};

/// One named value of an event. What is absent is null.
class event_member {
 public:
  using value_type = std::variant<std::nullptr_t, bool, std::int64_t, std::string, json_text>;

  event_member(std::string_view key, std::string_view value) : key_(key), value_(std::string(value)) {}
  event_member(std::string_view key, const std::string& value) : key_(key), value_(value) {}
  event_member(std::string_view key, const char* value) : key_(key), value_(std::string(value)) {}
  event_member(std::string_view key, json_text value) : key_(key), value_(std::move(value)) {}
  event_member(std::string_view key, base::duration value) : key_(key), value_(value.count()) {}
  template <class T>
  requires std::is_arithmetic_v<T> event_member(std::string_view key, T value) : key_(key) {
    if constexpr (std::is_same_v<T, bool>)
      value_ = value;
    else
      value_ = static_cast<std::int64_t>(value);
  }
  template <class T>
  event_member(std::string_view key, const std::optional<T>& value)
      : event_member(value ? event_member(key, *value) : event_member(key)) {}

  std::string_view key() const noexcept { return key_; }
  const value_type& value() const noexcept { return value_; }

 private:
  explicit event_member(std::string_view key) : key_(key), value_(nullptr) {}
  std::string_view key_;  // a literal
  value_type value_;
};

/// One change, before it has a number and a time. Made by the functions of event_types.hpp alone, so that a
/// type always has the same members.
class event {
 public:
  /// `type` is one of event_types().
  event(std::string_view type, std::initializer_list<event_member> members)
      : type_(type), members_(members) {}

  std::string_view type() const noexcept { return type_; }
  const std::vector<event_member>& members() const noexcept { return members_; }

  /// {"seq":12,"time":"2026-04-22T12:00:46.444Z","type":"phase",…}, without a line's end. Texts are cut to
  /// limits::event_text_bytes.
  std::string to_json(std::uint64_t seq, base::wall_time at) const;

 private:
  std::string_view type_;  // a literal
  std::vector<event_member> members_;
};

}  // namespace gamekeeper::telemetry
