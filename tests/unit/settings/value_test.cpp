#include "settings/value.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::settings;

namespace {

std::string failure_of(std::string_view key, std::string_view text) {
  const auto checked = check(*find(key), text);
  BOOST_REQUIRE_MESSAGE(!checked, key << " took " << text);
  return checked.error().message();
}

void accepted(std::string_view key, std::string_view text) {
  const auto checked = check(*find(key), text);
  BOOST_TEST(bool(checked), key << ": " << (checked ? "" : checked.error().message()));
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(a_duration_is_read_in_milliseconds_within_its_range) {
  BOOST_TEST(check(*find("platform.poll_interval"), "1m30s")->number == 90'000);
  accepted("platform.poll_interval", "1s");
  accepted("platform.poll_interval", "1h");
  BOOST_TEST(holds(failure_of("platform.poll_interval", "999ms"), "too small"));
  BOOST_TEST(holds(failure_of("platform.poll_interval", "1h1ms"), "too large"));
}

BOOST_AUTO_TEST_CASE(a_duration_without_a_unit_is_an_error_that_says_so) {
  BOOST_TEST(holds(failure_of("drain.grace", "30"), "no unit"));
}

BOOST_AUTO_TEST_CASE(a_word_is_taken_only_where_it_is_allowed) {
  BOOST_TEST(check(*find("occupancy.empty_after"), "off")->word);
  failure_of("drain.grace", "off");
  failure_of("occupancy.empty_after", "OFF");
  failure_of("occupancy.empty_after", "");
  failure_of("log.level", "");
}

BOOST_AUTO_TEST_CASE(a_choice_suggests_the_nearest_word) {
  BOOST_TEST(holds(failure_of("log.level", "warm"), "did you mean 'warn'?"));
  BOOST_TEST(!holds(failure_of("log.level", "loud"), "did you mean"));
}

BOOST_AUTO_TEST_CASE(a_whole_number_is_whole_and_in_range) {
  BOOST_TEST(check(*find("platform.poll_jitter"), "90")->number == 90);
  for (auto text : {"91", "-1", "", "20%", "1.5", " 5", "99999999999999999999"})
    failure_of("platform.poll_jitter", text);
}

BOOST_AUTO_TEST_CASE(a_path_is_absolute_and_not_a_folder) {
  accepted("control.socket", "/run/gk/a b.sock");
  accepted("platform.ca_file", "");
  for (auto text : {"", "relative.sock", "aut", "/run/", "/a\nb"}) failure_of("control.socket", text);
  BOOST_TEST(holds(failure_of("state.file", std::string_view("/a\0b", 4)), "control character"));
}

BOOST_AUTO_TEST_CASE(a_socket_path_fits_what_the_kernel_takes) {
  accepted("control.socket", "/" + std::string(106, 'x'));
  BOOST_TEST(holds(failure_of("control.socket", "/" + std::string(107, 'x')), "108 bytes"));
}

BOOST_AUTO_TEST_CASE(an_address_is_https_or_stays_on_this_machine) {
  for (auto text : {"https://api.edgegap.com", "https://api.edgegap.com/", "https://[2001:db8::1]:8443/base",
                    "http://127.0.0.1:8080", "http://127.9.9.9", "http://localhost:1", "http://[::1]:8080"})
    accepted("platform.api_url", text);
  for (auto text : {"", "api.edgegap.com", "ftp://x", "http://api.edgegap.com",
                    "http://127.0.0.1.example.com", "http://localhost.example.com", "http://2130706433",
                    "https://", "https:///x", "https://a b", "https://a/?q", "https://a/#f", "https://:443"})
    failure_of("platform.api_url", text);
}

BOOST_AUTO_TEST_CASE(what_may_be_a_token_in_an_address_is_not_repeated) {
  BOOST_TEST(!holds(failure_of("platform.api_url", "https://hunter2@api.edgegap.com"), "hunter2"));
}

BOOST_AUTO_TEST_CASE(a_hostile_text_is_cut_and_cleaned_in_the_message) {
  const auto message = failure_of("drain.grace", std::string(10'000, 'x'));
  BOOST_TEST(message.size() < 300u);
  BOOST_TEST(failure_of("log.level", "a\x1b[31m\n").find_first_of("\x1b\n") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
