#include "fleet/command_line.hpp"

#include "base/duration.hpp"
#include "base/nearest.hpp"
#include "fleet/completion.hpp"
#include "fleet/tag_commands.hpp"

#include <algorithm>
#include <iostream>

namespace gamekeeper::fleet {

namespace {

/// An option that may stand more than once, with one word each time.
CLI::Option* add_repeatable(CLI::App* to, const std::string& name, std::vector<std::string>& into,
                            const std::string& type, const std::string& help) {
  return to->add_option(name, into, help)->type_name(type)->expected(1)->take_all();
}

/// "Did you mean status?" for a first word that is no command but nearly one.
std::string slip_of(const CLI::App& app, int argc, const char* const* argv) {
  std::vector<std::string> names;
  for (const auto* each : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(each->get_name());
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  for (int i = 1; i < argc; ++i) {
    const std::string_view word(argv[i]);
    if (std::find(candidates.begin(), candidates.end(), word) != candidates.end()) return "";
    if (const auto meant = base::nearest(word, candidates); !meant.empty() && !word.starts_with('-'))
      return "Did you mean " + std::string(meant) + "?\n";
  }
  return "";
}

}  // namespace

command_line::command_line(std::string version)
    : app_("Every operation of the platform's API, from a shell: tables for people, JSON for scripts.",
           "gamekeeper-fleet") {
  app_.require_subcommand(1);
  app_.set_version_flag("--version", version);
  app_.get_formatter()->column_width(34);
  add_common();
  add_deploy();
  add_deploy_v1();
  add_status_and_wait();
  add_stops();
  add_lists();
  add_logs_and_metrics();
  add_tags();
  add_inside();
  add_completion();
  app_.footer(
      "https goes through the proxy of HTTPS_PROXY or ALL_PROXY, except to what NO_PROXY names, as curl has "
      "it.\n"
      "The organisation's API token comes from EDGEGAP_API_TOKEN or --token-file, never from an argument.\n"
      "Exit codes: 0 done, 1 a deployment came to another end than was waited for (or the question was "
      "answered no),\n"
      "2 usage, 3 not found, 4 refused by the platform, 5 unreachable (network, TLS, 5xx), 6 timed out.");
}

CLI::Option* command_line::add_duration(CLI::App* to, const std::string& name, base::duration& into,
                                        const std::string& help) {
  const auto take = [&into](const std::string& text) {
    const auto value = base::parse_duration(text);
    if (!value) throw CLI::ValidationError(value.error().message());
    into = *value;
  };
  return to->add_option_function<std::string>(name, take, help + "; default " + base::format_duration(into))
      ->type_name("DURATION");
}

void command_line::add_common() {
  // The last one counts, so that an alias can hold what is usual.
  app_.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app_.add_option(
          "--api-url", connection_.api_url,
          "The platform, or an emulator; else GAMEKEEPER_API_URL, else " + std::string(default_api_url))
      ->type_name("URL");
  app_.add_option("--ca-file", connection_.ca_file,
                  "Trust the certificates in this file (PEM), and no others")
      ->type_name("FILE");
  app_.add_option("--token-file", connection_.token_file, "The API token is this file's first line")
      ->type_name("FILE");
  app_.add_flag("--json", show_.json,
                "The platform's answers as they came; one per line where a list has several pages");
  app_.add_flag("-q,--quiet", show_.quiet, "Ids only");
  add_duration(&app_, "--timeout", timeout_, "For the whole of a command's requests, tries included");
  app_.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::Throw);
}

CLI::App* command_line::add(CLI::App& parent, const std::string& name, const std::string& help,
                            start chosen) {
  auto* sub = parent.add_subcommand(name, help);
  sub->fallthrough();
  sub->get_formatter()->column_width(34);
  if (chosen) sub->callback([this, chosen = std::move(chosen)] { chosen_ = chosen; });
  return sub;
}

void command_line::add_id(CLI::App* to) {
  to->add_option("ID", id_, "The deployment's request id")->required()->type_name("");
}

void command_line::add_pages(CLI::App* to) {
  to->add_option("--page", pages_.number, "This page only; default: all of them")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  to->add_option("--page-size", pages_.size, "Items per page; default: the platform's own")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
}

void command_line::add_deploy() {
  auto& o = deploy_;
  auto* sub = add(app_, "deploy", "Start a deployment (v2), in the cloud or on a private fleet's hosts",
                  [this](session& s) {
                    deploy_.wait_timeout = wait_.timeout;
                    return deploy(s, deploy_);
                  });
  sub->add_option("APP", o.application, "Application")->required()->type_name("");
  sub->add_option("VERSION", o.version, "Version")->required()->type_name("");
  add_repeatable(sub, "--ip", o.ips, "IP", "A player's address; the deployment is placed near the players");
  add_repeatable(sub, "--at", o.places, "LAT,LON", "A player's place in degrees, e.g. --at 45.5,-73.6");
  add_repeatable(sub, "--tag", o.tags, "TAG", "A tag");
  add_repeatable(sub, "--env", o.environment, "K=V", "A variable for the container");
  add_repeatable(sub, "--hidden-env", o.hidden_environment, "K=V", "The same, not readable through the API");
  add_repeatable(sub, "--host", o.hosts, "HOST", "A private fleet's host to try, in this order");
  sub->add_option("--cpu-units", o.cpu_units, "In place of the version's; 1024 are one core")->type_name("N");
  sub->add_option("--memory-mib", o.memory_mib, "In place of the version's; at most twice the CPU units")
      ->type_name("N");
  sub->add_flag("--cached-only", o.cached_only, "Only where the image is cached: faster");
  sub->add_option("--webhook-ready", o.webhook_on_ready, "POSTed the status to when it is ready")
      ->type_name("URL");
  sub->add_option("--webhook-error", o.webhook_on_error, "The same in error")->type_name("URL");
  sub->add_option("--webhook-terminated", o.webhook_on_terminated, "The same at the end")->type_name("URL");
  sub->add_flag("--no-mark", o.unmarked,
                "Without the tag gk-… by which a deploy is found again when its answer is lost");
  sub->add_flag("--wait", o.wait, "Until it is ready");
  add_duration(sub, "--wait-timeout", wait_.timeout, "How long --wait waits");
}

void command_line::add_deploy_v1() {
  auto& o = deploy_v1_;
  auto* sub = add(app_, "deploy-v1", "Start a deployment with the older operation", [this](session& s) {
    deploy_v1_.wait_timeout = wait_.timeout;
    return deploy_v1(s, deploy_v1_);
  });
  sub->add_option("APP", o.application, "Application")->required()->type_name("");
  sub->add_option("VERSION", o.version, "Version; default: the newest")->type_name("");
  add_repeatable(sub, "--ip", o.ips, "IP", "A player's address");
  add_repeatable(sub, "--at", o.places, "IP,LAT,LON", "A player's address and place; not together with --ip");
  add_repeatable(sub, "--tag", o.tags, "TAG", "A tag");
  add_repeatable(sub, "--env", o.environment, "K=V", "A variable for the container");
  add_repeatable(sub, "--hidden-env", o.hidden_environment, "K=V", "The same, not readable through the API");
  add_repeatable(sub, "--filter", o.filters, "FIELD=VALUE",
                 "Where it may go, e.g. country=Canada,France or city!=Paris");
  sub->add_option("--webhook", o.webhook_url, "POSTed the status to when it is ready")->type_name("URL");
  sub->add_option("--log-storage", o.log_storage, "Endpoint storage that keeps the logs")->type_name("NAME");
  sub->add_option("--command", o.command, "In place of the container's command")->type_name("TEXT");
  sub->add_option("--arguments", o.arguments, "In place of the container's arguments")->type_name("TEXT");
  sub->add_flag("--skip-telemetry,!--telemetry", o.skip_telemetry,
                "Without measuring the players' latency first: faster, and what the platform does unasked; "
                "--telemetry: with it");
  sub->add_flag("--public-app", o.is_public_app,
                "Deprecated by the platform, as the next two: sent as it is");
  add_repeatable(sub, "--telemetry-profile", o.telemetry_profiles, "UUID", "Deprecated");
  sub->add_option("--sort-strategy", o.sort_strategy, "Deprecated: basic or weighted")->type_name("NAME");
  sub->add_flag("--no-mark", o.unmarked,
                "Without the tag gk-… by which a deploy is found again when its answer is lost");
  sub->add_flag("--wait", o.wait, "Until it is ready");
  add_duration(sub, "--wait-timeout", wait_.timeout, "How long --wait waits");
}

void command_line::add_status_and_wait() {
  add_id(add(app_, "status", "Show a deployment", [this](session& s) { return status(s, id_); }));
  auto* sub = add(app_, "wait", "Wait until a deployment is ready or terminated", [this](session& s) {
    wait_.request_id = id_;
    wait_.goal = name_ == "terminated" ? wait_goal::terminated : wait_goal::ready;
    return wait(s, wait_);
  });
  add_id(sub);
  sub->add_option("--for", name_, "What to wait for; default ready")
      ->check(CLI::IsMember({"ready", "terminated"}));
  add_duration(sub, "--timeout", wait_.timeout, "How long to wait");
}

void command_line::add_stops() {
  auto* sub = add(app_, "stop", "Stop a deployment (SIGTERM, then its grace)", [this](session& s) {
    stop_.request_id = id_;
    return stop(s, stop_);
  });
  add_id(sub);
  sub->add_option("--log-storage", stop_.log_storage,
                  "true, false, or an endpoint storage that keeps the logs")
      ->type_name("NAME");

  auto* bulk = add(app_, "bulk-stop", "Stop every deployment that matches; shows them and asks first",
                   [this](session& s) { return bulk_stop(s, bulk_stop_); });
  add_repeatable(bulk, "--id", bulk_stop_.ids, "ID", "A deployment's request id");
  add_repeatable(bulk, "--tag", bulk_stop_.tags, "TAG", "A tag that it carries");
  bulk->add_option("--match", bulk_stop_.match,
                   "Which of several tags: any of them, all, or none (not); default any")
      ->check(CLI::IsMember({"any", "all", "not"}));
  bulk->add_flag("-y,--yes", bulk_stop_.yes, "Do not ask");
}

void command_line::add_lists() {
  auto* sub = add(app_, "list", "List the active deployments", [this](session& s) {
    list_.pages = pages_;
    return list(s, list_);
  });
  add_repeatable(sub, "--status", list_.statuses, "STATUS",
                 "Only in this status; may be repeated, as the next three");
  add_repeatable(sub, "--app", list_.applications, "APP", "Only of this application");
  add_repeatable(sub, "--app-version", list_.versions, "VERSION", "Only of this version");
  add_repeatable(sub, "--tag", list_.tags, "TAG", "Only with this tag");
  sub->add_option("--created-after", list_.created_after, "A time in UTC, or a duration: that long ago")
      ->type_name("TIME");
  sub->add_option("--created-before", list_.created_before, "The same, the other way round")
      ->type_name("TIME");
  sub->add_option("--order", list_.order,
                  "status, application, version, tags or created_at; - in front: the reverse")
      ->type_name("FIELD");
  sub->add_option("--query", list_.query,
                  "The platform's own query, in place of the above, e.g. "
                  R"('{"filters":[{"field":"status","operator":"neq","value":"ready"}]}')")
      ->type_name("JSON");
  add_pages(sub);

  auto* places = add(app_, "locations", "List where can be deployed to; -q gives what deploy's --at takes",
                     [this](session& s) {
                       locations_.pages = pages_;
                       return locations(s, locations_);
                     });
  places->add_option("--app", locations_.application, "Only where this application has room")
      ->type_name("APP");
  places->add_option("--app-version", locations_.version, "Only where this version has room")
      ->type_name("VERSION");
  places->add_option("--type", locations_.type, "Only of this type")->type_name("TYPE");
  places->add_flag("--tags", locations_.with_tags, "With the locations' tags");
  places->add_flag("--beacons", locations_.beacons,
                   "The beacons that players measure their latency against, instead");
  add_pages(places);

  auto* hosts_of = add(app_, "hosts", "List a private fleet's hosts", [this](session& s) {
    hosts_.pages = pages_;
    return hosts(s, hosts_);
  });
  hosts_of->add_option("FLEET", hosts_.fleet, "Name of the fleet")->required()->type_name("");
  add_pages(hosts_of);
}

void command_line::add_logs_and_metrics() {
  auto* sub = add(app_, "logs", "Print what a deployment's container has written", [this](session& s) {
    logs_.request_id = id_;
    return logs(s, logs_);
  });
  add_id(sub);
  sub->add_flag("-f,--follow", logs_.follow, "Go on until the deployment has ended");
  add_duration(sub, "--interval", logs_.interval, "Between two looks with --follow");

  auto* measured =
      add(app_, "metrics", "Show what a deployment uses: CPU, memory, network, disk", [this](session& s) {
        metrics_.request_id = id_;
        return metrics(s, metrics_);
      });
  add_id(measured);
  measured
      ->add_option("--since", metrics_.since,
                   "A time in UTC, or a duration: that long ago; default: the start")
      ->type_name("TIME");
  measured->add_option("--until", metrics_.until, "The same; default: now")->type_name("TIME");
  measured->add_option("--step", metrics_.step, "Between two values, e.g. 30s, 1m, 1h")
      ->type_name("DURATION");
  measured->add_flag("--raw", metrics_.raw, "The platform's raw values");
  auto* plotted = measured->add_flag("--plot", metrics_.plot, "Draw CPU, memory and network");
  measured->add_flag("--csv", metrics_.csv, "Write every series as CSV")->excludes(plotted);
}

void command_line::add_tags() {
  auto* tags = add(app_, "tags", "List and change a deployment's tags", nullptr);
  tags->require_subcommand(1);
  auto* all = add(*tags, "list", "List them", [this](session& s) { return tags_list(s, id_, pages_); });
  add_id(all);
  add_pages(all);
  const auto named = [this](CLI::App* sub) {
    add_id(sub);
    sub->add_option("TAG", name_, "The tag")->required()->type_name("");
    return sub;
  };
  named(add(*tags, "get", "Show one", [this](session& s) { return tags_get(s, id_, name_); }));
  named(add(*tags, "add", "Add one", [this](session& s) { return tags_add(s, id_, name_); }));
  named(add(*tags, "rename", "Rename one",
            [this](session& s) { return tags_rename(s, id_, name_, new_name_); }))
      ->add_option("NEW", new_name_, "Its new name")
      ->required()
      ->type_name("");
  named(add(*tags, "remove", "Remove one", [this](session& s) { return tags_remove(s, id_, name_); }));
}

void command_line::add_inside() {
  const auto inside = [this](CLI::App* sub) {
    sub->parse_complete_callback([this] { connection_.inside = true; });
    return sub;
  };
  auto* stop = inside(add(app_, "self-stop", "Stop the deployment that this runs in (ARBITRIUM_DELETE_URL)",
                          [this](session& s) { return self_stop(s, stop_.log_storage); }));
  stop->add_option("--log-storage", stop_.log_storage,
                   "true, false, or an endpoint storage that keeps the logs")
      ->type_name("NAME");
  auto* own =
      inside(add(app_, "context", "Show the deployment that this runs in (ARBITRIUM_CONTEXT_URL)", nullptr));
  // Without a subcommand it shows; the callback of one comes after this one's.
  own->preparse_callback([this](std::size_t) { chosen_ = [](session& s) { return context(s); }; });
  auto* tag = inside(
      add(*own, "add-tag", "Add a tag to it", [this](session& s) { return context_tag_add(s, name_); }));
  tag->add_option("TAG", name_, "The tag")->required()->type_name("");
  auto* gone = inside(add(*own, "remove-tag", "Remove a tag from it",
                          [this](session& s) { return context_tag_remove(s, name_); }));
  gone->add_option("TAG", name_, "The tag")->required()->type_name("");
}

void command_line::add_completion() {
  auto* sub = app_.add_subcommand("completion",
                                  "Print a completion script: source <(gamekeeper-fleet completion bash)");
  sub->add_option("SHELL", shell_, "Which shell")->required()->check(CLI::IsMember({"bash", "zsh"}));
}

int command_line::run(int argc, const char* const* argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const bool asked = e.get_exit_code() == 0;  // --help, --version
    app_.exit(e, std::cout, std::cerr);
    if (!asked) std::cerr << slip_of(app_, argc, argv);
    return asked ? done : usage;
  }
  if (!shell_.empty()) {
    show_.verbatim(completion_script(app_, shell_).value());
    return done;
  }
  return run_command(connection_, show_, timeout_, chosen_);
}

}  // namespace gamekeeper::fleet
