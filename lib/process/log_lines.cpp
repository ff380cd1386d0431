#include "process/log_lines.hpp"

namespace gamekeeper::process {

namespace {

std::string_view without_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

void line_splitter::feed(std::string_view bytes, const std::function<void(std::string_view)>& on_line) {
  while (!bytes.empty()) {
    const auto end = bytes.find('\n');
    const bool ends = end != std::string_view::npos;
    const auto part = bytes.substr(0, end);
    bytes.remove_prefix(ends ? end + 1 : bytes.size());
    if (too_long_ || begun_.size() + part.size() > limit_) {
      begun_.clear();
      too_long_ = !ends;
    } else if (!ends) {
      begun_.append(part);
    } else if (begun_.empty()) {
      on_line(without_return(part));  // the usual case, without a copy
    } else {
      begun_.append(part);
      on_line(without_return(begun_));
      begun_.clear();
    }
  }
}

void line_splitter::skip_to_next_line() {
  begun_.clear();
  too_long_ = true;
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
