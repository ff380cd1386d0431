#include "occupancy/line_text.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace gamekeeper::occupancy {

namespace {

using namespace std::string_literals;
using texts = std::vector<std::string>;

texts read(std::string_view line) {
  texts all;
  read_line(line, [&all](std::string_view text) { all.emplace_back(text); });
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(line_texts)

BOOST_AUTO_TEST_CASE(plain_text_stays_as_it_is) {
  BOOST_TEST((read("[12:00]\tZo\xc3\xab joined") == texts{"[12:00]\tZo\xc3\xab joined"}));
  BOOST_TEST(read("").empty());
}

BOOST_AUTO_TEST_CASE(escape_sequences_are_no_text) {
  BOOST_TEST((read("\x1b[32mAnn \x1b[1;4mjoined\x1b[0m") == texts{"Ann joined"}));
  BOOST_TEST((read("\x1b]0;a title\aAnn\x1b]8;;http://x\x1b\\ joined\x1b(B") == texts{"Ann joined"}));
  BOOST_TEST((read("\x1b[38:2:1:2:3mAnn joined\x1b[") == texts{"Ann joined"}));
  BOOST_TEST((read("Ann joined\x1b") == texts{"Ann joined"}));
  BOOST_TEST((read("\x1b]Ann joined") == texts{"Ann joined"}));
}

BOOST_AUTO_TEST_CASE(what_is_written_anew_is_a_text_of_its_own) {
  BOOST_TEST((read("\r[ 1%]\r[99%]\rAnn joined") == texts{"[ 1%]", "[99%]", "Ann joined"}));
  BOOST_TEST((read("> \x1b[2K\x1b[1GAnn joined") == texts{"> ", "Ann joined"}));
  BOOST_TEST((read("> \x1b[1000DAnn joined") == texts{"> ", "Ann joined"}));
  BOOST_TEST((read("> \b\bAnn joined") == texts{">", "Ann joined"}));
  BOOST_TEST((read("Ann joinef\bd\x1b[K") == texts{"Ann joined"}));
}

BOOST_AUTO_TEST_CASE(zero_bytes_and_marks_of_the_encoding_are_nothing) {
  BOOST_TEST((read("Ann\0 joined"s) == texts{"Ann joined"}));
  BOOST_TEST((read("\xff\xfe"
                   "A\0n\0n\0"s) == texts{"Ann"}));
  BOOST_TEST((read("\xef\xbb\xbf"
                   "Ann joined") == texts{"Ann joined"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
