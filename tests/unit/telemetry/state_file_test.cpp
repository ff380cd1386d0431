#include "telemetry/state_file.hpp"

#include "base/limits.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace gamekeeper;
using base::errc;
using telemetry::read_state;
using telemetry::remembered;
using telemetry::write_state;
using tests::temporary_folder;

namespace {

remembered sample() {
  return {"f68e011bfb01",
          "empty",
          "nobody played for 1m",
          base::wall_time(std::chrono::milliseconds(1'776'859'246'444)),
          3,
          true};
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Makes every write beyond `bytes` of a file fail, as a full disk does, while it lives.
class full_disk {
 public:
  explicit full_disk(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~full_disk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  full_disk(const full_disk&) = delete;
  full_disk& operator=(const full_disk&) = delete;

 private:
  sighandler_t handler_;
  rlimit before_{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(state_file)

BOOST_AUTO_TEST_CASE(what_was_written_is_read_back) {
  const temporary_folder folder;
  const auto path = folder.file("state.json");
  BOOST_REQUIRE(write_state(path, sample()));
  const auto state = read_state(path);
  BOOST_REQUIRE(state);
  BOOST_REQUIRE(state->has_value());
  BOOST_TEST((**state == sample()));
}

BOOST_AUTO_TEST_CASE(an_absent_file_is_no_state_and_no_error) {
  const temporary_folder folder;
  const auto state = read_state(folder.file("state.json"));
  BOOST_REQUIRE(state);
  BOOST_TEST(!state->has_value());
}

BOOST_AUTO_TEST_CASE(writing_replaces_the_old_state_and_leaves_nothing_beside_it) {
  const temporary_folder folder;
  const auto path = folder.file("state.json");
  BOOST_REQUIRE(write_state(path, sample()));
  auto next = sample();
  next.verdict = "crashed";
  next.game_exit_code.reset();
  BOOST_REQUIRE(write_state(path, next));
  BOOST_TEST((**read_state(path) == next));
  BOOST_TEST(folder.size() == 1u);
}

BOOST_AUTO_TEST_CASE(only_the_owner_may_read_the_file) {
  const temporary_folder folder;
  const auto path = folder.file("state.json");
  BOOST_REQUIRE(write_state(path, sample()));
  struct stat about {};
  BOOST_REQUIRE(::stat(path.c_str(), &about) == 0);
  BOOST_TEST((about.st_mode & 07777) == 0600u);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_and_the_old_state_is_intact) {
  const temporary_folder folder;
  const auto path = folder.file("state.json");
  BOOST_REQUIRE(write_state(path, sample()));
  auto next = sample();
  next.verdict = "crashed";
  {
    const full_disk disk(10);
    const auto written = write_state(path, next);
    BOOST_REQUIRE(!written);
    BOOST_TEST(holds(written.error().message(), path));
  }
  BOOST_TEST((**read_state(path) == sample()));
  BOOST_TEST(folder.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_folder_that_does_not_exist_is_an_error_that_names_the_file) {
  const temporary_folder folder;
  const auto path = folder.file("nowhere/state.json");
  const auto written = write_state(path, sample());
  BOOST_REQUIRE(!written);
  BOOST_TEST((written.error().code() == errc::not_found));
  BOOST_TEST(holds(written.error().message(), path));
}

BOOST_AUTO_TEST_CASE(a_folder_in_the_place_of_the_file_is_refused_both_ways) {
  const temporary_folder folder;
  const auto path = folder.file("state.json");
  std::filesystem::create_directory(path);
  const auto state = read_state(path);
  BOOST_REQUIRE(!state);
  BOOST_TEST((state.error().code() == errc::denied));
  BOOST_TEST(holds(state.error().message(), path));
  BOOST_TEST(!write_state(path, sample()));
  BOOST_TEST(folder.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_symbolic_link_is_not_followed_by_reading_and_is_replaced_by_writing) {
  const temporary_folder folder;
  const auto target = folder.file("target.json");
  const auto path = folder.file("state.json");
  BOOST_REQUIRE(write_state(target, sample()));
  std::filesystem::create_symlink(target, path);
  const auto state = read_state(path);
  BOOST_REQUIRE(!state);
  BOOST_TEST((state.error().code() == errc::denied));
  BOOST_TEST(holds(state.error().message(), "symbolic link"));

  auto next = sample();
  next.verdict = "crashed";
  BOOST_REQUIRE(write_state(path, next));
  BOOST_TEST((**read_state(target) == sample()));
  BOOST_TEST((**read_state(path) == next));
}

BOOST_AUTO_TEST_CASE(a_pipe_is_refused_and_does_not_wait_for_a_writer) {
  const temporary_folder folder;
  const auto path = folder.file("state.json");
  BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const auto state = read_state(path);
  BOOST_REQUIRE(!state);
  BOOST_TEST((state.error().code() == errc::denied));
}

BOOST_AUTO_TEST_CASE(a_file_of_somebody_else_is_refused) {
  const temporary_folder folder;
  const auto path = folder.file("state.json");
  BOOST_REQUIRE(write_state(path, sample()));
  if (::chown(path.c_str(), 12345, static_cast<gid_t>(-1)) != 0) {
    BOOST_TEST_MESSAGE("only root can give a file away: nothing to look at");
    return;
  }
  const auto state = read_state(path);
  BOOST_REQUIRE(!state);
  BOOST_TEST((state.error().code() == errc::denied));
  BOOST_TEST(holds(state.error().message(), "12345"));
}

BOOST_AUTO_TEST_CASE(a_file_past_the_limit_is_refused) {
  const temporary_folder folder;
  const auto at_limit = folder.write("state.json", std::string(base::limits::state_file_bytes, ' '));
  BOOST_TEST((read_state(at_limit).error().code() == errc::malformed));
  const auto past_limit = folder.write("state.json", std::string(base::limits::state_file_bytes + 1, ' '));
  BOOST_TEST((read_state(past_limit).error().code() == errc::too_large));
}

BOOST_AUTO_TEST_CASE(a_state_past_the_limit_is_not_written) {
  const temporary_folder folder;
  const auto path = folder.file("state.json");
  auto state = sample();
  state.reason.assign(base::limits::state_file_bytes, 'x');
  const auto written = write_state(path, state);
  BOOST_REQUIRE(!written);
  BOOST_TEST((written.error().code() == errc::too_large));
  BOOST_TEST(folder.size() == 0u);
}

BOOST_AUTO_TEST_CASE(broken_json_is_an_error_that_names_the_file) {
  const temporary_folder folder;
  const auto path = folder.write("state.json", R"({"request_id": "a", "verd)");
  const auto state = read_state(path);
  BOOST_REQUIRE(!state);
  BOOST_TEST((state.error().code() == errc::malformed));
  BOOST_TEST(holds(state.error().message(), path));
}

BOOST_AUTO_TEST_SUITE_END()
