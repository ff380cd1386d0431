// The entrypoint of a game server's container, and the command line that talks to it.
#include "gamekeeper/config_command.hpp"
#include "gamekeeper/ctl/commands.hpp"
#include "gamekeeper/run/game_environment.hpp"
#include "gamekeeper/run/run.hpp"
#include "process/standard_streams.hpp"
#include "settings/list_text.hpp"
#include "settings/load.hpp"
#include "settings/setting.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>

namespace gamekeeper {

namespace {

/// The flags of the settings table on one subcommand, and what was given for them.
struct setting_flags {
  std::map<std::string, std::string> given;
  std::string config;

  void add_to(CLI::App& command) {
    command
        .add_option("--config", config,
                    "Settings file; default: $GAMEKEEPER_CONFIG, else /etc/gamekeeper.json")
        ->type_name("FILE");
    for (const auto& row : settings::table()) add_row(command, row);
  }
  std::optional<std::string> config_file() const {
    return config.empty() ? std::nullopt : std::optional(config);
  }
  settings::sources sources() const {
    settings::sources from;
    from.flags = given;
    from.environment = run::own_environment();
    from.file = settings::find_settings_file(config_file(), from.environment);
    return from;
  }

 private:
  void add_row(CLI::App& command, const settings::setting& row) {
    std::string valued;
    std::string switches;
    for (const auto& form : row.flags()) {
      auto& names = form.implied.empty() ? valued : switches;
      names.append(names.empty() ? "" : ",").append(form.implied == "off" ? "!" : "").append(form.name);
    }
    if (!valued.empty()) add_valued(command, row, valued);
    if (!switches.empty()) add_switch(command, row, switches);
  }

  void add_valued(CLI::App& command, const settings::setting& row, const std::string& names) {
    const std::string key(row.key);
    CLI::Option* option = nullptr;
    if (row.what == settings::setting::kind::list) {
      option = command.add_option_function<std::vector<std::string>>(
          names, [this, key](const std::vector<std::string>& all) { given[key] = settings::write_list(all); },
          std::string(row.help));
      option->allow_extra_args(false);  // one with each flag
    } else {
      option = command.add_option_function<std::string>(
          names, [this, key](const std::string& text) { given[key] = text; }, std::string(row.help));
    }
    option->type_name(row.placeholder())->group("Settings");
  }

  /// --x, --no-x, and --x=off; the last one counts.
  void add_switch(CLI::App& command, const settings::setting& row, const std::string& names) {
    const std::string key(row.key);
    const std::string help(row.help);  // add_flag takes a temporary for a variable to store in
    command.add_flag(names, help)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->each([this, key](const std::string& text) {
          given[key] = text == "true" ? "on" : text == "false" ? "off" : text;
        })
        ->group("Settings");
  }
};

/// What the command line turned out to ask for.
class command_line {
 public:
  explicit command_line(const process::signal_block* signals) : signals_(signals) {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "gamekeeper " GAMEKEEPER_VERSION);
    app_.get_formatter()->column_width(34);
    add_run();
    // The game waits until its entrypoint's flags are read: nothing is built beside them.
    if (!signals_) {
      control_.add_to(app_);
      add_config();
    }
    app_.footer(
        "Exit codes: run gives the game's own (128+n for a signal, 127 not found, 126 not executable).\n"
        "The others: 0 done, 1 failed, 2 usage, 4 refused by the agent, 5 no agent there, 6 no answer in "
        "time.");
  }

  int parse_and_act(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    if (!words.empty() && words.front() == "run") cut_off_command(words);
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    try {
      app_.parse(std::move(words));
    } catch (const CLI::ParseError& e) {
      const bool asked = e.get_exit_code() == 0;  // --help, --version
      app_.exit(e, std::cout, std::cerr);
      return asked ? 0 : 2;
    }
    return action_();
  }

 private:
  // The game's words are not ours to parse: options end at "--" or at the first word that is none. An
  // option's value stands behind '=' or is the next word; --help and the switches have none.
  void cut_off_command(std::vector<std::string>& words) {
    std::size_t at = 1;
    while (at < words.size() && words[at].size() > 1 && words[at].front() == '-' && words[at] != "--") {
      const auto& word = words[at];
      const bool alone = word == "-h" || word == "--help" || word.find('=') != std::string::npos ||
                         settings::is_switch(word);
      at += alone ? 1 : 2;
    }
    if (at >= words.size()) return;
    const auto first = words.begin() + static_cast<std::ptrdiff_t>(at);
    command_.assign(*first == "--" ? first + 1 : first, words.end());
    words.erase(first, words.end());
  }

  void add_run() {
    auto* run = app_.add_subcommand(
        "run", "Run the game: the container's entrypoint. gamekeeper run [options] -- COMMAND [ARG...]");
    flags_.add_to(*run);
    run->callback([this] {
      action_ = [this] {
        if (command_.empty()) {
          std::cerr << "gamekeeper: no command to run; give it behind --, e.g. gamekeeper run -- ./server "
                       "-port 7777\n";
          return 2;
        }
        run::run_request request;
        request.flags = flags_.given;
        request.config_file = flags_.config_file();
        request.command = command_;
        return run::run(request, *signals_);
      };
    });
  }

  void add_config() {
    auto* config = app_.add_subcommand("config", "Look at the settings");
    config->require_subcommand(1);
    auto* check =
        config->add_subcommand("check", "Report everything that is wrong with the settings, at once");
    flags_.add_to(*check);
    check->callback([this] { action_ = [this] { return config_check(flags_.sources()); }; });
    config->add_subcommand("default", "Print a settings file: every setting at its default, explained")
        ->callback([this] { action_ = [] { return config_default(); }; });
    auto* show = config->add_subcommand("show", "Print every setting, its value, and where it came from");
    flags_.add_to(*show);
    show->callback([this] { action_ = [this] { return config_show(flags_.sources()); }; });
  }

  const process::signal_block* signals_;
  CLI::App app_{"gamekeeper: the agent inside a dedicated game server's container", "gamekeeper"};
  setting_flags flags_;
  std::vector<std::string> command_;
  std::function<int()> action_;
  ctl::commands control_{action_};
};

/// `run -- COMMAND…` and `run COMMAND…`: how an entrypoint is nearly always written. Empty when there is an option:
/// a command line of a hundred flags takes its time to build, and the game waits for it.
std::vector<std::string> command_without_options(int argc, char** argv) {
  if (argc < 3) return {};
  const std::string_view first(argv[2]);
  if (first == "--") return {argv + 3, argv + argc};
  if (first.starts_with('-') && first.size() > 1) return {};
  return {argv + 2, argv + argc};
}

}  // namespace

}  // namespace gamekeeper

int main(int argc, char** argv) {
  // Before anything else, and only for the entrypoint: from here on no signal is lost, and the other commands
  // stay interruptible.
  const bool runs_a_game = argc > 1 && std::string_view(argv[1]) == "run";
  if (!runs_a_game) return gamekeeper::command_line(nullptr).parse_and_act(argc, argv);
  gamekeeper::process::open_closed_streams();
  const gamekeeper::process::signal_block signals;
  if (const auto command = gamekeeper::command_without_options(argc, argv); !command.empty()) {
    gamekeeper::run::run_request request;
    request.command = command;
    return gamekeeper::run::run(request, signals);
  }
  return gamekeeper::command_line(&signals).parse_and_act(argc, argv);
}
