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
  return seen;
}

const auto api = net::parse_url("https://api.example/v1").value();

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
  BOOST_TEST((judge_chain(api, inspected(chain_fate::trusted), "r").how == outcome::ok));
  for (const auto fate : {chain_fate::no_roots, chain_fate::unknown_root, chain_fate::expired,
                          chain_fate::not_yet_valid, chain_fate::wrong_name, chain_fate::refused}) {
    const auto said = judge_chain(api, inspected(fate), "the roots");
    BOOST_TEST((said.how == outcome::fail));
    BOOST_TEST(said.seen == "api.example: because");
    BOOST_TEST(!said.advice.empty());
    BOOST_TEST(said.details.at(0) == "api.example, by Some CA, 2026-01-01 00:00 to 2026-12-31 00:00");
  }
  BOOST_TEST(judge_chain(api, inspected(chain_fate::unknown_root), "the roots").advice.find("'Some CA'") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_chain_that_was_not_seen_is_no_crash) {
  auto seen = inspected(net::chain_fate::unknown_root);
  seen.chain.clear();
  seen.names.clear();
  BOOST_TEST((judge_chain(api, seen, "r").how == outcome::fail));
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
