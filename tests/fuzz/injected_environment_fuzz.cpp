#include "base/limits.hpp"
#include "edgegap/environment/environment.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using gamekeeper::base::secret;
using gamekeeper::net::url;

void require(bool holds) {
  if (!holds) std::abort();
}

// A short token is a piece of many ordinary sentences; a long one can only have been repeated.
void require_hidden(const secret& token, const std::string& sentence) {
  if (token.reveal().size() >= 24) require(sentence.find(token.reveal()) == std::string::npos);
}

void require_trusted(const std::optional<url>& address) {
  if (address) require(address->secure() || address->loopback());
}

}  // namespace

/// The input is an environment, one variable per line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> variables;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    variables.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const auto seen = gamekeeper::edgegap::read_environment(variables);
  require_trusted(seen.delete_url);
  require_trusted(seen.context_url);
  require(seen.ports.size() <= gamekeeper::base::limits::deployment_ports);
  require(seen.warnings.size() <= gamekeeper::base::limits::decode_warnings + 1);
  for (const auto& sentence : seen.warnings) {
    require_hidden(seen.delete_token, sentence);
    require_hidden(seen.context_token, sentence);
  }
  return 0;
}
