#include "gamekeeper/run/api_token.hpp"

#include "gamekeeper/run/game_environment.hpp"

#include <fstream>

namespace gamekeeper::run {

namespace {

base::result<base::secret> token_from(const std::string& path) {
  std::ifstream file(path);
  std::string text;
  if (!file || !std::getline(file, text))
    return base::error(base::errc::not_found, "platform.token_file: " + path + " cannot be read or is empty");
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.pop_back();
  return base::secret(std::move(text));
}

}  // namespace

std::optional<base::secret> api_token(const settings::agent_settings& chosen,
                                      const std::vector<std::string>& environment, base::logger& log) {
  if (auto given = variable(environment, "EDGEGAP_API_TOKEN"); given && !given->empty())
    return base::secret(std::move(*given));
  if (chosen.platform.token_file.empty()) return std::nullopt;
  auto read = token_from(chosen.platform.token_file);
  if (read) return std::move(*read);
  log.warn("the organisation's API token cannot be read; the status operation cannot be used",
           {{"what", read.error().message()}});
  return std::nullopt;
}

}  // namespace gamekeeper::run
