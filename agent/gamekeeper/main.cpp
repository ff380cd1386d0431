// The entrypoint of a game server's container, and the command line that talks to it.
#include "base/duration.hpp"
#include "base/limits.hpp"
#include "gamekeeper/check/check.hpp"
#include "gamekeeper/config_command.hpp"
#include "gamekeeper/ctl/commands.hpp"
#include "gamekeeper/doctor/doctor.hpp"
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

  /// With `words` only what they name: every option of CLI11 costs the more the more there are, and a game
  /// would wait for that.
  void add_to(CLI::App& command, const std::vector<std::string>* words = nullptr) {
    command
        .add_option("--config", config,
                    "Settings file; default: $GAMEKEEPER_CONFIG, else /etc/gamekeeper.json")
        ->type_name("FILE");
    for (const auto& row : settings::table())
      if (!words || names(*words, row)) add_row(command, row);
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
  static bool names(const std::vector<std::string>& words, const settings::setting& row) {
    const auto forms = row.flags();
    return std::any_of(words.begin(), words.end(), [&forms](std::string_view word) {
      const auto name = word.substr(0, word.find('='));
      return std::any_of(forms.begin(), forms.end(), [name](const auto& form) { return form.name == name; });
    });
  }

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
  /// A game waits for what is done here: with `signals`, which only a run has, no other command is added.
  command_line(std::vector<std::string> words, const process::signal_block* signals)
      : words_(std::move(words)), signals_(signals) {
    if (signals_) cut_off_command();
    if (!words_.empty() && words_.front() == "check") cut_off_at_dashes();
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "gamekeeper " GAMEKEEPER_VERSION);
    app_.get_formatter()->column_width(34);
    add_run();
    if (signals_) return;
    control_.add_to(app_);
    add_config();
    add_doctor();
    add_check();
    app_.footer(
        "Exit codes: run gives the game's own (128+n for a signal, 127 not found, 126 not executable).\n"
        "The others: 0 done, 1 failed, 2 usage, 4 refused by the agent, 5 no agent there, 6 no answer in "
        "time.");
  }

  int parse_and_act() {
    std::reverse(words_.begin(), words_.end());  // as CLI11 wants them
    try {
      app_.parse(std::move(words_));
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
  void cut_off_command() {
    std::size_t at = 1;
    while (at < words_.size() && words_[at].size() > 1 && words_[at].front() == '-' && words_[at] != "--") {
      const auto& word = words_[at];
      const bool alone = word == "-h" || word == "--help" || word.find('=') != std::string::npos ||
                         settings::is_switch(word);
      at += alone ? 1 : 2;
    }
    if (at >= words_.size()) return;
    const auto first = words_.begin() + static_cast<std::ptrdiff_t>(at);
    command_.assign(*first == "--" ? first + 1 : first, words_.end());
    words_.erase(first, words_.end());
  }

  void add_run() {
    auto* run = app_.add_subcommand(
        "run", "Run the game: the container's entrypoint. gamekeeper run [options] -- COMMAND [ARG...]");
    const bool help = std::any_of(words_.begin(), words_.end(),
                                  [](const auto& word) { return word == "-h" || word == "--help"; });
    flags_.add_to(*run, signals_ && !help ? &words_ : nullptr);
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

  void cut_off_at_dashes() {
    const auto dashes = std::find(words_.begin(), words_.end(), "--");
    if (dashes == words_.end()) return;
    command_.assign(dashes + 1, words_.end());
    words_.erase(dashes, words_.end());
  }

  void add_duration(CLI::App& command, const std::string& flag, base::duration& into,
                    const std::string& help) {
    command
        .add_option_function<std::string>(
            flag,
            [&into](const std::string& text) {
              const auto read = base::parse_duration(text);
              if (!read) throw CLI::ValidationError(read.error().message());
              into = *read;
            },
            help)
        ->type_name("DURATION");
  }

  void add_check() {
    auto* check =
        app_.add_subcommand("check",
                            "Play deployments of a game here, and tell what would go wrong on the platform. "
                            "gamekeeper check [options] -- COMMAND [ARG...]");
    auto* ports = check->add_option_function<std::vector<std::string>>(
        "--port",
        [this](const std::vector<std::string>& all) {
          for (const auto& text : all) {
            const auto read = check::parse_port_request(text);
            if (!read) throw CLI::ValidationError(read.error().message());
            check_.ports.push_back(*read);
          }
          if (check_.ports.size() > base::limits::check_ports)
            throw CLI::ValidationError("too many ports; " + std::to_string(base::limits::check_ports) +
                                       " are allowed");
        },
        "A port of the app version, e.g. gameport=7777/UDP; again for more");
    ports->allow_extra_args(false)->type_name("NAME=PORT/PROTOCOL");
    check->add_option("--memory", check_.memory_mb, "The app version's memory in MB")
        ->type_name("MB")
        ->check(CLI::Range(1, 1024 * 1024));
    add_duration(*check, "--ready-within", check_.ready_within,
                 "How long the ports and the game's readiness are waited for; default: 1m");
    add_duration(*check, "--watch", check_.watch_for, "How long the game is watched then; default: 3s");
    add_duration(*check, "--timeout", check_.timeout, "How long everything may take; default: 5m");
    check->add_flag("--read-only", check_.root_must_be_read_only,
                    "The game has to run on a root that cannot be written to; without it that is a warning");
    check->add_flag("--json", check_.json, "Print it as JSON");
    check->add_option("--junit", check_.junit, "Also write it as JUnit XML, for CI; - is stdout")
        ->type_name("FILE");
    flags_.add_to(*check);
    check->callback([this] {
      action_ = [this] {
        if (command_.empty()) {
          std::cerr << "gamekeeper: no command to check; give it behind --, e.g. gamekeeper check --port "
                       "gameport=7777/UDP -- ./server\n";
          return 2;
        }
        check_.from = flags_.sources();
        check_.command = command_;
        return check::check(check_);
      };
    });
  }

  void add_doctor() {
    auto* doctor = app_.add_subcommand(
        "doctor", "What the agent sees in this container, what is wrong with it, and what to do");
    doctor->add_flag("--json", json_, "Print it as JSON");
    flags_.add_to(*doctor);
    doctor->callback([this] { action_ = [this] { return doctor::doctor({flags_.sources(), json_}); }; });
  }

  std::vector<std::string> words_;
  const process::signal_block* signals_;
  CLI::App app_{"gamekeeper: the agent inside a dedicated game server's container", "gamekeeper"};
  setting_flags flags_;
  std::vector<std::string> command_;
  bool json_ = false;
  check::check_options check_;
  std::function<int()> action_;
  ctl::commands control_{action_};
};

}  // namespace

}  // namespace gamekeeper

int main(int argc, char** argv) {
  // Before anything else, and only for the entrypoint: from here on no signal is lost, and the other commands
  // stay interruptible.
  const bool runs_a_game = argc > 1 && std::string_view(argv[1]) == "run";
  if (runs_a_game) gamekeeper::process::open_closed_streams();
  std::unique_ptr<gamekeeper::process::signal_block> signals;
  if (runs_a_game) signals = std::make_unique<gamekeeper::process::signal_block>();
  return gamekeeper::command_line({argv + 1, argv + std::max(argc, 1)}, signals.get()).parse_and_act();
}
