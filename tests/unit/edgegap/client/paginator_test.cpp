#include "edgegap/client/paginator.hpp"

#include "unit/edgegap/client/platform_calls.hpp"

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;

std::string page_of(std::string items, int number, std::string next, bool has_next) {
  return R"({"data":[)" + items + R"(],"pagination":{"number":)" + std::to_string(number) +
         R"(,"next_page_number":)" + next + R"(,"has_next":)" + (has_next ? "true" : "false") + "}}";
}
std::string item(std::string id) {
  return R"({"request_id":")" + id + R"("})";
}

// Everything that a walk gives, and how it ended.
boost::asio::awaitable<std::string> walked(paginator<listed_deployment> walk) {
  std::string all;
  for (;;) {
    auto next = co_await walk.next();
    if (!next) {
      auto after = co_await walk.next();
      const bool over = after && !after->has_value();
      co_return all + "! " + next.error().detail() + (over ? "" : " and it goes on");
    }
    if (!next->has_value()) co_return all;
    all += (*next)->request_id + " ";
  }
}

boost::asio::awaitable<api_result<decoded_response<page<int>>>> one_more(int& asked, int number) {
  ++asked;
  decoded_response<page<int>> got;
  got.value.items = {number};
  got.value.position.next = number + 1;
  co_return got;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(pages, platform_calls)

BOOST_AUTO_TEST_CASE(pages_are_fetched_as_they_are_walked) {
  http.then(200, page_of(item("a") + "," + item("b"), 1, "2", true));
  http.then(200, page_of("", 2, "3", true));
  http.then(200, page_of(item("c"), 3, "null", false));
  auto walk = platform.deployments(list_query(), in(60s));
  BOOST_TEST(http.requests().empty());
  BOOST_TEST(run(walk.next()).value().value().request_id == "a");
  BOOST_TEST(run(walk.next()).value().value().request_id == "b");
  BOOST_TEST(http.requests().size() == 1U);
  BOOST_TEST(run(walk.next()).value().value().request_id == "c");
  BOOST_TEST(!run(walk.next()).value().has_value());
  BOOST_TEST(!run(walk.next()).value().has_value());
  BOOST_REQUIRE(http.requests().size() == 3U);
  BOOST_TEST(http.requests()[0].url == "https://api.edgegap.com/v1/deployments");
  BOOST_TEST(http.requests()[1].url == "https://api.edgegap.com/v1/deployments?page=2");
  BOOST_TEST(http.requests()[2].url == "https://api.edgegap.com/v1/deployments?page=3");
  BOOST_TEST((http.requests()[2].deadline == in(60s)));
}

BOOST_AUTO_TEST_CASE(a_list_without_pages_is_one) {
  http.then(200, R"({"data":[)" + item("a") + "]}");
  BOOST_TEST(run(walked(platform.deployments(list_query(), in(5s)))) == "a ");
  BOOST_TEST(http.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(has_next_without_a_number_means_the_next_one_and_the_other_way_round_the_end) {
  http.then(200, page_of(item("a"), 1, "null", true));
  http.then(200, page_of(item("b"), 2, "3", false));
  BOOST_TEST(run(walked(platform.deployments(list_query(), in(5s)))) == "a b ");
}

BOOST_AUTO_TEST_CASE(a_page_that_fails_ends_the_walk_with_its_error) {
  http.then(200, page_of(item("a"), 1, "2", true));
  http.then(500, R"({"message":"broken"})");
  BOOST_TEST(run(walked(platform.deployments(list_query(), in(5s)))) == "a ! broken");
}

BOOST_AUTO_TEST_CASE(a_page_past_the_end_is_the_platforms_to_answer) {
  http.then(200, page_of("", 7, "null", false));
  BOOST_TEST(run(platform.deployment_page(list_query(), 7, in(5s)))->value.items.empty());
  http.then(404, R"({"message":"no such page"})");
  BOOST_TEST(
      (run(platform.deployment_page(list_query(), 8, in(5s))).error().kind() == outcome_kind::not_found));
}

BOOST_AUTO_TEST_CASE(pages_that_lead_nowhere_are_an_error) {
  for (std::string next : {"1", "0"}) {
    http.then(200, page_of(item("a"), 1, next, true));
    BOOST_TEST(run(walked(platform.deployments(list_query(), in(5s)))) ==
               "! page 1 says that page " + next + " comes next, which leads nowhere");
  }
}

BOOST_AUTO_TEST_CASE(a_list_that_does_not_end_is_given_up) {
  int asked = 0;
  paginator<int> endless(
      operation_id::tag_list, [&asked](int number) { return one_more(asked, number); }, 3);
  for (int i = 1; i <= 3; ++i) BOOST_TEST((run(endless.next()).value() == i));
  BOOST_TEST(run(endless.next()).error().detail() == "page 4 is one more than a list may have");
  BOOST_TEST(asked == 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
