#include "gamekeeper/run/api_token.hpp"

#include "base/file_text.hpp"
#include "base/limits.hpp"
#include "gamekeeper/run/game_environment.hpp"

namespace gamekeeper::run {

namespace {

// The first line of the file: editors end it with a newline that is no part of the token.
base::result<base::secret> token_from(const std::string& path) {
  auto text = base::read_regular_file(path, base::limits::token_file_bytes);
  if (!text) return text.error().within("platform.token_file: " + path);
  auto token = text->substr(0, text->find('\n'));
  while (!token.empty() && (token.back() == '\r' || token.back() == ' ')) token.pop_back();
  if (token.empty())
    return base::error(base::errc::invalid_input, "platform.token_file: " + path + ": it is empty");
  return base::secret(std::move(token));
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
