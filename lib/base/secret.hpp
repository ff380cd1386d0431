#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace gamekeeper::base {

/// A token. It can be carried and compared but not printed: there is no stream operator and no formatter, and
/// the only way to the text is reveal(), which is easy to find in a review. Overwritten when it is destroyed.
class secret {
 public:
  secret() = default;
  explicit secret(std::string text) : text_(std::move(text)) {}
  secret(const secret&) = default;
  secret(secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  secret& operator=(const secret&) = default;
  secret& operator=(secret&& other) noexcept;
  ~secret() { wipe(); }

  bool empty() const noexcept { return text_.empty(); }
  /// For the one place that puts it on the wire. Never for a log, an error or an answer.
  const std::string& reveal() const noexcept { return text_; }
  /// Compares in a time that depends on the lengths alone.
  bool matches(std::string_view candidate) const noexcept;

 private:
  void wipe() noexcept;
  std::string text_;
};

std::ostream& operator<<(std::ostream&, const secret&) = delete;

}  // namespace gamekeeper::base
