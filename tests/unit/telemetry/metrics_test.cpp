#include "telemetry/metrics.hpp"

#include "telemetry/own_usage.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::telemetry;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(a_histogram_s_buckets_add_up) {
  histogram took{0.1, 1};
  for (const auto each : {50ms, 100ms, 101ms, 5'000ms}) took.observe(each);
  metrics_text out;
  out.write("t_seconds", "How long.", took);
  BOOST_TEST(out.take() ==
             "# HELP t_seconds How long.\n# TYPE t_seconds histogram\n"
             "t_seconds_bucket{le=\"0.1\"} 2\nt_seconds_bucket{le=\"1\"} 3\nt_seconds_bucket{le=\"+Inf\"} 4\n"
             "t_seconds_sum 5.251\nt_seconds_count 4\n");
}

BOOST_AUTO_TEST_CASE(labels_are_escaped_and_zero_is_said) {
  labelled_counter errors("class", {"dns"});
  errors.add("a\"b\\c\nd\xff");
  metrics_text out;
  out.counter("e_total", "Errors.", errors);
  BOOST_TEST(out.take() ==
             "# HELP e_total Errors.\n# TYPE e_total counter\n"
             "e_total{class=\"a\\\"b\\\\c\\nd?\"} 1\ne_total{class=\"dns\"} 0\n");
}

BOOST_AUTO_TEST_CASE(a_label_s_values_have_a_limit) {
  labelled_counter many("class");
  for (int i = 0; i < 1'000; ++i) many.add(std::to_string(i));
  BOOST_TEST(many.values().size() <= labelled_counter::values_max + 1);
  BOOST_TEST(many.values().at("other") == 1'000 - labelled_counter::values_max);
}

BOOST_AUTO_TEST_CASE(one_of_the_states_is_one) {
  constexpr std::string_view all[] = {"a", "b"};
  metrics_text out;
  out.states("s", "State.", "state", all, "b");
  BOOST_TEST(out.take() == "# HELP s State.\n# TYPE s gauge\ns{state=\"a\"} 0\ns{state=\"b\"} 1\n");
}

BOOST_AUTO_TEST_CASE(large_and_small_numbers_are_exact) {
  metrics_text out;
  out.gauge("g", "G.", 8'589'934'592.0);
  out.gauge("h", "H.", 0.000'001);
  const auto text = out.take();
  BOOST_TEST(text.find("g 8589934592\n") != std::string::npos, text);
  BOOST_TEST(text.find("h 1e-06\n") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(this_process_uses_memory) {
  const auto used = measure_own_usage();
  BOOST_TEST(used.resident_bytes.value() > 100'000u);
  BOOST_TEST(used.anonymous_bytes.value() <= *used.resident_bytes);
  BOOST_TEST(used.cpu_seconds >= 0);
}
