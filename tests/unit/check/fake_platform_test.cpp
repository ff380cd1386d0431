#include "gamekeeper/check/fake_platform.hpp"

#include "base/json.hpp"
#include "edgegap/environment/environment.hpp"
#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::check;

namespace {

struct fixture {
  tests::captured_log log;
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  fake_platform platform{
      loop.get_executor(),
      time,
      log.log,
      {parse_port_request("Game Port=7777/UDP").value(), parse_port_request("web=80/HTTP").value()},
      512};
  fixture() { platform.listen().value(); }
  edgegap::injected_environment injected() { return edgegap::read_environment(platform.variables()); }
  net::http_response ask(std::string method, std::string target, const base::secret& token) {
    net::http_request request(std::move(method), std::move(target));
    request.authorization = token;
    return platform.answer(request);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_platform_of_a_check, fixture)

BOOST_AUTO_TEST_CASE(the_agent_reads_its_variables_without_a_warning) {
  const auto seen = injected();
  BOOST_TEST(seen.on_platform);
  BOOST_TEST(seen.can_stop_itself());
  BOOST_TEST(seen.has_context());
  BOOST_TEST(*seen.memory_mb == 512);
  BOOST_TEST(seen.warnings.empty());
  BOOST_TEST_REQUIRE(seen.ports.size() == 2u);
  BOOST_TEST(seen.ports.at(0).name == "Game Port");
  BOOST_TEST(*seen.ports.at(0).internal == 7777);
  const auto all = platform.variables();
  BOOST_TEST((std::find(all.begin(), all.end(), "ARBITRIUM_PORT_GAME_PORT_INTERNAL=7777") != all.end()));
}

BOOST_AUTO_TEST_CASE(the_context_is_for_its_token_alone) {
  const auto seen = injected();
  const auto answer = ask("GET", seen.context_url->target, seen.context_token);
  BOOST_TEST(answer.status == 200);
  const auto read = base::parse_json(answer.body);
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST(read->at("status").as_string() == "Status.READY");
  BOOST_TEST(read->at("ports").at("web").at("internal").as_int64() == 80);
  BOOST_TEST(ask("GET", seen.context_url->target, seen.delete_token).status == 401);
  BOOST_TEST(ask("DELETE", seen.context_url->target, seen.context_token).status == 404);
  BOOST_TEST(platform.answer(net::http_request("GET", seen.context_url->target)).status == 401);
}

BOOST_AUTO_TEST_CASE(a_self_stop_is_told) {
  const auto seen = injected();
  int told = 0;
  platform.on_self_stop([&told] { ++told; });
  BOOST_TEST(ask("DELETE", seen.delete_url->target, seen.context_token).status == 401);
  BOOST_TEST(told == 0);
  BOOST_TEST(ask("DELETE", seen.delete_url->target, seen.delete_token).status == 200);
  BOOST_TEST(told == 1);
  BOOST_TEST(ask("GET", "/v1/locations", seen.delete_token).status == 404);
}

BOOST_AUTO_TEST_CASE(no_two_have_the_same_tokens) {
  fake_platform other(loop.get_executor(), time, log.log, {}, std::nullopt);
  const auto theirs = edgegap::read_environment(other.variables());
  BOOST_TEST(!theirs.delete_token.matches(injected().delete_token.reveal()));
  BOOST_TEST(!injected().delete_token.matches(injected().context_token.reveal()));
  BOOST_TEST(injected().delete_token.reveal().size() == 32u);
}

BOOST_AUTO_TEST_SUITE_END()
