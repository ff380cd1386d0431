#include "emulated_platform.hpp"
#include "emulator/model/platform_time.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using tests::emulated_platform;

namespace {

struct tags_fixture : emulated_platform {
  emulator::deployment& d = deploy_ready();
  std::string tags = "/v1/deployments/" + d.request_id + "/tags";

  net::http_response create(const std::string& name) { return as_organisation("POST", tags, named(name)); }
  static std::string named(const std::string& name) {
    return boost::json::serialize(boost::json::object{{"name", name}});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(emulator_tags, tags_fixture)

BOOST_AUTO_TEST_CASE(a_tag_is_made_shown_renamed_and_deleted) {
  const auto made = create("ranked");
  BOOST_TEST(made.status == 200);
  BOOST_TEST(body(made).at("create_time").as_string() == emulator::v1_time(time.wall()));
  time.advance(1s);
  BOOST_TEST(as_organisation("GET", tags + "/ranked").body == made.body);
  const auto renamed = as_organisation("PATCH", tags + "/ranked", named("casual"));
  BOOST_TEST(renamed.status == 200);
  BOOST_TEST(body(renamed).at("name").as_string() == "casual");
  BOOST_TEST(body(renamed).at("last_updated").as_string() == emulator::v1_time(time.wall()));
  BOOST_TEST(body(renamed).at("create_time") == body(made).at("create_time"));
  BOOST_TEST(as_organisation("GET", tags + "/ranked").status == 404);
  const auto deleted = as_organisation("DELETE", tags + "/casual");
  BOOST_TEST(deleted.status == 204);
  BOOST_TEST(deleted.body.empty());
  BOOST_TEST(as_organisation("DELETE", tags + "/casual").status == 404);
  BOOST_TEST(body(as_organisation("GET", tags)).at("total_count").as_int64() == 0);
}

BOOST_AUTO_TEST_CASE(names_with_slashes_percent_signs_and_other_letters_are_one_segment) {
  for (const auto& [name, path] :
       {std::pair("a/b", "a%2Fb"), std::pair("100%", "100%25"), std::pair("é", "%C3%A9")}) {
    BOOST_TEST(create(name).status == 200);
    BOOST_TEST(body(as_organisation("GET", tags + "/" + path)).at("name").as_string() == name);
  }
  const auto page = body(as_organisation("GET", tags + "?limit=2&page=2"));
  BOOST_TEST(page.at("tags").as_array().size() == 1u);
  BOOST_TEST(page.at("count").as_int64() == 1);
  BOOST_TEST(page.at("total_count").as_int64() == 3);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_taken_is_409_and_a_rename_to_itself_is_none) {
  create("one");
  create("two");
  BOOST_TEST(create("one").status == 409);
  BOOST_TEST(as_organisation("PATCH", tags + "/one", named("two")).status == 409);
  BOOST_TEST(as_organisation("PATCH", tags + "/one", named("one")).status == 200);
  BOOST_TEST(as_organisation("PATCH", tags + "/three", named("four")).status == 404);
}

BOOST_AUTO_TEST_CASE(a_name_has_1_to_40_characters_however_many_bytes_they_are) {
  std::string forty;
  for (int i = 0; i < 40; ++i) forty += "é";
  BOOST_TEST(create(forty).status == 200);
  BOOST_TEST(create(std::string(20, 'x')).status == 200);
  const std::pair<std::string, std::string> wrong[] = {
      {named(forty + "x"), "/name: has 41 characters; at most 40 are allowed"},
      {named(""), "/name: must not be empty"},
      {"{}", "/name: is required: a string"},
      {R"({"name": 5})", "/name: expected a string, found a number"},
      {"name", "/: not JSON"}};
  for (const auto& [text, expected] : wrong) {
    const auto answer = as_organisation("POST", tags, text);
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(message(answer).starts_with(expected), message(answer));
  }
}

BOOST_AUTO_TEST_CASE(a_deployment_has_at_most_64_tags) {
  for (int i = 0; i < 64; ++i) BOOST_REQUIRE(create("tag" + std::to_string(i)).status == 200);
  const auto answer = create("one more");
  BOOST_TEST(answer.status == 400);
  BOOST_TEST(message(answer) == "a deployment has at most 64 tags");
}

BOOST_AUTO_TEST_CASE(a_deployment_tags_itself_with_the_token_of_its_context) {
  const auto context = "/v1/context/" + d.request_id + "/" + d.context_key;
  const auto token = d.context_token.reveal();
  BOOST_TEST(call("POST", context + "/tags", token, named("a/b")).status == 200);
  BOOST_TEST(call("POST", context + "/tags", token, named("a/b")).status == 409);
  BOOST_TEST(body(call("GET", context, token)).at("tags").at(0).as_string() == "a/b");
  BOOST_TEST(call("DELETE", context + "/tags/a%2Fb", "").status == 401);
  BOOST_TEST(call("DELETE", context + "/tags/a%2Fb", d.delete_token.reveal()).status == 401);
  BOOST_TEST(call("DELETE", context + "/tags/a%2Fb", deploy().context_token.reveal()).status == 401);
  BOOST_TEST(call("DELETE", context + "/tags/a%2Fb", "token organisation-token").status == 401);
  BOOST_TEST(call("DELETE", context + "/tags/a%2Fb", token).status == 204);
  BOOST_TEST(call("DELETE", context + "/tags/a%2Fb", token).status == 404);
  BOOST_TEST(call("POST", "/v1/context/" + d.request_id + "/0/tags", token, named("x")).status == 404);
}

BOOST_AUTO_TEST_CASE(the_tags_of_nobody_are_400_and_need_the_organisations_token) {
  BOOST_TEST(as_organisation("GET", "/v1/deployments/ffffffffffff/tags").status == 400);
  BOOST_TEST(as_organisation("POST", "/v1/deployments/ffffffffffff/tags", named("x")).status == 400);
  BOOST_TEST(call("GET", tags, "").status == 401);
  BOOST_TEST(call("GET", tags, d.context_token.reveal()).status == 401);
}

BOOST_AUTO_TEST_SUITE_END()
