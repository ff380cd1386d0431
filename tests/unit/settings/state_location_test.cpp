#include "settings/state_location.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

using namespace gamekeeper;
using namespace gamekeeper::settings;

namespace {

// tmpfs wherever there is a C library: shm_open(3) is built on it.
const std::string memory = "/dev/shm";

struct outside_a_pod {
  outside_a_pod() { ::unsetenv("KUBERNETES_SERVICE_HOST"); }
};

struct pod {
  pod() { ::setenv("KUBERNETES_SERVICE_HOST", "10.0.0.1", 1); }
  ~pod() { ::unsetenv("KUBERNETES_SERVICE_HOST"); }
  pod(const pod&) = delete;
};

std::string in(const std::string& folder) {
  return folder + "/gamekeeper.state.json";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(state_locations, outside_a_pod)

BOOST_AUTO_TEST_CASE(memory_is_lost_when_a_container_is_restarted_and_its_files_are_not) {
  BOOST_TEST(loss_at_restart(memory).find("tmpfs") != std::string::npos);
  BOOST_TEST(loss_at_restart("/").empty());
}

BOOST_AUTO_TEST_CASE(in_a_pod_it_is_the_image_that_begins_anew_and_a_volume_that_stays) {
  const pod here;
  BOOST_TEST(loss_at_restart("/").find("image") != std::string::npos);
  BOOST_TEST(loss_at_restart(memory).empty());
}

BOOST_AUTO_TEST_CASE(the_agent_chooses_the_first_place_that_lasts) {
  const tests::temporary_folder made;
  const auto disk = made.path().string();
  const bool lasts = loss_at_restart(disk).empty();  // not where all of /tmp is a tmpfs
  const auto chosen = state_path({}, {memory, "/nowhere", disk, memory}).value();
  BOOST_TEST(chosen == in(lasts ? disk : memory));
}

BOOST_AUTO_TEST_CASE(where_nothing_lasts_it_is_the_first_that_can_be_written_to) {
  BOOST_TEST(state_path({}, {"/nowhere", memory, "/nowhere/else"}).value() == in(memory));
  BOOST_TEST(state_path({}, {"/nowhere", "/nowhere/else"}).value() == in("/nowhere/else"));
}

BOOST_AUTO_TEST_CASE(a_place_that_is_named_stays_as_it_is) {
  BOOST_TEST((state_path({location::choice::path, memory + "/a"}).value() == memory + "/a"));
  BOOST_TEST((!state_path({location::choice::off, {}})));
}

BOOST_AUTO_TEST_CASE(a_folder_made_for_it_comes_first) {
  BOOST_TEST(state_folders().front() == "/var/lib/gamekeeper");
}

BOOST_AUTO_TEST_SUITE_END()
