#include "base/slot_pool.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using base::slot_pool;

namespace {

using held = std::unique_ptr<slot_pool::slot>;

struct fixture {
  std::string evicted;

  static base::slot_quota quota() {
    base::slot_quota out;
    out.total = 8;
    out.per_client = 3;
    out.reserved = 2;
    out.privileged = {"root", "owner"};
    return out;
  }
  slot_pool pool{quota()};

  held idle(const std::string& client, char name) {
    auto place = pool.acquire(client);
    BOOST_TEST_REQUIRE(place.get());
    place->set_idle([this, name] { evicted += name; });
    return place;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(slots, fixture)

BOOST_AUTO_TEST_CASE(beyond_its_share_a_client_replaces_its_own_longest_idle_one) {
  const auto other = idle("x", 'x');
  const auto first = idle("y", '1');
  const auto second = idle("y", '2');
  const auto third = idle("y", '3');
  first->set_idle([this] { evicted += '1'; });
  const auto fourth = idle("y", '4');
  BOOST_TEST(evicted == "2");
  const auto fifth = idle("y", '5');
  BOOST_TEST(evicted == "23");
  BOOST_TEST(pool.size() == 4u);
}

BOOST_AUTO_TEST_CASE(what_is_busy_is_not_evicted) {
  const auto first = idle("y", '1');
  const auto second = idle("y", '2');
  const auto third = idle("y", '3');
  for (const auto* each : {&first, &second, &third}) (*each)->set_busy();
  BOOST_TEST(!pool.acquire("y"));
  BOOST_TEST(evicted == "");
  third->set_idle([this] { evicted += '3'; });
  BOOST_TEST(pool.acquire("y").get());
  BOOST_TEST(evicted == "3");
}

BOOST_AUTO_TEST_CASE(places_stay_for_the_privileged_whoever_else_comes) {
  std::vector<held> all;
  for (const std::string client : {"a", "a", "b", "b"}) all.push_back(pool.acquire(client));
  BOOST_TEST(!pool.acquire("c"));
  for (const std::string client : {"root", "root", "owner", "owner"}) {
    all.push_back(pool.acquire(client));
    BOOST_TEST(all.back().get());
  }
  BOOST_TEST(pool.size() == 8u);
  BOOST_TEST(!pool.acquire("root"));
}

BOOST_AUTO_TEST_CASE(a_privileged_one_leaves_what_is_reserved_for_the_other) {
  std::vector<held> all;
  for (int i = 0; i < 6; ++i) all.push_back(idle("owner", 'o'));
  BOOST_TEST(evicted == "");
  all.push_back(idle("owner", 'p'));
  BOOST_TEST(evicted == "o");
  all.push_back(idle("root", 'r'));
  all.push_back(idle("root", 's'));
  BOOST_TEST(evicted == "o");
  all.push_back(idle("root", 't'));
  BOOST_TEST(evicted == "oo");
}

BOOST_AUTO_TEST_CASE(strangers_evict_strangers_only) {
  std::vector<held> all;
  for (int i = 0; i < 5; ++i) all.push_back(idle("root", 'r'));
  all.push_back(idle("a", 'a'));
  const auto next = idle("b", 'b');
  BOOST_TEST(evicted == "a");
  next->set_busy();
  BOOST_TEST(!pool.acquire("c"));
  all.push_back(idle("root", 'r'));
  BOOST_TEST(evicted == "ar");
}

BOOST_AUTO_TEST_CASE(a_place_given_back_is_free_and_an_evicted_one_is_not_free_twice) {
  base::slot_quota one;
  one.total = 1;
  slot_pool small(one);
  auto first = small.acquire("x");
  first->set_idle([] {});
  auto second = small.acquire("y");
  BOOST_TEST_REQUIRE(second.get());
  first->set_idle([] { BOOST_ERROR("it is gone"); });
  first.reset();
  BOOST_TEST(small.size() == 1u);
  BOOST_TEST(!small.acquire("z"));
  second.reset();
  BOOST_TEST(small.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_place_may_outlive_the_pool) {
  held last;
  {
    slot_pool own(quota());
    last = own.acquire("x");
  }
  last->set_idle([] {});
}

BOOST_AUTO_TEST_SUITE_END()
