#include "process/log_lines.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::process;
using texts = std::vector<std::string>;

namespace {

texts lines_of(std::string_view bytes, std::size_t step, std::size_t limit = 100) {
  line_splitter splitter(limit);
  texts lines;
  const auto keep = [&lines](std::string_view line, line_splitter::end how) {
    lines.push_back((how == line_splitter::end::redrawn ? "redrawn:" : "") + std::string(line));
  };
  for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size())))
    splitter.feed(bytes.substr(0, step), keep);
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

BOOST_AUTO_TEST_CASE(a_line_beyond_the_limit_is_seen_by_its_first_bytes) {
  const std::string text =
      std::string(11, 'x') + "\n" + std::string(10, 'y') + "\nshort\n" + std::string(50, 'z');
  for (std::size_t step = 1; step <= text.size(); ++step)
    BOOST_TEST((lines_of(text, step, 10) ==
                texts{std::string(10, 'x'), std::string(10, 'y'), "short", std::string(10, 'z')}),
               step);
}

BOOST_AUTO_TEST_CASE(a_return_alone_ends_a_line_that_is_redrawn) {
  constexpr std::string_view text = "\r[ 1%]\r\r[99%]\rdone\r\r\nnext";
  for (std::size_t step = 1; step <= text.size(); ++step)
    BOOST_TEST((lines_of(text, step) == texts{"redrawn:[ 1%]", "redrawn:[99%]", "done", "unfinished:next"}),
               step);
}

BOOST_AUTO_TEST_CASE(redrawing_makes_no_line_too_long) {
  std::string text;
  for (int i = 0; i < 10; ++i) text += "\r12345678";
  BOOST_TEST(lines_of(text + "\rlast\n", 3, 10).back() == "last");
}

BOOST_AUTO_TEST_CASE(after_a_gap_the_rest_of_a_line_is_no_line) {
  line_splitter splitter(100);
  texts lines;
  const auto keep = [&](std::string_view line, line_splitter::end) { lines.emplace_back(line); };
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
