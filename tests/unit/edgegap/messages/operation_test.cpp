#include "edgegap/messages/operation.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <vector>

namespace gamekeeper::edgegap {

BOOST_AUTO_TEST_SUITE(operation_table)

BOOST_AUTO_TEST_CASE(a_row_is_found_by_its_id) {
  for (const auto& row : operations()) BOOST_TEST(&describe(row.id) == &row);
}

BOOST_AUTO_TEST_CASE(
    the_organisations_operations_have_a_whole_path_and_the_injected_ones_an_end_of_one_at_most) {
  for (const auto& row : operations()) {
    BOOST_TEST_CONTEXT(row.name) {
      const bool organisation = row.authorization == authorization_kind::organisation_token;
      BOOST_TEST(organisation == row.path.starts_with("/v"));
      BOOST_TEST((organisation || row.path.empty() || row.path.starts_with("/tags")));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_row_is_whole_and_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  std::set<std::string> requests;
  for (const auto& row : operations()) {
    BOOST_TEST_CONTEXT(row.name) {
      BOOST_TEST(names.insert(row.name).second);
      if (!row.path.empty())
        BOOST_TEST(requests.insert(std::string(row.method) + " " + std::string(row.path)).second);
      BOOST_TEST(!row.documented_codes.empty());
      const bool reads = row.method == "GET";
      BOOST_TEST((!reads || row.idempotent));
    }
  }
}

BOOST_AUTO_TEST_CASE(only_what_would_happen_twice_is_not_idempotent) {
  std::set<std::string_view> once;
  for (const auto& row : operations())
    if (!row.idempotent) once.insert(row.name);
  const std::set<std::string_view> expected{"deploy",     "fleet_deploy", "deploy_v1",
                                            "tag_create", "tag_update",   "context_tag_add"};
  BOOST_TEST((once == expected));
}

BOOST_AUTO_TEST_CASE(documented_codes_and_rates_are_those_of_the_reference) {
  BOOST_TEST(describe(operation_id::deployment_status).requests_per_second == 20);
  for (auto deploy : {operation_id::deploy, operation_id::fleet_deploy, operation_id::deploy_v1})
    BOOST_TEST(describe(deploy).requests_per_second == 40);
  for (auto list : {operation_id::deployment_list, operation_id::fleet_hosts})
    BOOST_TEST(describe(list).requests_per_second == 10);
  BOOST_TEST(describe(operation_id::tag_list).requests_per_second == 0);
  BOOST_TEST((documents(describe(operation_id::bulk_stop), 200) &&
              documents(describe(operation_id::bulk_stop), 202)));
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

BOOST_AUTO_TEST_CASE(a_query_is_encoded_and_an_unknown_name_is_refused) {
  const auto& list = describe(operation_id::deployment_list);
  const std::vector<query_value> values{query_value("query", R"({"a":"b c&d=100%"})"),
                                        query_value("page", "2")};
  BOOST_TEST(expand_query(list, values).value() == "query=%7B%22a%22%3A%22b%20c%26d%3D100%25%22%7D&page=2");
  BOOST_TEST(expand_query(list, {}).value() == "");
  const std::vector<query_value> wrong{query_value("sort", "x")};
  BOOST_TEST(expand_query(list, wrong).error().message() == "deployment_list has no query 'sort'");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
