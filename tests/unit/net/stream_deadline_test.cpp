#include "net/stream_deadline.hpp"

#include "support/memory_stream.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::net;
using namespace std::chrono_literals;

namespace {

struct fixture : tests::world {
  tests::memory_stream stream;
  stream_deadline deadline{time, stream};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(stream_deadline_, fixture)

BOOST_AUTO_TEST_CASE(it_closes_at_its_time_and_not_before) {
  deadline.close_at(time.now() + 5s);
  time.advance(4999ms);
  BOOST_TEST(!stream.closed());
  BOOST_TEST(!deadline.expired());
  time.advance(1ms);
  BOOST_TEST(stream.closed());
  BOOST_TEST(deadline.expired());
}

BOOST_AUTO_TEST_CASE(it_can_be_moved_later_and_earlier) {
  deadline.close_at(time.now() + 5s);
  deadline.close_at(time.now() + 60s);
  time.advance(59s);
  BOOST_TEST(!stream.closed());
  deadline.close_at(time.now() + 60s);
  deadline.close_at(time.now() + 500ms);
  time.advance(500ms);
  BOOST_TEST(stream.closed());
}

BOOST_AUTO_TEST_CASE(it_can_be_cleared) {
  deadline.close_at(time.now() + 5s);
  deadline.clear();
  time.advance(1h);
  BOOST_TEST(!stream.closed());
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(it_can_end_reading_alone) {
  deadline.stop_reading_at(time.now() + 5s);
  time.advance(5s);
  BOOST_TEST(!stream.closed());
  char byte = 0;
  const auto got = finish(stream.read_some(boost::asio::mutable_buffer(&byte, 1)));
  BOOST_TEST((got.error().code() == base::errc::cancelled));
}

BOOST_AUTO_TEST_SUITE_END()
