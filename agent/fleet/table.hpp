#pragma once

#include "fleet/screen.hpp"

#include <string>
#include <vector>

namespace gamekeeper::fleet {

struct cell {
  cell(std::string t, tint h = tint::none) : text(std::move(t)), how(h) {}  // NOLINT: a text is a cell
  cell(const char* t) : text(t) {}                                          // NOLINT
  std::string text;
  tint how = tint::none;
};

/// Columns, aligned by what the terminal shows. Where the terminal is too narrow, the widest columns are cut first, but
/// never the first one: it is what people copy. Where even that does not fit, each row becomes a block of its own, one
/// line per column.
class table {
 public:
  explicit table(std::vector<std::string> titles) : titles_(std::move(titles)) {}
  /// As many cells as there are titles.
  void add(std::vector<cell> row);
  bool empty() const noexcept { return rows_.empty(); }
  void print(const screen& to) const;

 private:
  std::vector<std::size_t> widths() const;
  void print_rows(const screen& to, const std::vector<std::size_t>& widths) const;
  void print_blocks(const screen& to) const;

  std::vector<std::string> titles_;
  std::vector<std::vector<cell>> rows_;
};

/// "label   text" lines, the labels aligned; an empty text is left out.
class fact_list {
 public:
  void add(std::string label, cell text);
  void print(const screen& to) const;

 private:
  std::vector<std::pair<std::string, cell>> facts_;
};

}  // namespace gamekeeper::fleet
