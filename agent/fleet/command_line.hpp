#pragma once

#include "fleet/connection.hpp"
#include "fleet/deploy_commands.hpp"
#include "fleet/deployment_commands.hpp"
#include "fleet/list_commands.hpp"
#include "fleet/wait.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace gamekeeper::fleet {

/// The commands, their options and what they ask for. Parsing decides nothing else: the chosen command is in
/// `chosen` afterwards, or what to print in `text`.
class command_line {
 public:
  explicit command_line(std::string version);
  command_line(const command_line&) = delete;
  command_line& operator=(const command_line&) = delete;

  CLI::App& app() noexcept { return app_; }
  /// Parses and acts; gives the exit code.
  int run(int argc, const char* const* argv);

 private:
  using start = std::function<command(session&)>;

  CLI::App* add(CLI::App& parent, const std::string& name, const std::string& help, start chosen);
  void add_common();
  void add_deploy();
  void add_deploy_v1();
  void add_status_and_wait();
  void add_stops();
  void add_lists();
  void add_logs_and_metrics();
  void add_tags();
  void add_inside();
  void add_completion();
  void add_id(CLI::App* to);
  void add_pages(CLI::App* to);
  void add_wait(CLI::App* to, bool& wait, std::string& timeout);
  CLI::Option* add_duration(CLI::App* to, const std::string& name, base::duration& into,
                            const std::string& help);

  CLI::App app_;
  connection_options connection_;
  screen show_ = own_screen();
  base::duration timeout_ = std::chrono::seconds(60);
  start chosen_;
  std::string shell_;

  std::string id_;
  std::string name_, new_name_;
  deploy_options deploy_;
  deploy_v1_options deploy_v1_;
  wait_options wait_;
  stop_options stop_;
  bulk_stop_options bulk_stop_;
  list_options list_;
  location_options locations_;
  host_options hosts_;
  page_options pages_;
  log_options logs_;
  metrics_options metrics_;
};

}  // namespace gamekeeper::fleet
