#include "fleet/connection.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

namespace gamekeeper::fleet {

namespace {

std::string refusal(const connection_options& options, const std::vector<std::string>& environment) {
  const auto who = identify(options, environment);
  return who ? "accepted" : who.error().message();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(connections)

BOOST_AUTO_TEST_CASE(the_option_wins_over_the_variable_and_both_over_the_platforms_address) {
  connection_options options;
  std::vector<std::string> environment{"EDGEGAP_API_TOKEN= \"t0ken\"\r\n"};
  BOOST_TEST(identify(options, environment)->settings.api.origin() == "https://api.edgegap.com:443");
  BOOST_TEST(identify(options, environment)->settings.organisation_token->matches("t0ken"));
  environment.push_back("GAMEKEEPER_API_URL=https://emulator.test:8443");
  BOOST_TEST(identify(options, environment)->settings.api.origin() == "https://emulator.test:8443");
  options.api_url = "http://127.0.0.1:8080";
  BOOST_TEST(identify(options, environment)->settings.api.origin() == "http://127.0.0.1:8080");
}

BOOST_AUTO_TEST_CASE(a_token_never_goes_over_the_open_network) {
  connection_options options;
  options.api_url = "http://api.example.com";
  BOOST_TEST(
      refusal(options, {"EDGEGAP_API_TOKEN=t"}).starts_with("--api-url: the address uses plain http to"));
  options.api_url.clear();
  BOOST_TEST(refusal(options, {"EDGEGAP_API_TOKEN=t", "GAMEKEEPER_API_URL=ftp://x"})
                 .starts_with("GAMEKEEPER_API_URL: "));
}

BOOST_AUTO_TEST_CASE(without_a_token_nothing_is_asked) {
  BOOST_TEST(refusal({}, {}) == "no API token: set EDGEGAP_API_TOKEN or name a file with --token-file");
  BOOST_TEST(refusal({}, {"EDGEGAP_API_TOKEN= \n"}).starts_with("no API token"));
  BOOST_TEST(refusal({}, {"EDGEGAP_API_TOKEN=a b"}) ==
             "EDGEGAP_API_TOKEN: the token holds a space or a character that is not ASCII");
}

BOOST_AUTO_TEST_CASE(a_token_file_holds_it_in_its_first_line) {
  const tests::temporary_folder folder;
  connection_options options;
  options.token_file = folder.file("token");
  BOOST_TEST(refusal(options, {"EDGEGAP_API_TOKEN=other"}).find("No such file") != std::string::npos);
  std::ofstream(options.token_file) << "from-file\nmore\n";
  BOOST_TEST(
      identify(options, {"EDGEGAP_API_TOKEN=other"})->settings.organisation_token->matches("from-file"));
  std::ofstream(options.token_file) << "";
  BOOST_TEST(refusal(options, {}).find("its first line is empty") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(inside_a_deployment_what_was_injected_counts) {
  connection_options options;
  options.inside = true;
  const auto who = identify(
      options, {"ARBITRIUM_DELETE_URL=https://api.edgegap.com/v1/self/stop/a/1", "ARBITRIUM_DELETE_TOKEN=t"});
  BOOST_TEST(who->injected.can_stop_itself());
  BOOST_TEST(!who->settings.organisation_token.has_value());
  BOOST_TEST(refusal(options, {"ARBITRIUM_DELETE_URL=http://api.example.com/x", "ARBITRIUM_DELETE_TOKEN=t"})
                 .find("ARBITRIUM_DELETE_URL") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
