#include "gamekeeper/doctor/network.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::doctor;
using namespace std::chrono_literals;
using findings::outcome;

namespace {

const base::wall_time noon(std::chrono::seconds(1'795'608'000));  // 2026-11-25T12:00:00Z

net::tls_inspection inspected(net::chain_fate fate) {
  net::tls_inspection seen;
  seen.fate = fate;
  seen.why = fate == net::chain_fate::trusted ? "" : "because";
  seen.version = "TLSv1.3";
  seen.chain.push_back({"api.example", "Some CA", "2026-01-01 00:00", "2026-12-31 00:00"});
  seen.names.push_back("api.example");
  seen.own_roots = "the roots";
  seen.tried_roots = fate == net::chain_fate::trusted ? "the roots" : "the roots, then Mozilla's";
  seen.at_fault = "Old Root";
  return seen;
}

const auto api = net::parse_url("https://api.example/v1").value();

bool advised(net::chain_fate fate, std::string_view words) {
  return judge_chain(api, inspected(fate)).advice.find(words) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(network)

BOOST_AUTO_TEST_CASE(clocks_are_judged_by_their_distance) {
  BOOST_TEST((judge_clock(noon, noon + 9s).how == outcome::ok));
  BOOST_TEST((judge_clock(noon, noon + 1min).how == outcome::warn));
  BOOST_TEST((judge_clock(noon + 1min, noon).how == outcome::warn));
  const auto wrong = judge_clock(noon - 2h, noon);
  BOOST_TEST((wrong.how == outcome::fail));
  BOOST_TEST(wrong.seen == "2h behind the server's, which says 2026-11-25T12:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(every_fate_but_one_is_a_failure_with_advice) {
  using net::chain_fate;
  BOOST_TEST((judge_chain(api, inspected(chain_fate::trusted)).how == outcome::ok));
  for (const auto fate :
       {chain_fate::no_roots, chain_fate::unknown_root, chain_fate::expired, chain_fate::expired_link,
        chain_fate::expired_root, chain_fate::not_yet_valid, chain_fate::wrong_name, chain_fate::refused}) {
    const auto said = judge_chain(api, inspected(fate));
    BOOST_TEST((said.how == outcome::fail));
    BOOST_TEST(said.seen == "api.example: because");
    BOOST_TEST(!said.advice.empty());
    BOOST_TEST(said.details.at(0) == "api.example, by Some CA, 2026-01-01 00:00 to 2026-12-31 00:00");
  }
  BOOST_TEST(advised(chain_fate::unknown_root, "'Some CA'"));
  BOOST_TEST(advised(chain_fate::unknown_root, "the roots, then Mozilla's"));
}

BOOST_AUTO_TEST_CASE(only_its_own_end_is_the_servers_certificate) {
  using net::chain_fate;
  BOOST_TEST(advised(chain_fate::expired, "the server needs a new"));
  for (const auto fate : {chain_fate::expired_link, chain_fate::expired_root}) {
    BOOST_TEST(advised(fate, "'Old Root'"));
    BOOST_TEST(advised(fate, "newer ones"));
    BOOST_TEST(!advised(fate, "the server needs a new"));
  }
}

BOOST_AUTO_TEST_CASE(it_says_whose_roots_signed) {
  auto seen = inspected(net::chain_fate::trusted);
  BOOST_TEST(judge_chain(api, seen).seen.ends_with("is trusted, by the roots:"));
  seen.only_built_in = true;
  seen.tried_roots = "Mozilla's";
  const auto said = judge_chain(api, seen);
  BOOST_TEST((said.how == outcome::warn));
  BOOST_TEST(said.seen.ends_with("is trusted, by Mozilla's:"));
  BOOST_TEST(said.advice.starts_with("None of the image's own trust roots (the roots) signs it"));
}

BOOST_AUTO_TEST_CASE(a_file_of_roots_that_stands_in_the_way_is_named) {
  auto seen = inspected(net::chain_fate::unknown_root);
  seen.only_built_in = true;
  const auto said = judge_chain(api, seen);
  BOOST_TEST((said.how == outcome::fail));
  BOOST_TEST(said.advice.find("platform.ca_file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_chain_that_was_not_seen_is_no_crash) {
  auto seen = inspected(net::chain_fate::unknown_root);
  seen.chain.clear();
  seen.names.clear();
  BOOST_TEST((judge_chain(api, seen).how == outcome::fail));
}

BOOST_AUTO_TEST_CASE(each_server_once) {
  settings::agent_settings chosen;
  chosen.platform.api_url = "https://api.example";
  edgegap::injected_environment injected;
  injected.delete_url = net::parse_url("https://api.example/v1/self/stop/1/2").value();
  injected.context_url = net::parse_url("https://context.example:8443/v1").value();
  const auto all = servers_of(chosen, injected);
  BOOST_TEST_REQUIRE(all.size() == 2u);
  BOOST_TEST(all.at(0).origin() == "https://api.example:443");
  BOOST_TEST(all.at(1).host == "context.example");
}

BOOST_AUTO_TEST_SUITE_END()
