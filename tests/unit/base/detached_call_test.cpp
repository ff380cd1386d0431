#include "base/detached_call.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>

#include <string>

using namespace gamekeeper;

BOOST_AUTO_TEST_SUITE(detached_calls)

BOOST_AUTO_TEST_CASE(the_result_arrives_from_another_thread) {
  auto thread = base::start_detached([] { return std::this_thread::get_id(); });
  BOOST_TEST((thread.get() != std::this_thread::get_id()));
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_a_call_that_does_not_return) {
  const auto never = std::make_shared<std::promise<void>>();
  std::promise<void> is_running;
  {
    auto dropped = base::start_detached([answer = never->get_future().share(), &is_running] {
      is_running.set_value();
      answer.wait();
    });
    is_running.get_future().wait();
  }
  never->set_value();
}

BOOST_AUTO_TEST_SUITE_END()
