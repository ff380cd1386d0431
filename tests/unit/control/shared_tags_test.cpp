#include "control/shared_tags.hpp"

#include "net/one_shot_event.hpp"
#include "unit/control/asked_api.hpp"

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

// A platform that answers when the test lets it.
struct slow_agent : tests::fake_agent {
  boost::asio::awaitable<base::result<std::vector<std::string>>> tags(base::time_point) override {
    ++requests;
    const auto mine = std::make_shared<net::one_shot_event>();
    const auto at_the_request = named;
    open.push_back(mine);
    co_await mine->wait();
    if (refusal) co_return *refusal;
    co_return at_the_request;
  }
  int requests = 0;
  std::vector<std::shared_ptr<net::one_shot_event>> open;
};

struct fixture {
  using box = std::shared_ptr<std::optional<control::shared_tags::answer>>;

  box read() {
    auto out = std::make_shared<std::optional<control::shared_tags::answer>>();
    boost::asio::co_spawn(loop, tags.read(), [out](std::exception_ptr, control::shared_tags::answer came) {
      out->emplace(std::move(came));
    });
    time.advance(base::duration(0));
    return out;
  }
  void answer(std::size_t request) {
    agent.open.at(request)->wake();
    time.advance(base::duration(0));
  }

  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  slow_agent agent;
  control::shared_tags tags{agent, time};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(shared_tags, fixture)

BOOST_AUTO_TEST_CASE(readers_share_the_request_that_is_under_way) {
  const auto first = read(), second = read(), third = read();
  BOOST_TEST(agent.requests == 1);
  BOOST_TEST(!second->has_value());
  answer(0);
  for (const auto& each : {first, second, third}) BOOST_TEST(each->value().value().at(0) == "production");
  BOOST_TEST(agent.requests == 1);
}

BOOST_AUTO_TEST_CASE(an_answer_holds_for_a_while_and_a_failure_too) {
  agent.refusal = base::error(base::errc::unreachable, "api.test: no connection");
  read();
  answer(0);
  time.advance(control::tags_age_max - 1ms);
  BOOST_TEST(read()->value().error().message() == "api.test: no connection");
  BOOST_TEST(agent.requests == 1);
  time.advance(1ms);
  read();
  BOOST_TEST(agent.requests == 2);
  answer(1);
}

BOOST_AUTO_TEST_CASE(a_change_makes_the_next_reader_ask_again) {
  const auto before = read();
  agent.named = {"full"};
  tags.forget();
  const auto after = read();
  BOOST_TEST(agent.requests == 2);
  answer(1);
  answer(0);
  BOOST_TEST(before->value().value().at(0) == "production");
  BOOST_TEST(after->value().value().at(0) == "full");
  BOOST_TEST(read()->value().value().at(0) == "full");
  BOOST_TEST(agent.requests == 2);
}

BOOST_AUTO_TEST_SUITE_END()
