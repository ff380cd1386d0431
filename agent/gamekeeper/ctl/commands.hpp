#pragma once

#include "gamekeeper/ctl/ctl.hpp"

#include <boost/json.hpp>

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace gamekeeper::ctl {

/// The subcommands that talk to a running agent. `action` becomes what the chosen one does; both outlive the
/// application that they are added to.
class commands {
 public:
  explicit commands(std::function<int()>& action) : action_(action) {}
  commands(const commands&) = delete;
  commands& operator=(const commands&) = delete;
  void add_to(CLI::App& app);

 private:
  using maker = std::function<net::http_request()>;
  CLI::App* add(CLI::App& parent, const std::string& name, const std::string& help, maker request,
                screen_maker show = status_screen, int (*act)(const ctl_request&) = ask_agent);
  CLI::App* with_reason(CLI::App* command);
  void add_looks(CLI::App& app);
  void add_status(CLI::App& app);
  void add_events(CLI::App& app);
  void add_match(CLI::App& app);
  void add_players(CLI::App& app);
  void add_holds(CLI::App& app);
  void add_ends(CLI::App& app);
  void add_game(CLI::App& app);
  void add_tags(CLI::App& app);
  boost::json::object reason() const;

  std::function<int()>& action_;
  ctl_request asked_;
  std::string socket_, text_, reason_, duration_, metadata_;
  std::uint64_t since_ = 0;
  bool watch_ = false, follow_ = false;
  int players_ = 0;
};

}  // namespace gamekeeper::ctl
