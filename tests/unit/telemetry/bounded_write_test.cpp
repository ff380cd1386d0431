#include "telemetry/bounded_write.hpp"

#include <boost/test/unit_test.hpp>

#include <future>

using namespace gamekeeper;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(bounded_writes)

BOOST_AUTO_TEST_CASE(what_the_write_returns_is_returned) {
  telemetry::bounded_write writes;
  BOOST_TEST(writes.run("/state", [] { return base::result<void>(); }).has_value());
  const auto failed =
      writes.run("/state", [] { return base::result<void>(base::error(base::errc::io, "no space left")); });
  BOOST_REQUIRE(!failed);
  BOOST_TEST(failed.error().message() == "no space left");
}

BOOST_AUTO_TEST_CASE(a_write_that_does_not_come_back_is_given_up_and_nothing_is_written_meanwhile) {
  std::promise<void> answer;
  std::promise<void> first_is_over;
  telemetry::bounded_write writes(1ms);
  const auto given_up = writes.run("/state", [disk = answer.get_future().share(), &first_is_over] {
    disk.wait();
    first_is_over.set_value();
    return base::result<void>();
  });
  BOOST_REQUIRE(!given_up);
  BOOST_TEST((given_up.error().code() == base::errc::timed_out));
  BOOST_TEST(given_up.error().message() ==
             "/state cannot be written: its file system has not answered within 1ms");

  bool is_second_run = false;
  const auto second = [&is_second_run] {
    is_second_run = true;
    return base::result<void>();
  };
  const auto refused = writes.run("/state", second);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(!is_second_run);
  BOOST_TEST(refused.error().message() ==
             "/state cannot be written: its file system still has not answered to the last write");

  answer.set_value();
  first_is_over.get_future().wait();
  // The thread stores its result right after.
  while (!is_second_run) (void)writes.run("/state", second);
}

BOOST_AUTO_TEST_SUITE_END()
