#include "occupancy/regex_syntax.hpp"

#include <algorithm>
#include <array>

namespace gamekeeper::occupancy {

using base::errc;
using base::error;
using base::result;

namespace {

error refused(std::string reason) {
  return error(errc::invalid_input, std::move(reason));
}

error not_posix(std::string_view reason) {
  return refused("no POSIX extended regular expression: " + std::string(reason));
}

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool is_class(std::string_view name) noexcept {
  static constexpr std::array<std::string_view, 12> all{"alnum", "alpha", "blank", "cntrl",
                                                        "digit", "graph", "lower", "print",
                                                        "punct", "space", "upper", "xdigit"};
  return std::find(all.begin(), all.end(), name) != all.end();
}

std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

void append_literal(std::string& out, char c, std::string_view special) {
  if (special.find(c) != std::string_view::npos) out += '\\';
  out += c;
}

/// Each take_*() takes its construct off the front of the pattern and appends it in RE2's syntax.
class translation {
 public:
  explicit translation(std::string_view pattern) : rest_(pattern) {}

  result<std::string> run() {
    while (!rest_.empty())
      if (auto taken = take_next(); !taken) return taken.error();
    return std::move(out_);
  }

 private:
  result<void> take_next() {
    const char c = rest_.front();
    if (c == '[') return take_brackets();
    rest_.remove_prefix(1);
    if (c == '\\') return take_escape();
    if (c == '{') return take_bounds();
    if (c == '(') ++open_groups_;
    if (c == ')' && open_groups_-- == 0) {  // without a '(' it stands for itself
      open_groups_ = 0;
      out_ += '\\';
    }
    out_ += c;
    return {};
  }

  result<void> take_escape() {
    if (rest_.empty()) return not_posix("Trailing backslash");
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (is_digit(c)) return refused("the pattern refers back to a group (\\1), which is not supported");
    switch (c) {
      case 'w':
        out_ += "[0-9A-Za-z_]";
        break;
      case 'W':
        out_ += "[^0-9A-Za-z_]";
        break;
      case 's':
        out_ += "[[:space:]]";
        break;
      case 'S':
        out_ += "[^[:space:]]";
        break;
      case 'b':
      case '<':
      case '>':
        out_ += "\\b";
        break;
      case 'B':
        out_ += "\\B";
        break;
      case '`':
        out_ += '^';
        break;
      case '\'':
        out_ += '$';
        break;
      default:  // also a letter stands for itself, where RE2 knows another meaning
        append_literal(out_, c, "\\.[]{}()*+?|^$");
    }
    return {};
  }

  // {,n} is {0,n}.
  result<void> take_bounds() {
    const auto least = take_digits(rest_);
    const bool is_range = rest_.starts_with(',');
    if (is_range) rest_.remove_prefix(1);
    const auto most = is_range ? take_digits(rest_) : least;
    if (rest_.empty()) return not_posix("Unmatched { or \\{");
    if (rest_.front() != '}' || (least.empty() && !is_range)) return not_posix("Invalid content of \\{\\}");
    // RE2 takes a number of more than eight digits for plain text, and refuses the others above 1000 by itself.
    if (std::max(least.size(), most.size()) > 8) return not_posix("more than 1000 repetitions");
    rest_.remove_prefix(1);
    out_.append("{").append(least.empty() ? "0" : least);
    if (is_range) out_.append(",").append(most);
    out_ += '}';
    return {};
  }

  // A ']' that comes first stands for itself, and so does a '\' anywhere.
  result<void> take_brackets() {
    take(1);
    if (rest_.starts_with('^')) take(1);
    for (bool first = true; !rest_.empty(); first = false) {
      if (rest_.front() == ']' && !first) {
        take(1);
        return {};
      }
      if (rest_.starts_with("[:") || rest_.starts_with("[.") || rest_.starts_with("[=")) {
        if (auto taken = take_class(); !taken) return taken.error();
      } else {
        append_literal(out_, rest_.front(), "\\[]^");
        rest_.remove_prefix(1);
      }
    }
    return not_posix("Unmatched [, [^, [:, [., or [=");
  }

  // [:alpha:], and [.x.] or [=x=], which are x.
  result<void> take_class() {
    const char mark = rest_[1];
    const auto end = rest_.find(std::string{mark, ']'}, 2);
    if (end == std::string_view::npos) return not_posix("Unmatched [, [^, [:, [., or [=");
    const auto name = rest_.substr(2, end - 2);
    if (mark == ':') {
      if (!is_class(name)) return not_posix("Invalid character class name");
      out_.append("[:").append(name).append(":]");
    } else {
      if (name.size() != 1) return not_posix("Invalid collation character");
      append_literal(out_, name.front(), "\\[]^-");
    }
    rest_.remove_prefix(end + 2);
    return {};
  }

  void take(std::size_t size) {
    out_ += rest_.substr(0, size);
    rest_.remove_prefix(size);
  }

  std::string_view rest_;
  std::string out_;
  int open_groups_ = 0;
};

}  // namespace

result<std::string> re2_syntax(std::string_view pattern) {
  return translation(pattern).run();
}

}  // namespace gamekeeper::occupancy
