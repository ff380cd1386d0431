#include "base/limits.hpp"
#include "emulator/model/deployment_store.hpp"
#include "emulator/model/random_hex.hpp"
#include "emulator/platform/free_ports.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;

namespace {

emulator::deployment one(int number, bool ended) {
  emulator::deployment d;
  d.request_id = std::to_string(number);
  d.delete_token = base::secret("token-" + d.request_id);
  if (ended) d.ended_at = base::time_point{};
  return d;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(emulator_store)

BOOST_AUTO_TEST_CASE(ended_deployments_are_forgotten_oldest_first_beyond_the_limit_and_living_ones_never) {
  const int kept = static_cast<int>(base::limits::emulator_ended_kept);
  emulator::deployment_store store;
  store.add(one(0, false));
  for (int i = 1; i <= kept + 2; ++i) store.add(one(i, true));
  store.forget_oldest_ended();
  BOOST_TEST(store.find("0") != nullptr);
  BOOST_TEST(store.find("1") == nullptr);
  BOOST_TEST(store.find("2") == nullptr);
  BOOST_TEST(store.find("3") != nullptr);
  BOOST_TEST(store.live() == 1u);
}

BOOST_AUTO_TEST_CASE(a_delete_token_is_known_whosever_it_is) {
  emulator::deployment_store store;
  store.add(one(1, false));
  store.add(one(2, true));
  BOOST_TEST(store.knows_delete_token("token-1"));
  BOOST_TEST(store.knows_delete_token("token-2"));
  BOOST_TEST(!store.knows_delete_token("token-3"));
  BOOST_TEST(!store.knows_delete_token(""));
}

BOOST_AUTO_TEST_CASE(a_free_port_is_in_the_range_not_taken_and_not_anybody_elses) {
  const emulator::port_range range{10, 13};
  const auto not_11 = [](std::uint16_t port) { return port != 11; };
  BOOST_TEST(emulator::free_port(range, {10}, not_11).value_or(0) == 12);
  BOOST_TEST(!emulator::free_port(range, {10, 12, 13}, not_11).has_value());
  BOOST_TEST(emulator::free_port({65535, 65535}, {}, not_11).value_or(0) == 65535);
}

BOOST_AUTO_TEST_CASE(random_digits_have_the_length_that_was_asked_for_and_differ) {
  const auto first = emulator::system_random_hex(13);
  BOOST_TEST(first.size() == 13u);
  BOOST_TEST(first.find_first_not_of("0123456789abcdef") == std::string::npos);
  BOOST_TEST(first != emulator::system_random_hex(13));
}

BOOST_AUTO_TEST_SUITE_END()
