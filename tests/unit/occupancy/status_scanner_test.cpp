#include "occupancy/status_scanner.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace gamekeeper::occupancy {

namespace {

std::string with_message(const std::string& message) {
  return R"({"description":)" + message + R"(,"players":{"max":20,"online":3},"version":{"protocol":765}})";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(status_scanners)

BOOST_AUTO_TEST_CASE(no_message_of_the_day_hides_the_number) {
  std::string nested = R"({"text":"x"})";
  for (int i = 0; i < 5000; ++i) nested = R"({"text":"","extra":[)" + nested + "]}";
  const std::vector<std::string> messages{R"("x")",
                                          nested,
                                          R"("\ud83d")",
                                          "\"a\nb\"",
                                          "\"a \xa7\"",
                                          R"("a \"players\": {\"online\": 9}")",
                                          R"({"players":{"online":9}})",
                                          R"([{"online":9}])",
                                          R"("x\\")"};
  for (const auto& message : messages)
    BOOST_TEST(find_players_online(with_message(message)).value_or(-1) == 3, message.substr(0, 60));
}

BOOST_AUTO_TEST_CASE(the_number_may_be_written_in_several_ways) {
  for (const char* number : {"3", "3.0", "3e0", "\"3\"", " \n3 "})
    BOOST_TEST(find_players_online(std::string("\xef\xbb\xbf{\"players\" : {\"online\" :") + number + "}}")
                       .value_or(-1) == 3,
               number);
  BOOST_TEST(find_players_online(R"({"players":{"sample":[{"name":"online"}],"online":3}})").value_or(-1) ==
             3);
  BOOST_TEST(find_players_online(R"({"players":{"online":1},"players":{"online":3}})").value_or(-1) == 3);
}

BOOST_AUTO_TEST_CASE(another_number_is_never_taken_for_it) {
  for (const char* status :
       {"", "{", "[]", R"({"online":3})", R"({"players":{"max":3}})", R"({"players":{"online":3.5}})",
        R"({"players":{"online":-1}})", R"({"players":{"online":null}})", R"({"players":[3]})",
        R"({"players":{"sample":{"online":3}}})", R"({"players":null,"x":{"online":3}})",
        R"({"x":{"players":{"online":3}}})", R"({"players":{}}{"players":{"online":3}})",
        "{\"players\":{\"online\":"})
    BOOST_TEST(!find_players_online(status), status);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
