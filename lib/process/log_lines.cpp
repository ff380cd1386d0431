#include "process/log_lines.hpp"

#include <algorithm>

namespace gamekeeper::process {

void line_splitter::feed(std::string_view bytes, const listener& on_line) {
  while (!bytes.empty()) {
    if (bytes.front() == '\n') {
      end_line(end::newline, on_line);
      bytes.remove_prefix(1);
      continue;
    }
    if (returned_ && bytes.front() != '\r') end_line(end::redrawn, on_line);
    const auto newline = bytes.find('\n');
    const auto part = bytes.substr(0, std::min(newline, bytes.substr(0, newline).find('\r')));
    const bool is_usual = begun_.empty() && !too_long_ && part.size() <= limit_ && part.size() == newline;
    if (is_usual) {
      on_line(part, end::newline);  // without a copy
      bytes.remove_prefix(part.size() + 1);
      continue;
    }
    add(part, on_line);
    bytes.remove_prefix(part.size());
    returned_ = bytes.starts_with('\r');
    if (returned_) bytes.remove_prefix(1);
  }
}

void line_splitter::add(std::string_view part, const listener& on_line) {
  if (too_long_) return;
  const bool fits = begun_.size() + part.size() <= limit_;
  begun_.append(part.substr(0, limit_ - begun_.size()));
  if (fits) return;
  on_line(begun_, end::newline);
  begun_.clear();
  too_long_ = true;
}

void line_splitter::end_line(end how, const listener& on_line) {
  if (!too_long_ && (how == end::newline || !begun_.empty())) on_line(begun_, how);
  begun_.clear();
  too_long_ = false;
  returned_ = false;
}

void line_splitter::skip_to_next_line() {
  begun_.clear();
  too_long_ = true;
  returned_ = false;
}

void last_lines::add(std::string_view line) {
  if (line.size() > most_bytes_) return;
  lines_.emplace_back(line);
  bytes_ += line.size();
  while (lines_.size() > most_lines_ || bytes_ > most_bytes_) {
    bytes_ -= lines_.front().size();
    lines_.pop_front();
  }
}

}  // namespace gamekeeper::process
