#include "net/resolver.hpp"

#include "base/limits.hpp"
#include "world.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;
using base::errc;

namespace {

using endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

struct fixture : tests::world {
  std::vector<lookup_done> asked;
  std::unique_ptr<resolver> names = make_resolver(
      time, [this](std::string, std::uint16_t, lookup_done done) { asked.push_back(std::move(done)); });

  auto resolve(std::string host) { return start(names->resolve(std::move(host), 443, time.now() + 5s)); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(resolver_, fixture)

BOOST_AUTO_TEST_CASE(a_numeric_host_is_not_looked_up) {
  const auto found = finish(names->resolve("::1", 80, time.now()));
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->front().address().to_string() == "::1");
  BOOST_TEST(found->front().port() == 80);
  BOOST_TEST(asked.empty());
}

BOOST_AUTO_TEST_CASE(what_the_lookup_finds_is_given) {
  const auto answer = resolve("h");
  settle();
  asked.at(0)({}, endpoints(2, tests::local_endpoint(443)));
  settle();
  BOOST_TEST_REQUIRE(answer->has_value());
  BOOST_TEST((*answer)->value().size() == 2u);
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(a_silent_server_costs_no_more_than_the_deadline) {
  const auto answer = resolve("h");
  time.advance(4999ms);
  BOOST_TEST(!answer->has_value());
  time.advance(1ms);
  BOOST_TEST_REQUIRE(answer->has_value());
  BOOST_TEST(((*answer)->error().code() == errc::timed_out));
  BOOST_TEST((*answer)->error().message() == "timed out resolving h");
  asked.at(0)({}, endpoints(1, tests::local_endpoint(443)));  // late, to nobody
  settle();
}

BOOST_AUTO_TEST_CASE(the_same_name_is_asked_once_at_a_time) {
  resolve("h");
  time.advance(6s);
  const auto second = resolve("h");
  const auto third = resolve("h");
  const auto other = resolve("i");
  settle();
  BOOST_TEST(asked.size() == 2u);
  asked.at(0)({}, endpoints(1, tests::local_endpoint(443)));
  settle();
  BOOST_TEST((*second)->has_value());
  BOOST_TEST((*third)->has_value());
  BOOST_TEST(!other->has_value());
  const auto fourth = resolve("h");
  settle();
  BOOST_TEST(asked.size() == 3u);
  asked.at(1)(boost::asio::error::host_not_found, {});
  asked.at(2)({}, {});
  settle();
  BOOST_TEST(((*other)->error().code() == errc::dns));
  BOOST_TEST(((*fourth)->error().code() == errc::dns));
}

BOOST_AUTO_TEST_CASE(names_beyond_the_limit_are_refused_until_one_is_found) {
  for (std::size_t i = 0; i < base::limits::lookups; ++i) resolve("h" + std::to_string(i));
  const auto refused = resolve("other");
  const auto joined = resolve("h0");
  settle();
  BOOST_TEST(asked.size() == base::limits::lookups);
  BOOST_TEST_REQUIRE(refused->has_value());
  BOOST_TEST((*refused)->error().message() ==
             "no address for other: 16 lookups are under way, and no more are allowed");
  asked.at(0)({}, endpoints(1, tests::local_endpoint(443)));
  settle();
  BOOST_TEST((*joined)->has_value());
  resolve("other");
  settle();
  BOOST_TEST(asked.size() == base::limits::lookups + 1);
  for (std::size_t i = 1; i < asked.size(); ++i) asked[i]({}, {});
  settle();
}

BOOST_AUTO_TEST_CASE(a_lookup_may_outlive_its_resolver) {
  resolve("h");
  time.advance(6s);
  names.reset();
  asked.at(0)({}, {});
  settle();
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(waiting_can_be_cancelled) {
  boost::asio::cancellation_signal stop;
  bool aborted = false;
  boost::asio::co_spawn(
      loop, names->resolve("h", 1, time.now() + 5s),
      boost::asio::bind_cancellation_slot(
          stop.slot(), [&](std::exception_ptr escaped, auto) { aborted = escaped != nullptr; }));
  settle();
  stop.emit(boost::asio::cancellation_type::terminal);
  settle();
  BOOST_TEST(aborted);
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(the_system_knows_localhost) {
  const auto system = make_system_resolver(loop.get_executor(), time);
  const auto found = finish(system->resolve("localhost", 80, time.now() + 5s));
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->front().address().is_loopback());
  BOOST_TEST(found->front().port() == 80);
}

BOOST_AUTO_TEST_CASE(the_system_says_that_it_does_not_know_a_name) {
  const auto system = make_system_resolver(loop.get_executor(), time);
  const auto found = finish(system->resolve("no name at all", 80, time.now() + 5s));
  BOOST_TEST_REQUIRE(!found.has_value());
  BOOST_TEST(found.error().message().starts_with("no address for no name at all: Host not found"));
  BOOST_TEST(!system->busy());
}

BOOST_AUTO_TEST_SUITE_END()
