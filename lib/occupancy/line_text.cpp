#include "occupancy/line_text.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace gamekeeper::occupancy {

namespace {

constexpr char escape = '\x1b', bell = '\a';

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

/// Takes the bytes of a range off the front.
std::string_view take_range(std::string_view& text, char first, char last) {
  const auto end =
      std::find_if(text.begin(), text.end(), [first, last](char c) { return c < first || c > last; });
  const auto taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(taken.size());
  return taken;
}

class reader {
 public:
  explicit reader(const std::function<void(std::string_view)>& on_text) : on_text_(on_text) {}

  void read(std::string_view line) {
    while (!line.empty()) {
      const char c = line.front();
      line.remove_prefix(1);
      if (c == escape)
        take_escape(line);
      else if (c == '\r')
        begin_anew();
      else if (c == '\b')
        take_back(1);
      else if (!is_control(c))
        text_ += c;
    }
    begin_anew();
  }

 private:
  void begin_anew() {
    if (!text_.empty()) on_text_(text_);
    text_.clear();
  }

  void take_back(std::size_t characters) {
    if (characters >= text_.size()) return begin_anew();
    text_.resize(text_.size() - characters);
  }

  void take_escape(std::string_view& rest) {
    if (rest.empty()) return;
    const char kind = rest.front();
    if (kind == '[') {
      rest.remove_prefix(1);
      return take_control_sequence(rest);
    }
    constexpr std::string_view strings = "]PX^_";  // with a text that ends with ST, or as xterm has it, BEL
    if (strings.find(kind) != std::string_view::npos) return take_string(rest);
    take_range(rest, ' ', '/');
    if (!rest.empty() && !is_control(rest.front())) rest.remove_prefix(1);
  }

  /// One without an end is none: what follows is text.
  static void take_string(std::string_view& rest) {
    const auto end = std::min(rest.find(bell), rest.find("\x1b\\"));
    if (end == std::string_view::npos) return rest.remove_prefix(1);
    rest.remove_prefix(end + (rest[end] == bell ? 1 : 2));
  }

  void take_control_sequence(std::string_view& rest) {
    const auto parameters = take_range(rest, '0', '?');
    take_range(rest, ' ', '/');
    if (rest.empty() || rest.front() < '@' || rest.front() > '~') return;
    const char final = rest.front();
    rest.remove_prefix(1);
    std::size_t number = 1;
    std::from_chars(parameters.data(), parameters.data() + parameters.size(), number);
    if (final == 'C') text_ += ' ';
    if (final == 'D') take_back(std::max<std::size_t>(1, number));
    constexpr std::string_view elsewhere = "ABEFGHd`f";
    const bool erases = (final == 'K' || final == 'J') && !parameters.empty() && number > 0;
    if (erases || elsewhere.find(final) != std::string_view::npos) begin_anew();
  }

  const std::function<void(std::string_view)>& on_text_;
  std::string text_;
};

}  // namespace

void read_line(std::string_view line, const std::function<void(std::string_view)>& on_text) {
  for (const std::string_view mark : {"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"})
    if (line.starts_with(mark)) line.remove_prefix(mark.size());
  if (std::any_of(line.begin(), line.end(), is_control)) return reader(on_text).read(line);
  if (!line.empty()) on_text(line);  // the usual case, without a copy
}

}  // namespace gamekeeper::occupancy
