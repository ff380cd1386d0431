#include "edgegap/operation.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace gamekeeper::edgegap {

BOOST_AUTO_TEST_SUITE(operation_table)

BOOST_AUTO_TEST_CASE(a_row_is_found_by_its_id) {
  for (const auto& row : operations()) BOOST_TEST(&describe(row.id) == &row);
}

BOOST_AUTO_TEST_CASE(the_organisations_operations_have_a_path_and_the_injected_ones_have_none) {
  for (const auto& row : operations()) {
    BOOST_TEST_CONTEXT(row.name) {
      const bool organisation = row.authorization == authorization_kind::organisation_token;
      BOOST_TEST(organisation == row.path.starts_with("/v"));
      BOOST_TEST(organisation == !row.path.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(documented_codes_and_rates_are_those_of_the_reference) {
  BOOST_TEST(describe(operation_id::deployment_status).requests_per_second == 20);
  BOOST_TEST(documents(describe(operation_id::self_stop), 410));
  BOOST_TEST(!documents(describe(operation_id::self_stop), 429));
  BOOST_TEST(!documents(describe(operation_id::context_get), 404));
}

BOOST_AUTO_TEST_CASE(a_value_becomes_one_path_segment_whatever_is_in_it) {
  const std::vector<path_value> values{path_value("request_id", "a/b?c d%")};
  BOOST_TEST(expand_path(describe(operation_id::deployment_status), values).value() ==
             "/v1/status/a%2Fb%3Fc%20d%25");
}

BOOST_AUTO_TEST_CASE(a_value_that_would_name_another_operation_is_refused) {
  for (std::string bad : {"", ".", ".."}) {
    const std::vector<path_value> values{path_value("request_id", bad)};
    const auto path = expand_path(describe(operation_id::deployment_stop), values);
    BOOST_REQUIRE(path.has_error());
    BOOST_TEST((path.error().code() == base::errc::invalid_input));
    BOOST_TEST(path.error().message().find("request_id") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_missing_value_is_refused_by_name) {
  const std::vector<path_value> values{path_value("tag_name", "x")};
  const auto path = expand_path(describe(operation_id::deployment_stop), values);
  BOOST_REQUIRE(path.has_error());
  BOOST_TEST(path.error().message() == "deployment_stop: {request_id} is missing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
