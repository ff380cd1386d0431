#include "base/fd.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "support/captured_log.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>

using namespace gamekeeper::base;
using gamekeeper::tests::captured_log;

BOOST_AUTO_TEST_SUITE(log_)

BOOST_AUTO_TEST_CASE(a_json_line_is_one_object_whatever_the_text_holds) {
  captured_log captured;
  captured.log.info("quote \" and newline \n", {{"what", "tab\t"}, {"pid", 7}, {"ok", true}});
  BOOST_TEST_REQUIRE(captured.lines().size() == 1u);
  const auto& line = captured.lines().front();
  BOOST_TEST(line.find('\n') == line.size() - 1);
  const auto parsed = parse_json(std::string_view(line).substr(0, line.size() - 1));
  BOOST_TEST_REQUIRE(parsed.has_value());
  const auto& object = parsed->as_object();
  BOOST_TEST(object.at("message").as_string() == "quote \" and newline \n");
  BOOST_TEST(object.at("what").as_string() == "tab\t");
  BOOST_TEST(object.at("pid").as_int64() == 7);
  BOOST_TEST(object.at("ok").as_bool());
  BOOST_TEST(object.at("level").as_string() == "info");
  BOOST_TEST(object.at("time").as_string().ends_with("Z"));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf_8_are_replaced_and_no_character_is_cut) {
  captured_log captured;
  const std::string replacement = "\xef\xbf\xbd";
  captured.log.info("caf\xe9", {{"whole", "é€😀"},
                                {"surrogate", "\xed\xa0\x80"},
                                {"overlong", "\xc0\xaf"},
                                {"unfinished", "\xf0\x9f"},
                                {"above", "\xf4\x90\x80\x80"},
                                {"long", std::string(limits::log_text_bytes - 1, 'x') + "é"}});
  const auto line = boost::json::parse(captured.lines().at(0)).as_object();
  const auto text = [&](const char* key) { return std::string(line.at(key).as_string()); };
  BOOST_TEST(text("message") == "caf" + replacement);
  BOOST_TEST(text("whole") == "é€😀");
  BOOST_TEST(text("surrogate") == replacement + replacement + replacement);
  BOOST_TEST(text("overlong") == replacement + replacement);
  BOOST_TEST(text("unfinished") == replacement + replacement);
  BOOST_TEST(text("above") == replacement + replacement + replacement + replacement);
  BOOST_TEST(text("long") == std::string(limits::log_text_bytes - 1, 'x') + "…");
}

