#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::process {

/// Cuts a stream of bytes into lines. Of a line longer than the limit the first bytes are handed over, exactly
/// as many as the limit; so a line of that size may have gone on.
class line_splitter {
 public:
  /// How a line ended.
  enum class end {
    newline,  ///< "\n" or "\r\n"
    redrawn   ///< a "\r" alone: what stands behind it takes its place on a terminal
  };
  using listener = std::function<void(std::string_view line, end how)>;

  explicit line_splitter(std::size_t line_bytes) : limit_(line_bytes) {}

  /// Calls `on_line` for each line that ends in `bytes`, without its end; empty ones that were redrawn are left
  /// out. The view is valid during the call.
  void feed(std::string_view bytes, const listener& on_line);
  /// The beginning of a line that has not ended yet: a crash's last words often have no newline.
  std::string_view unfinished() const noexcept { return too_long_ ? std::string_view() : begun_; }
  /// Forgets the line that has begun; the rest of it is passed over.
  void skip_to_next_line();

 private:
  void add(std::string_view part, const listener& on_line);
  void end_line(end how, const listener& on_line);

  std::size_t limit_;
  std::string begun_;
  bool too_long_ = false;
  bool returned_ = false;  ///< the last byte was a "\r"
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
