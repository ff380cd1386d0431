#pragma once

#include "base/error.hpp"
#include "base/secret.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace gamekeeper::emulator_program {

struct endpoint {
  std::string address;
  std::uint16_t port = 0;  ///< 0: the system chooses
};

struct options {
  std::string config_file;  ///< empty: the built-in catalogue
  endpoint http;
  endpoint https;
  std::string ca_file;      ///< empty: ca.pem in the data folder
  std::string data_folder;  ///< empty: a fresh one, removed at the end
  std::string token;        ///< empty: see organisation_tokens
  std::string token_file;
  std::string webhook_ca_file;  ///< empty: the image's roots
  std::string scenario_file;    ///< empty: nothing goes wrong until somebody asks for it
  std::string record_file;      ///< empty: requests are not written down
  std::uint64_t fault_seed = 0;
  bool processes = true;   ///< false: deployments have none
  bool ephemeral = false;  ///< the state is in memory, whatever the data folder
  bool admin = false;
  bool rate_limits = true;
  bool verbose = false;
  std::vector<std::string> allowed_hosts;  ///< besides loopback and what it listens on
  int unknown_deployment = 400;
};

/// What the command line says, before it is understood.
struct given_options {
  options chosen;
  std::string http = "127.0.0.1:0";
  std::string https = "127.0.0.1:0";
  std::string runtime = "process";
  bool allow_remote = false;
};
/// `given` outlives `app`.
void add_options(CLI::App& app, given_options& given);

/// Gives the exit code when there is nothing left to do (--help, or a mistake that was explained on stderr).
struct finished {
  int exit_code = 0;
};
boost::system::result<options, finished> parse_options(int argc, char** argv);

/// The organisation's tokens: the one that was chosen, or one per line of the file ('#' starts a comment line), or
/// the one in GAMEKEEPER_EMULATOR_TOKEN. Without any of them there are none: the emulator draws one.
struct token_list {
  std::vector<base::secret> tokens;
  std::string source;  ///< for the log: where they came from, never what they are
};
base::result<token_list> organisation_tokens(const options& chosen);

}  // namespace gamekeeper::emulator_program
