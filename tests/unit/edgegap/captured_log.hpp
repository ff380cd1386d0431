#pragma once

#include "base/log.hpp"

#include <memory>
#include <string>

namespace gamekeeper::tests {

/// A logger at debug level whose lines are kept, so that a test can search them.
class captured_log {
 public:
  captured_log() : log_(std::make_unique<keeper>(*this), base::log_format::text, base::log_level::debug) {}

  base::logger& log() noexcept { return log_; }
  const std::string& text() const noexcept { return text_; }
  int count(std::string_view word) const {
    int found = 0;
    for (auto at = text_.find(word); at != std::string::npos; at = text_.find(word, at + word.size()))
      ++found;
    return found;
  }
  void clear() { text_.clear(); }

 private:
  struct keeper final : base::log_sink {
    explicit keeper(captured_log& o) : owner(o) {}
    void write(std::string_view line) override { owner.text_ += line; }
    captured_log& owner;
  };

  std::string text_;
  base::logger log_;
};

}  // namespace gamekeeper::tests
