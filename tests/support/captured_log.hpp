#pragma once

#include "base/log.hpp"

#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::tests {

/// A logger whose lines a test can read.
class captured_log {
 public:
  explicit captured_log(base::log_format format = base::log_format::json,
                        base::log_level level = base::log_level::debug)
      : log(std::make_unique<sink>(*lines_), format, level) {}

  const std::vector<std::string>& lines() const { return *lines_; }
  std::string all() const {
    std::string text;
    for (const auto& line : *lines_) text += line;
    return text;
  }
  /// How many lines contain `text`.
  std::size_t count(std::string_view text) const {
    std::size_t found = 0;
    for (const auto& line : *lines_) found += line.find(text) != std::string::npos ? 1 : 0;
    return found;
  }
  bool has(std::string_view text) const { return count(text) > 0; }
  void clear() { lines_->clear(); }

 private:
  class sink final : public base::log_sink {
   public:
    explicit sink(std::vector<std::string>& lines) : lines_(lines) {}
    void write(std::string_view line) override { lines_.emplace_back(line); }

   private:
    std::vector<std::string>& lines_;
  };
  std::unique_ptr<std::vector<std::string>> lines_ = std::make_unique<std::vector<std::string>>();

 public:
  base::logger log;
};

}  // namespace gamekeeper::tests
