#include "base/masked_text.hpp"

#include <algorithm>

namespace gamekeeper::base {

std::string mask_assignment(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return "***";
  const bool empty = equals + 1 == text.size();
  return std::string(text.substr(0, equals + 1)) + (empty ? "" : "***");
}

std::string mask_address(std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) return std::string(text);
  const auto begin = scheme + 3;
  const auto end = std::min(text.find_first_of("/?# ", begin), text.size());
  auto host = text.substr(begin, end - begin);
  auto shown = std::string(text.substr(0, begin));
  if (const auto at = host.rfind('@'); at != std::string_view::npos) {
    shown += "***@";
    host.remove_prefix(at + 1);
  }
  shown += host;
  const auto rest = text.substr(end);
  return shown + (rest.size() > 1 ? "/***" : std::string(rest));
}

std::string mask_unless_path(std::string_view text) {
  return text.empty() || text.starts_with('/') ? std::string(text) : "***";
}

}  // namespace gamekeeper::base
