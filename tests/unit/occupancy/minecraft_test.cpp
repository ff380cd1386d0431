#include "occupancy/minecraft.hpp"

#include "base/limits.hpp"
#include "packets.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::occupancy {

namespace {

namespace limits = base::limits;
using namespace packets;
using base::errc;

// As a vanilla server answers, its icon shortened.
const std::string status =
    R"({"version":{"name":"1.20.4","protocol":765},"description":{"text":"A Minecraft Server"},)"
    R"("players":{"max":20,"online":3,"sample":[{"name":"thinkofdeath","id":"4566e69f-c907-48ee-8d71-d7ba5aa00d20"}]},)"
    R"("favicon":"data:image/png;base64,iVBORw0KGgo=","enforcesSecureChat":true})";

}  // namespace

BOOST_AUTO_TEST_SUITE(minecraft)

BOOST_AUTO_TEST_CASE(the_handshake_and_the_question_have_their_form) {
  BOOST_TEST(minecraft_request("127.0.0.1", 25565) ==
             "\x13\x00\xff\xff\xff\xff\x0f\x09"
             "127.0.0.1\x63\xdd\x01\x01\x00"s);
}

BOOST_AUTO_TEST_CASE(the_answer_is_whole_at_its_last_byte_however_it_comes) {
  const auto packet = minecraft_packet(status);
  minecraft_answer answer;
  for (std::size_t i = 0; i + 1 < packet.size(); ++i)
    BOOST_REQUIRE(!answer.take(packet.substr(i, 1)).value());
  BOOST_TEST(answer.take(packet.substr(packet.size() - 1)).value().value() == 3);
  BOOST_TEST(minecraft_answer().take(packet + "and more").value().value() == 3);
}

BOOST_AUTO_TEST_CASE(a_large_icon_is_no_reason_to_refuse) {
  const auto large = R"({"players":{"online":0},"favicon":")" + std::string(200'000, 'A') + "\"}";
  BOOST_TEST(minecraft_answer().take(minecraft_packet(large)).value().value() == 0);
}

BOOST_AUTO_TEST_CASE(a_length_past_the_limit_is_refused_before_anything_is_kept) {
  const auto failed = minecraft_answer().take("\xff\xff\x7f"s);
  BOOST_TEST((failed.error().code() == errc::too_large));
}

BOOST_AUTO_TEST_CASE(a_status_that_does_not_say_how_many_play_says_nothing) {
  for (const auto& json :
       {R"({"description":"x"})"s, R"({"players":{"max":20}})"s, R"({"players":{"online":-1}})"s,
        R"({"players":{"online":"many"}})"s, R"({"players":[3]})"s, "[]"s}) {
    const auto failed = minecraft_answer().take(minecraft_packet(json));
    BOOST_REQUIRE_MESSAGE(!failed, json);
    BOOST_TEST(failed.error().message() == "the Minecraft server's status has no number at /players/online");
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_such_answer_is_malformed) {
  for (const auto& bytes : {"HTTP/1.1 400 Bad Request\r\n\r\n" + std::string(80, ' '), "\0\0"s, "\1\0"s,
                            "\3\1\1x"s, "\4\0\1{}"s, "\3\0\1{"s, "\xff\xff\xff\xff\xff\x01"s,
                            minecraft_packet(std::string(40, '[') + std::string(40, ']'))}) {
    const auto failed = minecraft_answer().take(bytes);
    BOOST_REQUIRE(!failed);
    BOOST_TEST((failed.error().code() == errc::malformed));
  }
}

BOOST_AUTO_TEST_CASE(a_count_past_the_limit_is_cut) {
  BOOST_TEST(
      minecraft_answer().take(minecraft_packet(R"({"players":{"online":99999999999}})")).value().value() ==
      limits::players_max);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
