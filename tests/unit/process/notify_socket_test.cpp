#include "process/notify_socket.hpp"

#include "process/notification.hpp"
#include "support/captured_log.hpp"
#include "support/sent_descriptors.hpp"
#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <future>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

struct listening {
  base::descriptor_closer closer;  // outlives the loop, which holds what the socket left
  real_children real;
  captured_log log;
  temporary_folder files;
  process::notification_trust trust{::getpid(), {}};
  std::string name;
  std::unique_ptr<process::notify_socket> socket;
  std::vector<process::notification> heard;

  explicit listening(const std::string& abstract = "",
                     base::descriptor_closer::close_function close_slowly = {})
      : closer(std::move(close_slowly)), name(abstract.empty() ? files.path("notify") : abstract) {
    auto made = process::make_notify_socket({real.loop.get_executor(), log.log, closer, trust}, name);
    BOOST_REQUIRE_MESSAGE(made.has_value(), made.error().message());
    socket = std::move(*made);
    socket->start(
        [this](std::string_view datagram) { heard.push_back(process::parse_notification(datagram)); });
  }

  process::spawn_spec notifying(const std::string& script) {
    auto spec = real.shell(script);
    spec.environment.push_back("NOTIFY_SOCKET=" + socket->name());
    return spec;
  }
  void until_heard(std::size_t count) {
    for (int turn = 0; turn < 60 && heard.size() < count; ++turn) {
      real.loop.restart();
      real.loop.run_one_for(std::chrono::seconds(1));
    }
    BOOST_REQUIRE(heard.size() == count);
  }
};

struct loop_alone {
  base::descriptor_closer closer;
  captured_log log;
  boost::asio::io_context loop{1};
  process::notification_trust trust{::getpid(), {}};
  process::notify_socket_parts parts() { return {loop.get_executor(), log.log, closer, trust}; }
};

/// A datagram from this process, with `fd` when it is not negative.
void send_to(const std::string& path, std::string_view text, int fd = -1) {
  const base::unique_fd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  BOOST_REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  send_with_descriptors(socket.get(), text, fd < 0 ? std::vector<int>() : std::vector<int>{fd});
}

constexpr const char* sends_by_python =
    "import os,socket,sys\n"
    "s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\n"
    "n=os.environ['NOTIFY_SOCKET']\n"
    "s.sendto(sys.argv[1].encode(), '\\0'+n[1:] if n[0]=='@' else n)\n"
    "sys.stdin.read()\n";

/// A child that sends one datagram and lives until its stdin ends.
pid_t send_from_child(listening& l, const std::string& text, output_pipe& keeps_it_alive) {
  auto spec = l.notifying("");
  spec.command = {"python3", "-c", sends_by_python, text};
  spec.input_fd = keeps_it_alive.read_end();
  return l.real.start(spec);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notify_sockets)

BOOST_AUTO_TEST_CASE(a_process_of_the_game_is_heard) {
  listening l;
  output_pipe alive;
  send_from_child(l, "READY=1\nX_PLAYERS=4", alive);
  l.until_heard(1);
  BOOST_TEST(l.heard[0].ready);
  BOOST_TEST(*l.heard[0].players == 4);
}

BOOST_AUTO_TEST_CASE(an_abstract_name_works_too) {
  listening l("@gamekeeper-test-" + std::to_string(::getpid()));
  output_pipe alive;
  send_from_child(l, "STATUS=hello", alive);
  l.until_heard(1);
  BOOST_TEST(*l.heard[0].status == "hello");
}

BOOST_AUTO_TEST_CASE(who_is_not_below_us_is_not_heard) {
  listening l;
  send_to(l.name, "READY=1");  // this process is not below itself
  for (int turn = 0; turn < 10; ++turn) l.real.loop.poll();
  BOOST_TEST(l.heard.empty());
  BOOST_TEST(l.log.count("from outside the game") == 1u);
}

