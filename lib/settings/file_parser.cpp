#include "base/byte_order_mark.hpp"
#include "base/limits.hpp"
#include "settings/list_text.hpp"
#include "settings/settings_file.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <tuple>
#include <utility>

namespace gamekeeper::settings {

namespace json = boost::json;
using boost::system::error_code;

namespace {

// Takes the parser's events and keeps the scalars with their dotted keys. Boost.JSON's own value would lose
// the lines and let the last of two equal keys win in silence.
class collector {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  std::vector<file_entry> entries;
  std::string root;  // what the whole is when it is no object
  int line = 1;      // of the text that the parser is being given

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }

  bool on_object_begin(error_code&) {
    if (inside_array_ > 0) return spoil("an object");
    open_.push_back({pending_key_, pending_line_});
    return true;
  }
  bool on_object_end(std::size_t members, error_code&) {
    if (inside_array_ > 0) return true;
    std::tie(pending_key_, pending_line_) = std::move(open_.back());
    open_.pop_back();
    // Only an empty object says nothing else about its key; the members of any other one are checked
    // themselves.
    if (members == 0 && !open_.empty()) keep(file_entry::form::other, "an object");
    return true;
  }
  bool on_array_begin(error_code&) {
    if (inside_array_ > 0) spoil("an array");
    ++inside_array_;
    return true;
  }
  bool on_array_end(std::size_t, error_code&) {
    if (--inside_array_ > 0) return true;
    const auto items = std::exchange(items_, {});
    const auto spoilt = std::exchange(spoilt_, {});
    return spoilt.empty() ? keep(file_entry::form::list, write_list(items))
                          : keep(file_entry::form::other, "an array that holds " + spoilt);
  }

  bool on_key_part(json::string_view part, std::size_t, error_code&) { return gather(part); }
  bool on_key(json::string_view part, std::size_t, error_code&) {
    gather(part);
    const auto key = std::exchange(text_, {});
    if (inside_array_ > 0) return true;
    pending_key_ = open_.size() == 1 ? key : open_.back().first + "." + key;
    pending_line_ = line;
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, error_code&) { return gather(part); }
  bool on_string(json::string_view part, std::size_t, error_code&) {
    gather(part);
    auto text = std::exchange(text_, {});
    if (inside_array_ == 0) return keep(file_entry::form::text, std::move(text));
    if (inside_array_ == 1) items_.push_back(std::move(text));
    return true;
  }
  bool on_number_part(json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, error_code&) {
    return keep(file_entry::form::integer, std::to_string(number));
  }
  bool on_uint64(std::uint64_t number, json::string_view, error_code&) {
    return keep(file_entry::form::integer, std::to_string(number));
  }
  bool on_double(double, json::string_view, error_code&) {
    return keep(file_entry::form::other, "a fraction");
  }
  bool on_bool(bool yes, error_code&) { return keep(file_entry::form::boolean, yes ? "true" : "false"); }
  bool on_null(error_code&) { return keep(file_entry::form::other, "null"); }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }

 private:
  bool gather(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool keep(file_entry::form what, std::string text) {
    if (inside_array_ > 0) return spoil(in_words(what, text));
    if (open_.empty())
      root = in_words(what, text);
    else
      entries.push_back({pending_key_, what, std::move(text), pending_line_});
    return true;
  }

  /// The array holds something else than strings, and what.
  bool spoil(std::string_view what) {
    if (spoilt_.empty()) spoilt_ = what;
    return true;
  }

  std::vector<std::pair<std::string, int>>
      open_;  // the objects around here: dotted key and line; the root has no key
  std::string pending_key_;
  int pending_line_ = 0;
  int inside_array_ = 0;  // how deep
  std::vector<std::string> items_;
  std::string spoilt_;
  std::string text_;
};

using parser = json::basic_parser<collector>;

parser make_parser() {
  json::parse_options options;
  options.max_depth = base::limits::json_depth;
  options.allow_comments = true;
  options.allow_trailing_commas = true;
  return parser(options);
}

problem not_json(std::string_view path, int line, std::size_t column, std::string what) {
  problem found;
  found.where = {origin::layer::file,
                 std::string(path) + ":" + std::to_string(line) + ":" + std::to_string(column)};
  found.message = "not JSON, so nothing of the file is used: " + std::move(what);
  found.allowed = "an object; comments and trailing commas are fine";
  return found;
}

// Line by line, so that the collector knows the line of every key: a JSON string holds no line break, so a
// key is always whole on one line. Gives what is wrong, if anything is.
std::optional<problem> feed(parser& into, std::string_view path, std::string_view text) {
  error_code ec;
  auto& line = into.handler().line;
  while (!text.empty()) {
    const auto length = std::min(text.find('\n'), text.size() - 1) + 1;
    const auto consumed = into.write_some(true, text.data(), length, ec);
    if (ec) return not_json(path, line, consumed + 1, ec.message());
    if (consumed < length) return not_json(path, line, consumed + 1, "something follows the closing bracket");
    text.remove_prefix(length);
    if (!text.empty()) ++line;
  }
  into.write_some(true, "\n", 1, ec);  // ends a comment that the end of the file ends
  if (!ec) into.write_some(false, "", 0, ec);
  if (ec) return not_json(path, line, 1, "the file ends in the middle: " + ec.message());
  return std::nullopt;
}

}  // namespace

std::string in_words(file_entry::form what, const std::string& text) {
  switch (what) {
    case file_entry::form::text:
      return "a string";
    case file_entry::form::integer:
      return "a number";
    case file_entry::form::boolean:
      return "a boolean";
    case file_entry::form::list:
      return "an array";
    case file_entry::form::other:
      break;
  }
  return text;
}

file_contents parse_settings_file(std::string_view path, std::string_view text) {
  text = base::without_byte_order_mark(text);
  auto reader = make_parser();
  file_contents contents;
  contents.failure = feed(reader, path, text);
  auto& seen = reader.handler();
  if (!contents.failure && !seen.root.empty()) {
    contents.failure = not_json(path, 1, 1, "the whole is " + seen.root);
    contents.failure->message = "nothing of the file is used: it is " + seen.root;
  }
  if (!contents.failure) contents.entries = std::move(seen.entries);
  return contents;
}

}  // namespace gamekeeper::settings
