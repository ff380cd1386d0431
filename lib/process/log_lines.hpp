#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::process {

/// Cuts a stream of bytes into lines. A line longer than the limit is not handed over, and nothing of it is
/// kept; the next one is seen again.
class line_splitter {
 public:
  explicit line_splitter(std::size_t line_bytes) : limit_(line_bytes) {}

  /// Calls `on_line` for each line that ends in `bytes`, without its "\n" or "\r\n". The view is valid during
  /// the call.
  void feed(std::string_view bytes, const std::function<void(std::string_view)>& on_line);
  /// The beginning of a line that has not ended yet: a crash's last words often have no newline.
  std::string_view unfinished() const noexcept { return too_long_ ? std::string_view() : begun_; }
  /// Forgets the line that has begun; the rest of it is passed over.
  void skip_to_next_line();

 private:
  std::size_t limit_;
  std::string begun_;
  bool too_long_ = false;
};

/// The last lines of a stream, within two bounds.
class last_lines {
 public:
  last_lines(std::size_t lines, std::size_t bytes) : most_lines_(lines), most_bytes_(bytes) {}
  void add(std::string_view line);
  std::vector<std::string> all() const { return {lines_.begin(), lines_.end()}; }
  std::size_t bytes_limit() const noexcept { return most_bytes_; }

 private:
  std::size_t most_lines_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::deque<std::string> lines_;
};

}  // namespace gamekeeper::process