BOOST_AUTO_TEST_CASE(who_floods_the_socket_does_not_flood_the_log) {
  listening l;
  for (int i = 0; i < 100; ++i) {
    send_to(l.name, "READY=1");
    for (int turn = 0; turn < 2; ++turn) l.real.loop.poll();
  }
  BOOST_TEST(l.heard.empty());
  BOOST_TEST(l.log.count("from outside the game") == 3u);  // the first, the tenth, the hundredth
}

BOOST_AUTO_TEST_CASE(each_kind_of_refusal_is_counted_by_itself) {
  listening l;
  output_pipe alive;
  send_to(l.name, "READY=1");
  send_to(l.name, "READY=1");
  send_from_child(l, std::string(5000, 'x'), alive);
  while (l.log.lines().size() < 2) l.real.loop.run_one_for(std::chrono::seconds(60));
  BOOST_TEST(l.log.count("from outside the game") == 1u);
  BOOST_TEST(l.log.count("too long") == 1u);  // a line of its own, though others were refused before it
}

BOOST_AUTO_TEST_CASE(descriptors_that_come_along_are_closed) {
  listening l;
  int ends[2];
  BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
  const base::unique_fd read(ends[0]);
  send_to(l.name, "FDSTORE=1", ends[1]);
  ::close(ends[1]);
  char byte;
  BOOST_TEST(::read(read.get(), &byte, 1) == -1);  // the datagram holds the other end
  for (int turn = 0; turn < 10; ++turn) l.real.loop.poll();
  BOOST_TEST(::read(read.get(), &byte, 1) == 0);
}

BOOST_AUTO_TEST_CASE(descriptors_whose_close_can_last_go_to_the_closer) {
  std::promise<void> opened;
  const auto may_close = opened.get_future().share();
  listening l("", [may_close](base::unique_fd descriptor) {
    may_close.wait();
    descriptor.reset();
  });
  int ends[2];
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0);
  const base::unique_fd others(ends[0]);
  send_to(l.name, "X_PLAYERS=1", ends[1]);
  ::close(ends[1]);
  while (l.log.lines().empty())
    l.real.loop.run_one_for(std::chrono::seconds(60));  // the loop goes on meanwhile
  char byte;
  BOOST_TEST(::read(others.get(), &byte, 1) == -1);
  opened.set_value();
  pollfd waiting{others.get(), POLLIN, 0};
  BOOST_TEST(::poll(&waiting, 1, 60'000) == 1);
  BOOST_TEST(::read(others.get(), &byte, 1) == 0);
}

BOOST_AUTO_TEST_CASE(what_is_too_long_is_not_heard_in_part) {
  listening l;
  output_pipe alive;
  send_from_child(l, "READY=1\n" + std::string(5000, 'x'), alive);
  while (l.log.lines().empty()) l.real.loop.run_one_for(std::chrono::seconds(60));
  BOOST_TEST(l.heard.empty());
  BOOST_TEST(l.log.has("too long"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_left_is_replaced_and_ours_is_removed_and_open_to_all) {
  temporary_folder files;
  const auto path = files.path("notify");
  loop_alone l;
  auto first = process::make_notify_socket(l.parts(), path);
  BOOST_REQUIRE(first.has_value());
  auto second = process::make_notify_socket(l.parts(), path);
  BOOST_REQUIRE(second.has_value());
  struct stat about {};
  BOOST_TEST(::stat(path.c_str(), &about) == 0);
  BOOST_TEST((about.st_mode & 0777) == 0666u);
  second->reset();
  BOOST_TEST(::stat(path.c_str(), &about) != 0);
}

BOOST_AUTO_TEST_CASE(a_name_that_cannot_be_bound_is_refused) {
  loop_alone l;
  const auto failure = [&](const std::string& name) {
    return process::make_notify_socket(l.parts(), name).error().code();
  };
  BOOST_TEST((failure("") == base::errc::invalid_input));
  BOOST_TEST((failure("/" + std::string(200, 'x')) == base::errc::invalid_input));
  BOOST_TEST((failure("/no/such/folder/notify") == base::errc::not_found));
  temporary_folder files;
  failure(files.write("a-file", "that is no socket"));
  BOOST_TEST(std::filesystem::exists(files.path("a-file")));
}

BOOST_AUTO_TEST_SUITE_END()