BOOST_AUTO_TEST_CASE(a_text_line_lets_no_control_character_through) {
  captured_log captured(log_format::text);
  captured.log.warn("game ended",
                    {{"how", "exited with code 3"}, {"pid", 7}, {"raw", "\x1b[31mred"}, {"none", ""}});
  const auto& line = captured.lines().front();
  BOOST_TEST(line.find(R"(game ended how="exited with code 3" pid=7)") != std::string::npos, line);
  BOOST_TEST(line.find('\x1b') == std::string::npos);
  BOOST_TEST(line.find(R"(none="")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_line_drives_a_terminal_or_turns_what_is_read_around) {
  const std::string csi = "\u009b", override = "\u202e";
  for (const auto format : {log_format::text, log_format::json}) {
    captured_log captured(format);
    captured.log.warn("said " + csi + "31m" + override + "\x1b[2J", {{"id", csi + override + "\x1b"}});
    const auto& line = captured.lines().front();
    for (const auto& harm : {csi, override, std::string("\x1b")})
      BOOST_TEST(line.find(harm) == std::string::npos);
    const std::string id = format == log_format::json ? R"("id":)" : "id=";
    BOOST_TEST(line.find(id + R"("\u009b\u202e\u001b")") != std::string::npos, line);
    if (format == log_format::text) continue;
    const auto read = boost::json::parse(line).as_object();
    BOOST_TEST(read.at("message").as_string() == "said " + csi + "31m" + override + "\x1b[2J");
  }
}

BOOST_AUTO_TEST_CASE(a_registered_secret_is_in_no_line_at_any_level) {
  captured_log captured;
  captured.log.redact(secret("7df4cd93"));
  captured.log.debug("the token is 7df4cd93, yes 7df4cd93", {{"header", "Authorization: 7df4cd93"}});
  BOOST_TEST(!captured.has("7df4cd93"));
  BOOST_TEST(captured.has("the token is ***, yes ***"));
  BOOST_TEST(captured.has("Authorization: ***"));
}

BOOST_AUTO_TEST_CASE(a_secret_that_is_cut_by_the_length_limit_leaves_no_half) {
  captured_log captured;
  captured.log.redact(secret("7df4cd933df87084"));
  const std::string text = std::string(limits::log_text_bytes - 8, 'x') + "7df4cd933df87084";
  captured.log.info(text);
  BOOST_TEST(!captured.has("7df4cd93"));
}

BOOST_AUTO_TEST_CASE(lines_below_the_level_are_not_made) {
  captured_log captured(log_format::json, log_level::warn);
  captured.log.info("quiet");
  captured.log.warn("loud");
  captured.log.set_level(log_level::debug);
  captured.log.debug("now too");
  BOOST_TEST(captured.lines().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_line_begins_with_its_time_and_its_level) {
  captured_log json;
  json.log.warn("x");
  const auto& line = json.lines().front();
  constexpr std::string_view begin = R"({"time":"2)";
  constexpr std::string_view rest = R"(Z","source":"gamekeeper","level":"warn","message":"x"})";
  BOOST_TEST(line.starts_with(begin), line);
  BOOST_TEST(line.substr(std::string_view(R"({"time":"2026-01-31T23:59:59.999)").size()) ==
             std::string(rest) + "\n");
  captured_log text(log_format::text);
  text.log.info("x");
  BOOST_TEST(text.lines().front().substr(std::string_view("23:59:59.999").size()) == " gamekeeper info  x\n");
}

BOOST_AUTO_TEST_CASE(on_a_screen_with_colours_the_level_has_one) {
  struct sink final : log_sink {
    explicit sink(std::string& into) : lines(into) {}
    void write(std::string_view line) override { lines += line; }
    std::string& lines;
  };
  std::string lines;
  logger(std::make_unique<sink>(lines), log_format::text, log_level::debug, true).error("x");
  BOOST_TEST(lines.find("gamekeeper \x1b[31merror\x1b[0m x\n") != std::string::npos, lines);
}

BOOST_AUTO_TEST_CASE(levels_are_read_by_name) {
  BOOST_TEST((*parse_log_level("warn") == log_level::warn));
  BOOST_TEST(parse_log_level("loud").error().message() ==
             "'loud' is no log level; allowed: debug, info, warn, error");
}

BOOST_AUTO_TEST_CASE(a_terminal_that_nobody_reads_never_blocks) {
  const unique_fd far(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  BOOST_REQUIRE(far.valid());
  BOOST_REQUIRE(::grantpt(far.get()) == 0);
  BOOST_REQUIRE(::unlockpt(far.get()) == 0);
  const unique_fd near(::open(::ptsname(far.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
  BOOST_REQUIRE(near.valid());
  logger log(make_fd_sink(near.get()), log_format::text, log_level::debug);
  for (int i = 0; i < 5000; ++i) log.info("a line that nobody reads", {{"number", i}});
  BOOST_TEST((::fcntl(near.get(), F_GETFL) & O_NONBLOCK) == 0);  // what others share stays as it was
}

BOOST_AUTO_TEST_CASE(a_full_pipe_never_blocks_and_the_lost_lines_are_counted) {
  std::array<int, 2> pipe{};
  BOOST_TEST_REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  BOOST_TEST_REQUIRE(::fcntl(pipe[1], F_SETPIPE_SZ, 16'384) >= 16'384);
  {
    logger log(make_fd_sink(pipe[1]), log_format::json, log_level::debug);
    for (int i = 0; i < 1'000; ++i) log.info("a line that nobody reads");
    std::array<char, 65'536> buffer{};
    BOOST_TEST(::read(pipe[0], buffer.data(), buffer.size()) > 0);
    log.info("the line after");
    const auto got = ::read(pipe[0], buffer.data(), buffer.size());
    BOOST_TEST_REQUIRE(got > 0);
    const std::string_view rest(buffer.data(), static_cast<std::size_t>(got));
    BOOST_TEST(rest.find("log lines were lost") != std::string_view::npos);
    BOOST_TEST(rest.find("the line after") != std::string_view::npos);
  }
  ::close(pipe[0]);
  ::close(pipe[1]);
}

BOOST_AUTO_TEST_CASE(behind_the_half_of_a_line_the_next_begins_on_a_new_one) {
  std::array<int, 2> pipe{};
  BOOST_TEST_REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  const unique_fd near(pipe[1]), far(pipe[0]);
  BOOST_TEST_REQUIRE(::fcntl(near.get(), F_SETPIPE_SZ, 8192) == 8192);
  logger log(make_fd_sink(near.get()), log_format::text, log_level::debug);
  const std::string long_text(3000, 'x');
  log.info("cut", {{"one", long_text}, {"two", long_text}, {"three", long_text}});
  std::array<char, 8192> buffer{};
  BOOST_TEST(::read(far.get(), buffer.data(), buffer.size()) == 8192);
  log.info("whole");
  const auto got = ::read(far.get(), buffer.data(), buffer.size());
  BOOST_TEST_REQUIRE(got > 0);
  const std::string_view rest(buffer.data(), static_cast<std::size_t>(got));
  BOOST_TEST(rest.starts_with("\ngamekeeper: 1 log lines were lost"), rest);
  BOOST_TEST(rest.find("whole\n") != std::string_view::npos, rest);
}

BOOST_AUTO_TEST_SUITE_END()
