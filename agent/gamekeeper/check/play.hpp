#pragma once

#include "base/clock.hpp"
#include "base/fd.hpp"
#include "gamekeeper/check/detector_answers.hpp"
#include "gamekeeper/check/fake_platform.hpp"
#include "gamekeeper/check/watched_output.hpp"
#include "gamekeeper/check/watched_tree.hpp"

#include <boost/asio/awaitable.hpp>

#include <csignal>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gamekeeper::check {

/// One deployment of the game.
struct play_plan {
  std::vector<std::string> arguments;    ///< of gamekeeper: "run", "--", COMMAND
  std::vector<std::string> environment;  ///< of the agent
  std::vector<port_request> ports;
  std::vector<occupancy::detector_spec> detectors;  ///< whose answers are waited for; empty: nobody is asked
  std::string folder;  ///< for the files of the agent: FOLDER/report.json, FOLDER/agent.sock
  bool read_only_root = false;
  bool ready_at_start = true;  ///< else the agent says when it is
  base::duration ready_within{};
  base::duration watch_for{};
  base::duration kill_after{};  ///< from SIGTERM to the platform's SIGKILL
  std::optional<std::uint64_t> memory_limit;
  base::time_point deadline{};  ///< of all of it
};

/// What was seen of it.
struct played {
  std::optional<base::error> not_launched;
  watched_output::agent_words agent;
  std::vector<std::pair<bound_port, base::duration>> ports;  ///< and after what time each was seen first
  std::optional<base::duration> ready_after;
  std::vector<detector_answer> detectors;
  base::duration detectors_waited{};      ///< until all had answered, or nobody waited any longer
  bool up = false;                        ///< every port was bound, and the game ready
  bool ended_early = false;               ///< before it was asked to
  bool stopped_itself = false;            ///< it ended early because it had the platform stop the deployment
  std::vector<std::string> left_running;  ///< by a main process that ended early: "server(17)"
  base::duration ran_for{};               ///< until it ended early or was asked to
  std::uint64_t peak_memory_bytes = 0;
  bool over_memory = false;
  bool killed_for_memory = false;  ///< at twice the limit, for the sake of this machine
  std::vector<std::string> zombies;
  std::vector<std::string> files;  ///< that it had open for writing
  std::vector<std::string> leaks;
  std::deque<std::string> last_lines;

  bool asked = false;                             ///< SIGTERM was sent
  std::optional<base::duration> main_gone_after;  ///< the main process, from SIGTERM
  std::optional<base::duration> all_gone_after;   ///< everything, and the agent
  std::vector<std::string> outlived_main;         ///< what was still there then: "saver(17)"
  std::optional<int> agent_code;                  ///< what the platform gets to see
  std::optional<int> game_code;                   ///< 128+n for a signal
  std::optional<int> game_signal;
  bool cut_short = false;  ///< by the time limit of the check, or a signal
};

/// Plays it. Nothing is left running when run() completes, nor when this is destroyed.
class play {
 public:
  play(base::clock& time, fake_platform& platform, const std::vector<guarded>& secrets, play_plan plan,
       const volatile std::sig_atomic_t& interrupted);
  ~play();
  play(const play&) = delete;
  play& operator=(const play&) = delete;

  boost::asio::awaitable<played> run();

 private:
  base::result<void> start();
  boost::asio::awaitable<void> until_up();
  boost::asio::awaitable<void> until_answered();
  boost::asio::awaitable<void> watch();
  boost::asio::awaitable<void> look_for_background();
  boost::asio::awaitable<void> ask_detectors();
  boost::asio::awaitable<void> end();
  boost::asio::awaitable<void> next_look();
  void look();
  void reap();
  void read_output();
  void measure();
  void look_for_zombies();
  void look_at_main();
  bool over() const;
  bool is_up() const;
  bool main_alive() const;
  void read_report();
  void kill_all();

  base::clock& time_;
  fake_platform& platform_;
  play_plan plan_;
  const volatile std::sig_atomic_t& interrupted_;
  watched_output output_;
  played seen_;
  base::unique_fd reading_;
  pid_t agent_ = 0;
  std::vector<process::process_info> tree_;
  std::map<pid_t, base::time_point> zombies_;   ///< since when each was seen
  std::map<pid_t, base::time_point> outlived_;  ///< the same for what is there without the main process
  base::time_point begun_{}, asked_at_{}, measured_{}, detectors_asked_{};
  bool self_stop_ = false;
};

}  // namespace gamekeeper::check
