#include "telemetry/event_history.hpp"

#include "base/json.hpp"
#include "support/fake_clock.hpp"
#include "telemetry/event_types.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::telemetry;

namespace {

struct fixture {
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  base::redactor secrets;
  event_history history{time, 4, &secrets};

  void record(int count) {
    for (int i = 0; i < count; ++i) history.record(events::occupancy("players", i));
  }
};

std::vector<std::string> all_of(event_history::reader& reader) {
  std::vector<std::string> out;
  while (const auto next = reader.next()) out.push_back(*next);
  return out;
}

std::vector<std::int64_t> numbers(event_history::reader& reader) {
  std::vector<std::int64_t> out;
  for (const auto& each : all_of(reader)) {
    const auto event = base::parse_json(each).value();
    const auto* seq = event.as_object().if_contains("seq");
    out.push_back(seq ? seq->as_int64() : -1);
  }
  return out;
}

using list = std::vector<std::int64_t>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(history_, fixture)

BOOST_AUTO_TEST_CASE(an_event_is_one_line_of_json_with_its_number_and_time) {
  const auto reader = history.read_since(0);
  history.record(events::phase("running", "starting"));
  BOOST_TEST(
      all_of(*reader).at(0) ==
      R"({"seq":1,"time":"2027-01-15T09:00:00.000Z","type":"phase","phase":"running","previous":"starting"})");
}

BOOST_AUTO_TEST_CASE(no_secret_is_in_an_event) {
  secrets.add(base::secret("delete-SECRET"));
  const auto reader = history.read_since(0);
  history.record(events::decided("stop_requested", "as delete-SECRET said"));
  BOOST_TEST(all_of(*reader).at(0).find("as *** said") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_reader_gets_what_is_kept_and_then_what_comes) {
  record(2);
  const auto reader = history.read_since(0);
  BOOST_TEST(numbers(*reader) == (list{1, 2}), boost::test_tools::per_element());
  BOOST_TEST(numbers(*reader).empty());
  record(1);
  BOOST_TEST(numbers(*reader) == (list{3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(since_is_the_last_one_that_is_known) {
  record(3);
  BOOST_TEST(numbers(*history.read_since(2)) == (list{3}), boost::test_tools::per_element());
  BOOST_TEST(numbers(*history.read_since(3)).empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_longer_kept_is_a_gap_that_says_how_much) {
  record(10);
  const auto lines = all_of(*history.read_since(3));
  BOOST_TEST(lines.at(0) == R"({"type":"gap","since":3,"next":7,"lost":3})");
  BOOST_TEST(lines.size() == 5u);
  BOOST_TEST(numbers(*history.read_since(6)) == (list{7, 8, 9, 10}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_number_of_another_agent_is_a_gap_of_unknown_size) {
  record(2);
  const auto lines = all_of(*history.read_since(17));
  BOOST_TEST(lines.at(0) == R"({"type":"gap","since":17,"next":1,"lost":null})");
  BOOST_TEST(lines.size() == 3u);
}

BOOST_AUTO_TEST_CASE(who_is_slower_than_the_history_is_long_is_dropped_and_nobody_else) {
  const auto slow = history.read_since(0);
  const auto quick = history.read_since(0);
  record(4);
  all_of(*quick);
  BOOST_TEST(!slow->dropped());
  record(1);
  BOOST_TEST(slow->dropped());
  BOOST_TEST(slow->over());
  BOOST_TEST(!slow->next());
  BOOST_TEST(!quick->dropped());
  BOOST_TEST(history.dropped() == 1u);
  record(1);
  BOOST_TEST(history.dropped() == 1u);
}

BOOST_AUTO_TEST_CASE(news_are_told_once_to_each_who_asked) {
  int told = 0;
  const auto reader = history.read_since(0);
  reader->when_news([&] { ++told; });
  record(2);
  BOOST_TEST(told == 1);
  reader->when_news([&] { ++told; });
  record(1);
  BOOST_TEST(told == 2);
}

BOOST_AUTO_TEST_CASE(a_reader_that_is_gone_is_told_nothing) {
  history.read_since(0)->when_news([] { BOOST_ERROR("told"); });
  record(1);
  BOOST_TEST(history.readers() == 0u);
}

BOOST_AUTO_TEST_CASE(one_reader_too_many_replaces_the_one_that_has_taken_nothing_for_longest) {
  std::vector<std::unique_ptr<event_history::reader>> all;
  for (std::size_t i = 0; i < base::limits::event_readers; ++i) all.push_back(history.read_since(0));
  record(1);
  all[0]->next();
  int told = 0;
  all[1]->when_news([&] { ++told; });
  const auto next = history.read_since(0);
  BOOST_TEST_REQUIRE(next.get());
  BOOST_TEST(told == 1);
  BOOST_TEST(all[1]->dropped());
  BOOST_TEST(!all[1]->next());
  BOOST_TEST(!all[0]->dropped());
  BOOST_TEST(!all[2]->dropped());
  BOOST_TEST(history.dropped() == 1u);
}

BOOST_AUTO_TEST_CASE(a_client_that_may_replace_nobody_does_not_follow) {
  base::slot_quota quota;
  quota.total = 2;
  quota.reserved = 1;
  quota.privileged = {"root"};
  history.share_readers(quota);
  const auto first = history.read_since(0, "root");
  const auto second = history.read_since(0, "root");
  BOOST_TEST(!history.read_since(0, "stranger"));
  BOOST_TEST(!second->dropped());
}

BOOST_AUTO_TEST_CASE(a_reader_may_outlive_the_history) {
  auto own = std::make_unique<event_history>(time);
  own->record(events::ready("api"));
  const auto reader = own->read_since(0);
  own.reset();
  BOOST_TEST(!reader->over());
  BOOST_TEST(all_of(*reader).size() == 1u);
  BOOST_TEST(reader->over());
}

BOOST_AUTO_TEST_CASE(the_end_is_told_and_comes_behind_the_last_event) {
  int told = 0;
  const auto reader = history.read_since(0);
  history.record(events::ready("api"));
  reader->when_news([&] { ++told; });
  history.close();
  BOOST_TEST(told == 1);
  BOOST_TEST(!reader->over());
  BOOST_TEST(all_of(*reader).size() == 1u);
  BOOST_TEST(reader->over());
}

BOOST_AUTO_TEST_CASE(what_is_recorded_after_the_story_s_end_only_observers_see) {
  const auto reader = history.read_since(0);
  std::vector<std::string> observed;
  history.observe([&](const recorded_event& e) { observed.emplace_back(e.type); });
  history.record(events::ready("api"));
  history.close();
  history.record(events::hook("h", "ready", 1, "done", 1, ""));
  BOOST_TEST(all_of(*reader).size() == 1u);
  BOOST_TEST(reader->over());
  BOOST_TEST(observed == (std::vector<std::string>{"ready", "hook"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_an_observer_records_comes_after_what_it_saw) {
  std::vector<std::uint64_t> seen;
  history.observe([&](const recorded_event& e) {
    seen.push_back(e.seq);
    if (e.type == "ready") history.record(events::hook("h", "ready", e.seq, "dropped", 0, ""));
  });
  history.record(events::ready("api"));
  BOOST_TEST(seen == (std::vector<std::uint64_t>{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(event_)

BOOST_AUTO_TEST_CASE(whatever_a_text_holds_the_line_is_json) {
  const auto text =
      events::match_ended("\"\n\xff", std::string(5'000, 'x'), base::duration(1)).to_json(1, {});
  BOOST_TEST(text.find('\n') == std::string::npos);
  const auto parsed = base::parse_json(text).value();
  BOOST_TEST(parsed.at("id").as_string() == "\"\n?");
  BOOST_TEST(parsed.at("reason").as_string().size() == base::limits::event_text_bytes);
}

BOOST_AUTO_TEST_CASE(metadata_goes_through_as_it_is_and_what_is_absent_is_null) {
  BOOST_TEST(events::match_started("m1", json_text{R"({"map":"de_dust"})"})
                 .to_json(1, {})
                 .ends_with(R"("id":"m1","metadata":{"map":"de_dust"}})"));
  BOOST_TEST(events::match_started("m1", std::nullopt).to_json(1, {}).ends_with(R"("metadata":null})"));
}

BOOST_AUTO_TEST_CASE(every_type_is_one_that_a_hook_can_name) {
  const auto known = event_types();
  const auto has = [&](const event& e) {
    return std::find(known.begin(), known.end(), e.type()) != known.end();
  };
  const base::duration d(1);
  for (const auto& each : {events::phase("", ""),
                           events::decided("", ""),
                           events::would_end("", ""),
                           events::ended("", "", 0, d),
                           events::game_started(1, 0),
                           events::game_ended(0, std::nullopt, "", false),
                           events::ready(""),
                           events::restart("", "", d, 0),
                           events::watchdog(""),
                           events::ladder(0, "", ""),
                           events::extended(d),
                           events::occupancy("", 0),
                           events::detector("", false, d, ""),
                           events::match_started("", std::nullopt),
                           events::match_ended("", "", d),
                           events::hold_placed("", "", d),
                           events::hold_renewed("", "", d),
                           events::hold_released(""),
                           events::hold_expired(""),
                           events::veto(false, "", std::nullopt),
                           events::asked("", ""),
                           events::signal(""),
                           events::platform_status("", ""),
                           events::self_stop_attempt(1),
                           events::self_stop_answer(1, "", 0, ""),
                           events::warning("", "", std::nullopt)}) {
    BOOST_TEST(has(each), each.type());
    BOOST_TEST(base::parse_json(each.to_json(1, {})).has_value());
  }
  BOOST_TEST(!has(events::hook("", "", 1, "", 0, "")));
}

BOOST_AUTO_TEST_SUITE_END()
