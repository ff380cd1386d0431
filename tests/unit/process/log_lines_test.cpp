#include "process/log_lines.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::process;
using texts = std::vector<std::string>;

namespace {

texts lines_of(std::string_view bytes, std::size_t step, std::size_t limit = 100) {
  line_splitter splitter(limit);
  texts lines;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size())))
    splitter.feed(bytes.substr(0, step), [&](std::string_view line) { lines.emplace_back(line); });
  if (!splitter.unfinished().empty()) lines.push_back("unfinished:" + std::string(splitter.unfinished()));
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log_lines)

BOOST_AUTO_TEST_CASE(lines_are_the_same_however_the_bytes_come) {
  constexpr std::string_view text = "one\n\ntwo\r\nthree \xff\nlast";
  for (std::size_t step = 1; step <= text.size(); ++step)
    BOOST_TEST((lines_of(text, step) == texts{"one", "", "two", "three \xff", "unfinished:last"}), step);
}

BOOST_AUTO_TEST_CASE(a_line_beyond_the_limit_is_not_seen_and_the_next_one_is) {
  const std::string text =
      std::string(11, 'x') + "\n" + std::string(10, 'y') + "\nshort\n" + std::string(50, 'z');
  for (std::size_t step = 1; step <= text.size(); ++step)
    BOOST_TEST((lines_of(text, step, 10) == texts{std::string(10, 'y'), "short"}), step);
}

BOOST_AUTO_TEST_CASE(after_a_gap_the_rest_of_a_line_is_no_line) {
  line_splitter splitter(100);
  texts lines;
  const auto keep = [&](std::string_view line) { lines.emplace_back(line); };
  splitter.feed("begun", keep);
  splitter.skip_to_next_line();
  splitter.feed(" and ended\nwhole\n", keep);
  BOOST_TEST((lines == texts{"whole"}));
}

BOOST_AUTO_TEST_CASE(the_last_lines_stay_within_both_bounds) {
  last_lines few(3, 10);
  for (auto line : {"a", "b", "c", "d"}) few.add(line);
  BOOST_TEST((few.all() == texts{"b", "c", "d"}));
  few.add("12345678");
  BOOST_TEST((few.all() == texts{"c", "d", "12345678"}));
  few.add("1234567890");
  BOOST_TEST((few.all() == texts{"1234567890"}));
  few.add("12345678901");
  BOOST_TEST((few.all() == texts{"1234567890"}));
}

BOOST_AUTO_TEST_SUITE_END()
